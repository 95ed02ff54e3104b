import { beforeAll, expect, test } from 'vitest';
import { noFilters, type JobFilters } from '../training/job-filters';
import { jobSortKeys, type JobRow, type JobSortKey } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { jobMoneyOf } from '../training/money/job-money';
import { nearestLauncher } from '../training/launched-by';
import { type TrainingJob } from '../training/training-job';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from './job-store';
import { createPriceStore } from './price-store';
import { createJobQueries } from './query-jobs';
import { createReportJobs } from './report-jobs';

const scope = { backend: 'local', account: '0' };
const jobs = [...generateJobs(330, { running: 5 })].map((job, index) => ({
  ...job,
  ...(index % 40 === 3 && { tuningJobArn: 'arn:aws:sagemaker:us-east-1:1:hyper-parameter-tuning-job/t' }),
  ...(index % 50 === 7 && {
    tags: { ...job.tags, 'sagemaker:space-arn': 'arn:aws:sagemaker:us-east-1:1:space/s' },
  }),
}));
const goneNames = jobs
  .filter((_, index) => index % 45 === 2)
  .map(({ name }) => name)
  .sort();
let queries: ReturnType<typeof createJobQueries>;
let store: ReturnType<typeof createJobStore>;

beforeAll(() => {
  const database = openCatalogDatabase(':memory:');
  store = createJobStore(database, scope);
  store.storeJobs(jobs, Date.UTC(2026, 10, 21), 'search');
  for (const name of goneNames) store.markGone(name, Date.UTC(2026, 10, 22));
  createJobStore(database, { ...scope, account: '1' }).storeJobs(jobs.slice(0, 40), 0, 'search');
  for (const [index, { name }] of jobs.entries()) {
    if (index % 3 === 0)
      store.recordEpochs(name, { position: index % 11, of: 10, share: (index % 11) / 10, final: true });
  }
  const prices = createPriceStore(database, scope);
  for (const [index, instanceType] of ['ml.m5.xlarge', 'ml.g5.2xlarge', 'ml.c5.2xlarge'].entries()) {
    const price = { instanceType, region: 'us-east-1', usdPerHour: 3 - index, source: 'a list' };
    prices.save({ instanceType, price, byHand: false, readAt: 0 });
  }
  queries = createJobQueries(database, scope);
});

const ask = (change: Partial<JobQuery> & { where?: Partial<JobFilters> } = {}) => {
  const { where, ...query } = change;
  return queries.queryJobs({
    filters: { ...noFilters, ...where },
    sort: { by: 'created', descending: true },
    page: 1,
    pageSize: 25,
    ...query,
  });
};

const namesWhere = (matches: (job: TrainingJob) => boolean) =>
  jobs
    .filter(matches)
    .map(({ name }) => name)
    .sort();
const allNames = (where: Partial<JobFilters>) =>
  ask({ where, pageSize: 1_000 })
    .rows.map(({ name }) => name)
    .sort();

test('pages follow each other without a gap or a repetition, whatever they are sorted by', () => {
  for (const by of jobSortKeys) {
    for (const descending of [true, false]) {
      const whole = ask({ sort: { by, descending }, pageSize: 1_000 }).rows.map(({ name }) => name);
      const pages = Array.from(
        { length: 14 },
        (_, index) => ask({ sort: { by, descending }, page: index + 1 }).rows,
      );
      expect(pages.flat().map(({ name }) => name)).toEqual(whole);
      expect(new Set(whole).size).toBe(jobs.length);
    }
  }
});

const valueOf: Partial<Record<JobSortKey, (row: JobRow) => number | undefined>> = {
  created: ({ createdAt }) => createdAt,
  ended: ({ endedAt }) => endedAt,
  cost: (row) => jobMoneyOf(row, row.usdPerHour).usdPaid,
  saved: (row) => jobMoneyOf(row, row.usdPerHour).usdSaved,
  interruptions: ({ interruptions }) => interruptions,
  savings: ({ savedShare }) => savedShare,
  progress: ({ epochShare }) => epochShare,
};

test('rows are in order, and what is unknown comes last either way', () => {
  for (const [by, read] of Object.entries(valueOf)) {
    for (const descending of [true, false]) {
      const values = ask({ sort: { by: by as JobSortKey, descending }, pageSize: 1_000 }).rows.map(read);
      const known = values.filter((value) => value !== undefined);
      expect(values.slice(0, known.length)).toEqual(known);
      expect(known).toEqual([...known].sort((a, b) => (descending ? b - a : a - b)));
    }
  }
});

test('a page beyond the last one is the last one', () => {
  const { page, rows } = ask({ page: 999_999 });
  expect(page).toBe(14);
  expect(rows).toHaveLength(5);
});

test('each filter finds what its condition says', () => {
  expect(allNames({ spot: false })).toEqual(namesWhere(({ spot }) => !spot));
  expect(allNames({ outcomes: ['failed', 'max-wait-exceeded'] })).toEqual(
    namesWhere(({ secondaryStatus }) => ['Failed', 'MaxWaitTimeExceeded'].includes(secondaryStatus)),
  );
  expect(allNames({ instanceTypes: ['ml.g5.2xlarge'] })).toEqual(
    namesWhere(({ instanceType }) => instanceType === 'ml.g5.2xlarge'),
  );
  expect(allNames({ nameContains: ['BERT', 'maps'] })).toEqual(
    namesWhere(({ name }) => name.includes('bert') && name.includes('maps')),
  );
  expect(allNames({ tags: [{ key: 'Project', value: 'fraud' }, { key: 'Model' }] })).toEqual(
    namesWhere(({ tags }) => tags?.Project === 'fraud'),
  );
  for (const launchers of [['tuning'], ['studio'], ['studio', 'tuning'], ['batch']]) {
    expect(allNames({ launchers })).toEqual(
      namesWhere((job) => launchers.includes(nearestLauncher(job) ?? 'none')),
    );
  }
  expect(allNames({ launchers: ['tuning', 'studio'] }).length).toBeGreaterThan(10);
  expect(allNames({ inAccount: false })).toEqual(goneNames);
  expect(allNames({ inAccount: true })).toEqual(namesWhere(({ name }) => !goneNames.includes(name)));
  expect(ask({ where: { inAccount: false } }).rows[0]?.goneAt).toBe(Date.UTC(2026, 10, 22));
  const middle = jobs[100]!.createdAt;
  expect(allNames({ createdFrom: middle })).toEqual(namesWhere(({ createdAt }) => createdAt >= middle));
  expect(allNames({ createdBefore: middle })).toEqual(namesWhere(({ createdAt }) => createdAt < middle));
});

test('filters hold together, and the total counts what they leave', () => {
  const where = { spot: true, outcomes: ['completed'], tags: [{ key: 'Project', value: 'vision' }] };
  const expected = namesWhere(
    ({ spot, secondaryStatus, tags }) =>
      spot && secondaryStatus === 'Completed' && tags?.Project === 'vision',
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(allNames(where)).toEqual(expected);
  expect(ask({ where })).toMatchObject({
    total: expected.length,
    totalUnfiltered: jobs.length,
    archived: 0,
  });
});

test('what is typed is text, never a pattern or SQL', () => {
  for (const text of ['%', '_', "' OR 1=1 --", '\\', '"; DROP TABLE job; --']) {
    expect(allNames({ nameContains: [text] })).toEqual([]);
    expect(allNames({ outcomes: [text] })).toEqual([]);
    expect(allNames({ tags: [{ key: text }] })).toEqual([]);
  }
  expect(ask().total).toBe(jobs.length);
});

test('a total is right again as soon as a job was added', () => {
  const before = ask().total;
  store.storeJobs([{ ...jobs[0]!, name: 'one-more' }], 0, 'search');
  expect(ask().total).toBe(before + 1);
  store.removeJob('one-more');
  expect(ask().total).toBe(before);
});

test('a row says what is known and leaves out what is not', () => {
  const running = ask({ where: { nameContains: [jobs[0]!.name] } }).rows[0]!;
  expect(running).toMatchObject({ name: jobs[0]!.name, status: 'InProgress', secondaryStatus: 'Training' });
  for (const member of ['endedAt', 'billableSeconds', 'savedShare'])
    expect(running).not.toHaveProperty(member);
  const finished = jobs.find(
    ({ spot, status, transitions }) =>
      spot && status === 'Completed' && !transitions.some((one) => one.status === 'Interrupted'),
  )!;
  const row = ask({ where: { nameContains: [finished.name] } }).rows[0]!;
  expect(row.savedShare).toBeCloseTo(1 - finished.billableSeconds! / finished.trainingSeconds!, 12);
  expect(row).toMatchObject({ usefulSeconds: finished.trainingSeconds, atMost: false });
  expect(row.endedAt).toBe(finished.trainingEndedAt);
});

test('facets name what there is', () => {
  const { instanceTypes, tags } = queries.readFacets(0);
  expect([...instanceTypes].sort()).toEqual(
    [...new Set(jobs.map(({ instanceType }) => instanceType!))].sort(),
  );
  expect(tags).toContainEqual({ key: 'Project', value: 'vision' });
});

test('tags that Spotdeck keeps for itself are offered neither as filters nor to divide a report by', () => {
  const database = openCatalogDatabase(':memory:');
  const own = {
    'spotdeck:archived': 'yes',
    'spotdeck:note': 'mine',
    'Spotdeck:note': 'theirs',
    spotdeck: 'x',
  };
  const marked = jobs.slice(0, 40).map((job) => ({ ...job, tags: { ...job.tags, ...own } }));
  createJobStore(database, scope).storeJobs(marked, 0, 'search');
  const offered = createJobQueries(database, scope)
    .readFacets(0)
    .tags.map(({ key }) => key);
  for (const keys of [offered, createReportJobs(database, scope).tagKeys(100)]) {
    expect(keys).toEqual(expect.arrayContaining(['Project', 'Spotdeck:note', 'spotdeck']));
    expect(keys.filter((key) => key.startsWith('spotdeck:'))).toEqual([]);
  }
});

test('a column that the reader added holds what each job has there', () => {
  const columns = ['tag:Project', 'hyperparameter:constructor', 'cost'];
  const { rows } = ask({ columns, pageSize: 100 });
  const tags = new Map(jobs.map(({ name, tags }) => [name, tags?.Project]));
  expect(rows.map(({ values }) => values?.['tag:Project'])).toEqual(rows.map(({ name }) => tags.get(name)));
  expect(new Set(rows.map(({ values }) => values?.['tag:Project'])).size).toBeGreaterThan(1);
  expect(rows.every(({ values = {} }) => !Object.hasOwn(values, 'hyperparameter:constructor'))).toBe(true);
});
