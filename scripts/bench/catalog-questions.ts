/** What of a list, a report and a waste board is timed, whatever answers. */
import { type JobFilters, noFilters } from '../../lib/training/job-filters';
import { jobSortKeys } from '../../lib/training/job-columns';
import { type JobQuery } from '../../lib/training/job-list';
import { type ReportQuery } from '../../lib/training/report/savings-report';
import { type WasteQuery } from '../../lib/training/report/waste-board';

const pageSize = 25;
const dayMs = 86_400_000;

/** One filter of each kind that the list offers, of generated jobs that end by `now`. */
const filtersOf = (now: number): Record<string, Partial<JobFilters>> => ({
  'part of the name': { nameContains: ['digit'] },
  'a rare part of the name': { nameContains: ['-11-1'] },
  'beginning of the name': { namePrefix: 'digits-' },
  'group of names': { nameGroup: 'digits-*' },
  failed: { outcomes: ['failed'] },
  'two outcomes': { outcomes: ['stopped', 'max-wait-exceeded'] },
  spot: { spot: true },
  'instance type': { instanceTypes: ['ml.m5.xlarge'] },
  launcher: { launchers: ['tuning'] },
  serverless: { serverless: false },
  created: { createdFrom: now - 90 * dayMs, createdBefore: now - 30 * dayMs },
  'created since long ago': { createdFrom: now - 400 * dayMs },
  ended: { endedFrom: now - 90 * dayMs, endedBefore: now - 30 * dayMs },
  interrupted: { interrupted: true },
  'lost work': { lostWork: true },
  checkpoints: { checkpoints: true },
  tag: { tags: [{ key: 'Team', value: 'vision' }] },
  owner: { tags: [{ key: 'Owner', value: 'amara' }] },
  'without a tag': { tags: [{ key: 'Owner', absent: true }] },
  'in the totals': { standing: 'counted' },
  'suits spot': { suitsSpotWithin: 3_600 },
  'in the account': { inAccount: true },
});

/** Each filter in each order; two at once in one order each, in turn. */
const asked = (
  now: number,
): { name: string; filters: Partial<JobFilters>; by: readonly (typeof jobSortKeys)[number][] }[] => {
  const single = Object.entries(filtersOf(now));
  const pairs = single.flatMap(([name, filters], index) =>
    single.slice(index + 1).flatMap(([other, more], offset) => {
      const by = jobSortKeys[(index + offset) % jobSortKeys.length];
      // Two of the same kind are not both asked.
      const same = Object.keys(filters).some((key) => key in more);
      return by === undefined || same
        ? []
        : [{ name: `${name}, ${other}`, filters: { ...filters, ...more }, by: [by] }];
    }),
  );
  return [
    { name: 'no filter', filters: {}, by: jobSortKeys },
    ...single.map(([name, filters]) => ({ name, filters, by: jobSortKeys })),
    ...pairs,
  ];
};

/** Of the processor, in this process. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/**
 * Milliseconds of the processor by filter: of every order, either way, first, middle and last page, the first of them with the
 * count of what matches.
 */
export const timeLists = async (
  ask: (query: JobQuery) => Promise<{ total: number }>,
  now: number,
): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = {};
  for (const { name, filters, by: orders } of asked(now)) {
    const own: number[] = [];
    const timed = async (query: JobQuery) => {
      const began = cpuMs();
      const { total } = await ask(query);
      own.push(cpuMs() - began);
      return total;
    };
    for (const by of orders) {
      for (const descending of [true, false]) {
        const query = { filters: { ...noFilters, ...filters }, sort: { by, descending }, pageSize };
        const last = Math.max(1, Math.ceil((await timed({ ...query, page: 1 })) / pageSize));
        for (const page of [Math.ceil(last / 2), last]) await timed({ ...query, page });
      }
    }
    times[name] = own;
  }
  return times;
};

export const timedReports: Record<string, Partial<ReportQuery>> = {
  '30 days by instance type': {},
  'all time by instance type': { period: { preset: 'all' } },
  'all time by tag': { period: { preset: 'all' }, group: 'tag' },
  'all time by name': { period: { preset: 'all' }, group: 'prefix' },
  'all time by job': { period: { preset: 'all' }, group: 'job' },
  'all time by the whole name': { period: { preset: 'all' }, group: 'prefix', prefixParts: 5 },
};

export const timedBoards: Record<string, Partial<WasteQuery>> = {
  '30 days by owner': {},
  'all time by owner': { period: { preset: 'all' } },
  'all time by name': { period: { preset: 'all' }, group: 'prefix' },
  'all time by instance type': { period: { preset: 'all' }, group: 'instance' },
};
