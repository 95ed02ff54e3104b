import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createFakeSearch } from '../../testing/dashboard/fake-search';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { SpotdeckError } from '../errors/spotdeck-error';
import { noFilters } from '../training/job-filters';
import { type JobPage, type JobQuery } from '../training/job-list';
import { isJobPage } from '../training/job-page-shape';
import { type TrainingJob } from '../training/training-job';

const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-list-'));
const aws = vi.hoisted(() => ({
  search: vi.fn(),
  describe: vi.fn(),
  identity: vi.fn(),
  price: vi.fn(),
  streamsAsked: [] as string[],
  eventsAsked: [] as string[][],
  logsReadable: false,
  logsRead: [] as string[],
}));

vi.mock('../env', async (original) => ({
  ...(await original<object>()),
  settings: { dataDir: folder, localPort: 1 },
}));
vi.mock('../aws/identity', () => ({ callerIdentity: aws.identity }));
vi.mock('../aws/training-jobs', () => ({
  searchTrainingJobs: aws.search,
  describeTrainingJob: aws.describe,
}));
vi.mock('../aws/prices', () => ({ onDemandPrice: aws.price }));
vi.mock('../watch/job-source', () => ({
  createJobSource: (_: unknown, name: string) => ({
    logStreams: async () => {
      if (!aws.logsReadable) throw new SpotdeckError('access-denied', 'No logs:DescribeLogStreams.');
      aws.logsRead.push(name);
      return [{ name: `${name}/algo-1-4000000000` }];
    },
    logEvents: async (_stream: string, token?: string) => ({
      events: token === undefined ? [{ at: 1, message: 'Epoch 7/10 - loss: 0.5' }] : [],
      nextToken: 'end',
      atEnd: token !== undefined,
    }),
    checkpoints: async () => [],
    metrics: async () => [],
  }),
}));
vi.mock('../aws/logs', () => ({
  trainingLogGroup: 'group',
  recentLogStreams: async () => ({ names: [] }),
  listLogStreams: async (_: unknown, _group: string, prefix: string) => {
    aws.streamsAsked.push(prefix);
    return [{ name: `${prefix}algo-1-4000000000` }];
  },
  filterLogEvents: async (_: unknown, _group: string, { streams }: { streams: string[] }) => {
    aws.eventsAsked.push(streams);
    return {
      events: streams.map((stream) => ({ stream, id: stream, at: 1, message: 'Epoch 4/10 - loss: 0.5' })),
    };
  },
}));

const { listJobs, refreshJobs, watchJobs } = await import('./list-jobs');
const { forgetJob } = await import('../backfill/job-catalog');
const { runUseCase } = await import('../use-cases/run-use-case');

const query: JobQuery = {
  filters: noFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: 25,
};
const unreachable = new SpotdeckError('unreachable', 'The local backend does not answer.');

/** Each test has an account of its own. */
let account = 0;
const setUp = (jobs: TrainingJob[]) => {
  const backend = createFakeSearch(jobs);
  account += 1;
  aws.streamsAsked.length = 0;
  aws.eventsAsked.length = 0;
  aws.logsReadable = false;
  aws.logsRead.length = 0;
  aws.identity.mockResolvedValue({ accountId: String(account), arn: '' });
  aws.search.mockImplementation(async (_: unknown, { token }: { token?: string }) => {
    const { total, ...page } = await backend.source.search({ token });
    return { ...page, total: { value: total, exact: true } };
  });
  aws.describe.mockImplementation(async (_: unknown, name: string) => {
    const job = await backend.source.describe(name);
    if (!job) throw new SpotdeckError('not-found', `There is no training job ${name}.`);
    return job;
  });
  return backend;
};

beforeEach(() => {
  const memory = globalThis as { [key: symbol]: unknown };
  delete memory[Symbol.for('spotdeck.catalog-accounts')];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a list that was never read says so where its backend does not answer', async () => {
  aws.identity.mockRejectedValue(unreachable);
  await expect(runUseCase(listJobs, 'us-west-1', query)).rejects.toThrow(unreachable);
});

test('a list is answered without waiting for its backend, and says how fresh it is', async () => {
  setUp([...generateJobs(30)]);
  await runUseCase(listJobs, 'local', query);
  const read = await runUseCase(refreshJobs, 'local', query);
  expect(read).toMatchObject({ total: 30, totalUnfiltered: 30, page: 1 });
  // As a script of the page reads it from the route's answer.
  expect(isJobPage(JSON.parse(JSON.stringify(read)))).toBe(true);
  expect(read.rows).toHaveLength(25);
  aws.search.mockImplementation(() => new Promise(() => undefined));
  const page = await runUseCase(listJobs, 'local', query);
  expect(page.rows).toEqual(read.rows);
  expect(page.freshness.asOf).toBeTypeOf('number');
});

test('rows stay when the backend stops, with the reason beside them', async () => {
  setUp([...generateJobs(3)]);
  await runUseCase(refreshJobs, 'local', query);
  aws.search.mockRejectedValue(unreachable);
  const page = await runUseCase(refreshJobs, 'local', query);
  expect(page.rows).toHaveLength(3);
  expect(page.freshness.problem).toEqual({ code: 'unreachable', message: unreachable.message });
});

test('who watches a list is told of it now and when it changes, and not when it does not', async () => {
  const backend = setUp([...generateJobs(3)]);
  await runUseCase(refreshJobs, 'local', query);
  const told = vi.fn<(page: JobPage) => void>();
  const end = await watchJobs('local', query, told);
  expect(told).toHaveBeenCalledTimes(1);
  await runUseCase(refreshJobs, 'local', query);
  const [job] = generateJobs(1, { seed: 2 });
  backend.put({ ...job!, name: 'new-one', lastModifiedAt: Date.now(), createdAt: Date.now() });
  await runUseCase(refreshJobs, 'local', query);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  expect(told.mock.calls[1]?.[0].rows[0]?.name).toBe('new-one');
  end();
});

test('who watches a filtered list hears nothing of what it leaves out', async () => {
  const jobs = [...generateJobs(3)];
  const backend = setUp(jobs);
  await runUseCase(refreshJobs, 'local', query);
  const told = vi.fn<(page: JobPage) => void>();
  const seen = vi.fn<(page: JobPage) => void>();
  const filtered = { ...query, filters: { ...noFilters, nameContains: [jobs[0]!.name] } };
  const ends = [await watchJobs('local', filtered, told), await watchJobs('local', query, seen)];
  backend.put({ ...jobs[1]!, billableSeconds: 1, lastModifiedAt: Date.now() });
  await runUseCase(refreshJobs, 'local', query);
  // Both lists publish after the same pause, the filtered one first.
  await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(2));
  expect(told).toHaveBeenCalledTimes(1);
  for (const end of ends) end();
});

test('a list of the jobs in the savings report has their prices asked for once it knows the jobs', async () => {
  setUp([...generateJobs(10)]);
  aws.price.mockImplementation((_: unknown, instanceType: string) =>
    Promise.resolve({ instanceType, region: 'us-east-1', usdPerHour: 1, source: 'a price list' }),
  );
  const told = vi.fn<(page: JobPage) => void>();
  const end = await watchJobs('local', { ...query, filters: { ...noFilters, standing: 'counted' } }, told);
  await vi.waitFor(() => expect(told.mock.lastCall?.[0].total).toBeGreaterThan(0));
  end();
});

test('the epochs of running jobs in view are read together, once for all who look, until nobody does', async () => {
  const jobs = [...generateJobs(3, { running: 3 })];
  setUp(jobs);
  await runUseCase(refreshJobs, 'local', query);
  const told = vi.fn<(page: JobPage) => void>();
  const ends = [await watchJobs('local', query, told), await watchJobs('local', query, () => {})];
  await vi.waitFor(
    () =>
      expect(told.mock.lastCall?.[0].rows.map(({ position, of }) => [position, of])).toContainEqual([4, 10]),
    { timeout: 20_000 },
  );
  expect(new Set(aws.streamsAsked).size).toBe(aws.streamsAsked.length);
  for (const end of ends) end();
}, 30_000);

test('a job that is gone leaves the list', async () => {
  const [job] = generateJobs(1, { running: 1 });
  const backend = setUp([job!]);
  await runUseCase(refreshJobs, 'local', query);
  const told = vi.fn<(page: JobPage) => void>();
  const end = await watchJobs('local', query, told);
  backend.remove(job!.name);
  await forgetJob('local', job!.name);
  await vi.waitFor(() => expect(told.mock.lastCall?.[0].rows).toEqual([]));
  end();
});

test('finished jobs in view are backfilled once, however many lists show them', async () => {
  setUp([...generateJobs(12)]);
  aws.logsReadable = true;
  await runUseCase(refreshJobs, 'local', query);
  const told = vi.fn<(page: JobPage) => void>();
  const ends = [await watchJobs('local', query, told), await watchJobs('local', query, () => {})];
  await vi.waitFor(() =>
    expect(told.mock.lastCall?.[0].rows.map(({ position, of }) => [position, of])).toEqual(
      Array.from({ length: 12 }, () => [7, 10]),
    ),
  );
  expect(aws.logsRead).toHaveLength(12);
  expect(new Set(aws.logsRead).size).toBe(12);
  for (const end of ends) end();
});
