import fc from 'fast-check';
import sql from 'sql-template-tag';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { noFilters } from '../training/job-filters';
import { barsOf } from '../training/report/period';
import { type TrainingJob } from '../training/training-job';
import { openCatalogDatabase } from './catalog-database';
import { createJobStore } from './job-store';
import { createJobQueries } from './query-jobs';
import { createReportSums } from './report-sums';
import { createSummedJobs } from './summed-jobs';
import { kindSums, wasteSums } from './sum-columns';
import { mergedSums } from './merged-sums';
import { createPriceStore } from './price-store';

const scope = { backend: 'local', account: '0' };
const dayMs = 86_400_000;

/** In one order, and as exactly as sums of fractions are. */
const written = (all: readonly object[]): string[] =>
  all
    .map((one) =>
      JSON.stringify(
        Object.entries(one)
          .map(([name, value]: [string, unknown]) => [
            name,
            typeof value === 'number' ? Math.round(value * 1e3) : value,
          ])
          .sort(),
      ),
    )
    .sort();

const setUp = () => {
  const database = openCatalogDatabase(':memory:');
  const store = createJobStore(database, scope);
  const jobs = [...generateJobs(300, { seed: 21, every: 6 * 3_600_000 })];
  store.storeJobs(jobs, 0, 'search');
  const ends = jobs.flatMap(({ trainingEndedAt }) => trainingEndedAt ?? []);
  const report = { from: Math.min(...ends), before: Math.max(...ends) + 1 };
  const period = { ...report, zone: 'Europe/Berlin' } as Parameters<typeof barsOf>[0];
  const sums = () => {
    // As another process asks: nothing is in its memory.
    const fresh = createReportSums(database, scope);
    return [
      fresh.sumByBar(report, barsOf(period, 'week')),
      fresh.sumByBar({ ...report, namePrefix: jobs[0]!.name.slice(0, 3) }, barsOf(period, 'day')),
      fresh.sumByTag(report, 'Project'),
      fresh.sumByPrefix(report, 1),
      fresh.sumByPrefix(report, 5),
    ].map(written);
  };
  const kept = () => database.value('SELECT count(*) FROM day_sums', z.number()) ?? 0;
  return { database, store, jobs, sums, kept };
};

test('sums that are kept are those of the jobs as they are, whatever has changed', () => {
  const { database, store, jobs, sums, kept } = setUp();
  sums();
  const all = kept();
  expect(all).toBeGreaterThan(20);
  const finished = jobs.filter(({ trainingEndedAt }) => trainingEndedAt !== undefined);
  const [first, second, third, fourth, fifth] = finished as [
    TrainingJob,
    TrainingJob,
    TrainingJob,
    TrainingJob,
    TrainingJob,
  ];
  const later = (job: TrainingJob, change: Partial<TrainingJob>): TrainingJob => ({
    ...job,
    lastModifiedAt: (job.lastModifiedAt ?? job.createdAt) + 1000,
    ...change,
  });
  const changes: (() => unknown)[] = [
    () =>
      store.recordEpochs(first.name, { final: true, recomputedEpochs: 3, lostSeconds: 50, lostExact: true }),
    () => store.storeJobs([later(second, { billableSeconds: 7 })], 1, 'describe'),
    () =>
      store.storeJobs(
        [later(third, { trainingEndedAt: third.trainingEndedAt! - 20 * dayMs })],
        1,
        'describe',
      ),
    () => store.storeJobs([later(fourth, { tags: { Project: 'another' } })], 1, 'describe'),
    () => store.storeJobs([{ ...fifth, name: 'new-job' }], 1, 'search'),
    () => database.run(sql`UPDATE day_sums SET document = iif(number % 2, '{', '[[7]]')`),
    () => store.markGone(second.name, 5),
    () => store.removeJob(first.name),
    () => store.markUnmet(Date.UTC(2100, 0, 1), Date.UTC(2100, 0, 1)),
    () => {
      store.saveSyncState({ walk: 2 });
      store.storeJobs(jobs.slice(0, 100), 2, 'search');
      return store.markUnmet(Date.UTC(2100, 0, 1), Date.UTC(2100, 0, 1));
    },
  ];
  for (const change of changes) {
    change();
    const found = sums();
    database.run('DELETE FROM day_sums');
    expect(found, String(change)).toEqual(sums());
  }
});

test('a change has the sums of its own period made again, and no other', () => {
  const { database, store, jobs, sums, kept } = setUp();
  sums();
  const all = kept();
  const job = jobs.slice(100).find(({ trainingEndedAt }) => trainingEndedAt !== undefined)!;
  store.recordEpochs(job.name, { final: true, lostSeconds: 5 });
  // Its day of sums by kind and of three groupings, and the eight days around it of these three: no bar is as long.
  expect(all - kept()).toBe(7);
  store.saveSyncState({ asOf: 5 });
  expect(all - kept()).toBe(7);
  const asked = vi.spyOn(database, 'all');
  sums();
  expect(kept()).toBe(all);
  expect(asked).toHaveBeenCalled();
});

test('whatever comes, changes, vanishes or is taken out, sums that are kept are those of the jobs, straight from their rows', () => {
  const generated = [...generateJobs(120, { seed: 5, every: 4 * 3_600_000 })];
  const act = fc.record({
    kind: fc.constantFrom('come', 'change', 'move', 'logs', 'vanish', 'remove', 'price', 'ahead', 'report'),
    job: fc.nat(generated.length - 1),
    by: fc.integer({ min: -40, max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 40 }), (acts) => {
      const database = openCatalogDatabase(':memory:');
      const store = createJobStore(database, scope);
      const prices = createPriceStore(database, scope);
      store.storeJobs(generated.slice(0, 60), 0, 'search');
      const sums = createReportSums(database, scope);
      const period = { from: generated.at(-1)!.createdAt, before: generated[0]!.createdAt + 9 * dayMs + 1 };
      const straight = createSummedJobs(database, scope);
      const expectSame = () => {
        const fresh = createReportSums(database, scope);
        const [rows = []] = database.aside(() => straight.byKind({}).sum([period]));
        const bars = barsOf({ ...period, zone: 'Asia/Kathmandu' }, 'week');
        const byBar = mergedSums([fresh.sumByBar(period, bars)], { ...kindSums, keyOf: kindSums.keyOf });
        expect(written(byBar.map(({ bar: _, ...one }) => one))).toEqual(written(rows));
        for (const [found, summed] of [
          [fresh.sumByTag(period, 'Project'), straight.byTag({}, 'Project')],
          [fresh.sumByPrefix(period, 2), straight.byPrefix({}, 2)],
        ] as const) {
          const [groups = []] = database.aside(() => summed.sum([period]));
          expect(written(found)).toEqual(written(groups));
        }
        const within = () => 2 * 3_600;
        for (const [by, summed] of [[{ by: 'tag', key: 'Project' }, straight.byWaste] as const]) {
          const [wasted = []] = database.aside(() => summed({}, by).sum([period]));
          const own = wasted.flatMap(({ rung, ...one }) =>
            rung !== undefined && rung > within() ? [] : [one],
          );
          expect(written(fresh.sumWaste(period, by, within))).toEqual(written(mergedSums([own], wasteSums)));
        }
      };
      let at = 1;
      const changed = (index: number, change: Partial<TrainingJob>) => {
        at += 1;
        const job = generated[index]!;
        store.storeJobs([{ ...job, lastModifiedAt: job.createdAt + 1e9 + at, ...change }], at, 'describe');
      };
      for (const { kind, job, by } of acts) {
        const { name, trainingEndedAt = 0, instanceType = '' } = generated[job]!;
        if (kind === 'come') store.storeJobs([generated[job]!], at, 'search');
        else if (kind === 'change')
          changed(job, { billableSeconds: 100 + by, tags: { Project: `p${by % 3}` } });
        else if (kind === 'move') changed(job, { trainingEndedAt: trainingEndedAt + by * 3_600_000 });
        else if (kind === 'logs')
          store.recordEpochs(name, { final: true, lostSeconds: by + 40, lostExact: by > 0 });
        else if (kind === 'vanish') store.markGone(name, trainingEndedAt + dayMs);
        else if (kind === 'remove') store.removeJob(name);
        else if (kind === 'ahead') sums.keepAhead(0, by < 0 ? 0 : Infinity);
        else if (kind === 'report') expectSame();
        else
          prices.save({
            instanceType,
            price: { instanceType, region: 'r', usdPerHour: by + 41, source: 's' },
            byHand: true,
            readAt: at,
          });
      }
      expectSame();
      database.close();
    }),
    { numRuns: 40, seed: 20_261_127 },
  );
}, 240_000);

test('sums are kept ahead a day a turn, of no day before what is asked, and a report then reads no further job', () => {
  const { database, store, jobs, sums, kept } = setUp();
  const ahead = createReportSums(database, scope);
  expect(ahead.keepAhead(Infinity, 0)).toBe(false);
  expect(kept()).toBe(0);
  const middle = jobs[150]!.createdAt;
  const daysKept = () => database.column('SELECT DISTINCT number FROM day_sums', z.number());
  while (ahead.keepAhead(middle, 0));
  expect(Math.min(...daysKept())).toBe(Math.floor(middle / dayMs) + 1);
  const some = kept();
  let turns = 0;
  for (; ahead.keepAhead(0, 0); turns += 1) expect(kept()).toBeLessThanOrEqual(some + turns + 1);
  expect(turns).toBeGreaterThan(100);
  const expected = sums();
  const all = kept();
  expect(ahead.keepAhead(0, 0)).toBe(false);
  // Of one day, and of nothing else.
  store.recordEpochs(jobs[100]!.name, { final: true, lostSeconds: 5 });
  expect(all - kept()).toBeGreaterThan(5);
  while (ahead.keepAhead(0, 0));
  expect(sums()).not.toEqual(expected);
});

test('counts of a list are remembered while logs are read, and not while jobs change', () => {
  const { database, store, jobs } = setUp();
  const queries = createJobQueries(database, scope);
  const query = {
    filters: noFilters,
    sort: { by: 'created', descending: true },
    pageSize: 25,
    page: 1,
  } as const;
  const value = vi.spyOn(database, 'value');
  const counted = (filters: Partial<typeof noFilters> & object = {}) => {
    value.mockClear();
    queries.queryJobs({ ...query, filters: { ...noFilters, ...filters } });
    return value.mock.calls.filter(([asked]) =>
      /FROM job_traits|count\(\*\) FROM job/.test(typeof asked === 'string' ? asked : asked.sql),
    ).length;
  };
  // Of all jobs, and of those that are archived.
  expect(counted()).toBe(2);
  store.recordEpochs(jobs[0]!.name, { final: false, position: 3 });
  store.recordBackfill(jobs[1]!, { reading: { counts: 'epoch', attempts: [], resumes: [] }, metrics: [] });
  store.saveSyncState({ asOf: 9 });
  expect(counted()).toBe(0);
  store.removeJob(jobs[0]!.name);
  expect(counted()).toBe(2);
  // What the logs told is what this filter asks for.
  counted({ lostWork: true });
  expect(counted({ lostWork: true })).toBe(0);
  store.recordEpochs(jobs[1]!.name, { final: true, lostSeconds: 9 });
  expect(counted({ lostWork: true })).toBe(1);
  expect(database.get(sql`SELECT 1 FROM job`)).toBeDefined();
});
