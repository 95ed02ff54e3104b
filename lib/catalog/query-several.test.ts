/** The merged list of several scopes is the list of all their jobs in one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noFilters, type JobFilters } from '../training/job-filters';
import { jobSortKeys, type JobRow, type JobSortKey } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { jobMoneyOf } from '../training/money/job-money';
import { describeStatus } from '../training/status';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from './job-store';
import { createPriceStore } from './price-store';
import { createJobQueries } from './query-jobs';
import { queryJobsOfSeveral } from './query-several';

/** As many of each as ties and the ends of pages need; the third has names of the first, the last has none. */
const generated = [...generateJobs(190, { running: 6 })];
const parts = [
  { where: 'local', account: '0', jobs: generated.slice(0, 70), usdPerHour: 1 },
  { where: 'us-east-1', account: '1', jobs: generated.slice(70, 150), usdPerHour: 2 },
  { where: 'us-east-1~research', account: '2', jobs: generated.slice(0, 40), usdPerHour: 3 },
  { where: 'eu-west-1', account: '1', jobs: generated.slice(150), usdPerHour: undefined },
  { where: 'eu-west-2', account: '1', jobs: [], usdPerHour: 1 },
];

const database = openCatalogDatabase(':memory:');
const scopes = parts.map(({ where, account, jobs, usdPerHour }) => {
  const scope = { backend: where.split('~')[0] ?? '', account };
  const store = createJobStore(database, scope);
  // Creation times that several share, across scopes too; some never say what they ran on.
  const ties = jobs.map(({ instanceType, ...job }, index) => ({
    ...job,
    createdAt: job.createdAt - (job.createdAt % 3_600_000),
    ...(index % 7 !== 0 && instanceType !== undefined && { instanceType }),
  }));
  store.storeJobs(ties, Date.UTC(2026, 10, 21), 'search');
  for (const [index, { name }] of ties.entries())
    if (index % 4 === 0) store.recordEpochs(name, { share: (index % 3) / 3, final: true });
  for (const instanceType of new Set(ties.flatMap((job) => job.instanceType ?? [])))
    if (usdPerHour !== undefined)
      createPriceStore(database, scope).save({
        ...{ instanceType, byHand: false, readAt: 0 },
        price: { instanceType, region: 'us-east-1', usdPerHour, source: 'a list' },
      });
  return { where, scope, queries: createJobQueries(database, scope) };
});

const whole: JobQuery = {
  filters: noFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: 1_000,
};

const idOf = ({ where = '', name }: JobRow) => `${where}/${name}`;
const ranks = parts.map(({ where }) => where);

/** What each is sorted by, of a row alone. */
const valueOf: Record<JobSortKey, (row: JobRow) => string | number | undefined> = {
  name: ({ name }) => name.toLowerCase(),
  where: ({ where = '' }) => ranks.indexOf(where),
  status: (row) => describeStatus(row).outcome,
  spot: ({ spot }) => Number(spot),
  interruptions: ({ interruptions }) => interruptions,
  progress: ({ epochShare }) => epochShare,
  duration: () => undefined,
  savings: ({ savedShare }) => savedShare,
  instance: ({ instanceType }) => instanceType,
  cost: (row) => jobMoneyOf(row, row.usdPerHour).usdPaid,
  saved: (row) => jobMoneyOf(row, row.usdPerHour).usdSaved,
  created: ({ createdAt }) => createdAt,
  ended: ({ endedAt }) => endedAt,
  launcher: ({ launchedBy }) => launchedBy,
};

const filterSets: fc.Arbitrary<Partial<JobFilters>> = fc.record(
  {
    where: fc.subarray(ranks),
    spot: fc.boolean(),
    outcomes: fc.subarray(['completed', 'failed', 'training']),
    nameContains: fc.subarray(['a', '1']),
    interrupted: fc.boolean(),
    standing: fc.constantFrom('counted' as const, 'unpriced' as const),
  },
  { requiredKeys: [] },
);

test('a page of several is the page of all their jobs, whatever is asked', () => {
  fc.assert(
    fc.property(
      fc.subarray(scopes),
      fc.constantFrom(...jobSortKeys),
      fc.boolean(),
      filterSets,
      fc.integer({ min: 7, max: 60 }),
      (chosen, by, descending, some, pageSize) => {
        const filters = { ...noFilters, ...some };
        const ask = (page: number, size: number) =>
          queryJobsOfSeveral(database, chosen, {
            ...whole,
            filters,
            sort: { by, descending },
            page,
            pageSize: size,
          });
        const one = ask(1, 1_000);
        const expected = chosen
          .filter(({ where }) => filters.where.length === 0 || filters.where.includes(where))
          .flatMap(({ where, queries }) =>
            queries.queryJobs({ ...whole, filters }).rows.map((row) => ({ ...row, where })),
          );
        expect(one.total).toBe(expected.length);
        expect(one.totalUnfiltered).toBe(
          chosen.reduce((sum, { queries }) => sum + queries.queryJobs(whole).total, 0),
        );
        // Each job once, as its own scope tells it.
        expect([...one.rows].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))).toEqual(
          expected.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
        );
        // In order, and what is unknown last either way.
        const values = one.rows.map(valueOf[by]);
        const known = values.filter((value) => value !== undefined);
        expect(values.slice(0, known.length)).toEqual(known);
        const sign = descending ? -1 : 1;
        expect(known).toEqual([...known].sort((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
        // Pages follow each other without a gap or a repetition, found from either end.
        const pages = Math.max(1, Math.ceil(one.total / pageSize));
        const paged = Array.from({ length: pages }, (_, index) => ask(index + 1, pageSize).rows.map(idOf));
        expect(paged.flat()).toEqual(one.rows.map(idOf));
        expect(ask(pages + 5, pageSize)).toMatchObject({ page: pages, total: one.total });
      },
    ),
    { numRuns: 60 },
  );
});

test('each scope is read by its own index, and nothing is sorted but what its parts give', () => {
  const seen: string[] = [];
  queryJobsOfSeveral(
    {
      ...database,
      all: (query) => (seen.push(typeof query === 'string' ? query : query.sql), database.all(query)),
    },
    scopes.slice(0, 2),
    { ...whole, pageSize: 10 },
  );
  const plan = database
    .all(`EXPLAIN QUERY PLAN ${(seen[0] ?? '').replace(/\?/g, '1')}`)
    .map(({ detail }) => String(detail));
  expect(plan.join('\n')).toMatch(/MERGE \(UNION ALL\)/);
  expect(plan.filter((step) => step.includes('job_by_created'))).toHaveLength(2);
  // The rows of the page itself, once they are found.
  expect(plan.filter((step) => /TEMP B-TREE FOR .*ORDER BY/.test(step))).toHaveLength(1);
});
