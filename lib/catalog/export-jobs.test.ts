import sql from 'sql-template-tag';
import { beforeAll, expect, test } from 'vitest';
import { listedStandings, noFilters } from '../training/job-filters';
import { type CatalogDatabase, openCatalogDatabase } from './catalog-database';
import { exportedJobs } from './export-jobs';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { conditionOf } from './job-conditions';
import { createPriceStore } from './price-store';
import { createJobStore, findScopeId } from './job-store';

const scope = { backend: 'local', account: '0' };
const jobs = [...generateJobs(250, { running: 3 })];
let database: CatalogDatabase;
let store: ReturnType<typeof createJobStore>;

beforeAll(() => {
  database = openCatalogDatabase(':memory:');
  createJobStore(database, { ...scope, account: '1' }).storeJobs(jobs.slice(0, 20), 0, 'search');
  store = createJobStore(database, scope);
  store.storeJobs(jobs, Date.UTC(2026, 10, 21), 'search');
  for (const [type, usd] of [
    ['ml.m5.xlarge', 0.23],
    ['ml.g5.2xlarge', 1.515],
    ['ml.c5.2xlarge', null],
  ] as const) {
    const price = usd && { instanceType: type, region: 'us-east-1', usdPerHour: usd, source: 'entered' };
    createPriceStore(database, scope).save({
      instanceType: type,
      ...(price && { price }),
      byHand: false,
      readAt: 0,
    });
  }
});

const exported = (filters = noFilters, atOnce?: number) => [
  ...exportedJobs(database, scope, filters, atOnce),
];
const names = (pages: { name: string }[][]) =>
  pages
    .flat()
    .map(({ name }) => name)
    .sort();

test('all jobs are exported once, a part at a time', () => {
  const pages = exported(noFilters, 100);
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(names(pages)).toEqual(jobs.map(({ name }) => name).sort());
  expect(exported(noFilters, 125).map(({ length }) => length)).toEqual([125, 125]);
  expect(names(exported())).toEqual(names(pages));
});

test('only the jobs behind the list are exported', () => {
  const filters = { ...noFilters, spot: true, tags: [{ key: 'Project', value: 'maps' }] };
  const expected = jobs.filter(({ spot, tags }) => spot && tags?.Project === 'maps');
  expect(names(exported(filters, 7))).toEqual(expected.map(({ name }) => name).sort());
  expect(exported({ ...noFilters, nameContains: ['nothing'] })).toEqual([]);
});

test('a standing is the one that the list filters by', () => {
  const all = exported().flat();
  for (const standing of listedStandings) {
    const condition = conditionOf(findScopeId(database, scope), { ...noFilters, standing });
    const listed = database.all(sql`SELECT name FROM job WHERE ${condition}`);
    expect(names([all.filter((job) => job.standing === standing)])).toEqual(
      listed.map(({ name }) => String(name)).sort(),
    );
  }
});

test('a job has what is known of it and nothing else', () => {
  const [running] = jobs;
  const finished = jobs.find(
    ({ spot, status, instanceType, transitions }) =>
      spot &&
      status === 'Completed' &&
      instanceType === 'ml.g5.2xlarge' &&
      !transitions.some((one) => one.status === 'Interrupted'),
  )!;
  store.recordEpochs(finished.name, { final: true, recomputedEpochs: 2, lostSeconds: 61 });
  const all = new Map(
    exported()
      .flat()
      .map((job) => [job.name, job]),
  );
  expect(all.get(finished.name)).toEqual({
    name: finished.name,
    status: 'Completed',
    secondaryStatus: 'Completed',
    spot: true,
    createdAt: finished.createdAt,
    endedAt: finished.trainingEndedAt,
    instanceType: 'ml.g5.2xlarge',
    instanceCount: finished.instanceCount,
    trainingSeconds: finished.trainingSeconds,
    billableSeconds: finished.billableSeconds,
    durationSeconds: Math.round((finished.trainingEndedAt! - finished.createdAt) / 1000),
    forNothing: false,
    usefulSeconds: finished.trainingSeconds,
    atMost: false,
    savedShare: 1 - finished.billableSeconds! / finished.trainingSeconds!,
    usdPerHour: 1.515,
    interruptions: finished.transitions.filter(({ status }) => status === 'Interrupted').length,
    waitingSeconds: expect.any(Number) as number,
    recomputedEpochs: 2,
    lostSeconds: 61,
    checkpoints: true,
    standing: 'counted',
  });
  const members = Object.keys(all.get(running!.name)!);
  for (const unknown of ['endedAt', 'trainingSeconds', 'usefulSeconds', 'savedShare', 'lostSeconds']) {
    expect(members).not.toContain(unknown);
  }
});

test('jobs that come and go meanwhile neither stop an export nor are in it twice', () => {
  const pages = exportedJobs(database, scope, noFilters, 100);
  const first = pages.next().value!;
  store.removeJob(first[5]!.name);
  store.storeJobs([{ ...jobs[0]!, name: 'one-more' }], 0, 'search');
  const rest = [...pages].flat().map(({ name }) => name);
  expect(rest).toHaveLength(151);
  expect(rest).toContain('one-more');
  expect(new Set([...first.map(({ name }) => name), ...rest]).size).toBe(251);
});
