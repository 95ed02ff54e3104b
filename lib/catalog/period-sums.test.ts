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

const scope = { backend: 'local', account: '0' };
const dayMs = 86_400_000;

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
    ].map((all) =>
      all
        .map((one) =>
          JSON.stringify(one, (_, value: unknown) =>
            typeof value === 'number' ? Math.round(value * 1e6) : value,
          ),
        )
        .sort(),
    );
  };
  const kept = () => database.value('SELECT count(*) FROM period_sums', z.number()) ?? 0;
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
    () => database.run(sql`UPDATE period_sums SET document = iif(ended_from % 2, '{', '{"names":7}')`),
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
    database.run('DELETE FROM period_sums');
    expect(found, String(change)).toEqual(sums());
  }
});

test('a change has the sums of its own period made again, and no other', () => {
  const { database, store, jobs, sums, kept } = setUp();
  sums();
  const all = kept();
  const job = jobs.find(({ trainingEndedAt }) => trainingEndedAt !== undefined)!;
  store.recordEpochs(job.name, { final: true, lostSeconds: 5 });
  // One week, one day, and one part of each of three groupings.
  expect(all - kept()).toBe(5);
  store.saveSyncState({ asOf: 5 });
  expect(all - kept()).toBe(5);
  const asked = vi.spyOn(database, 'all');
  sums();
  expect(kept()).toBe(all);
  expect(asked).toHaveBeenCalled();
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
      /count\(\*\) FROM job/.test(typeof asked === 'string' ? asked : asked.sql),
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
