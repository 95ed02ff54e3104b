/** Changes that a queue tells of arrive without polling, and whatever else it holds is believed by nobody. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { launchScript, startLimitedBackend } from '../../testing/dashboard/live-backend';
import { stateChange } from '../../testing/aws/account/own-queue';
import { noFilters } from '../training/job-filters';
import { type JobPage } from '../training/job-list';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;
let page: JobPage | undefined;
let unwatch: () => void = () => {};

const loadUseCases = async () => ({
  ...(await import('../jobs/list-jobs')),
  ...(await import('../backends/read-account')),
  ...(await import('../aws/training-jobs')),
  ...(await import('./watch-job')),
  ...(await import('./state-changes')),
  ...(await import('../use-cases/run-use-case')),
});

const query = {
  filters: noFilters,
  sort: { by: 'created' as const, descending: true },
  page: 1,
  pageSize: 25,
};
const statusOf = (name: string) => page?.rows.find((row) => row.name === name)?.status;
const view = () => jobs.stateChangesOf('local')?.view();
const count = (operation: string) => live.account.calls.filter((call) => call.operation === operation).length;

beforeAll(async () => {
  live = await startLimitedBackend(({ url, queue }) => {
    queue.maxReceives = 2;
    queue.visibilityMs = 200;
    return { SPOTDECK_EVENT_QUEUES: `local=${url}${queue.path}` };
  });
  jobs = await loadUseCases();
  unwatch = await jobs.watchJobs('local', query, (next) => {
    page = next;
  });
}, 60_000);
afterAll(async () => {
  unwatch();
  await jobs.stateChangesOf('local')?.stop();
  await live.end();
});
afterEach(() => {
  expect(live.account.invalid).toEqual([]);
  live.account.limits.searchAsOf = undefined;
  live.account.limits.denied.clear();
});

/** A job of somebody else's, which the list has. */
const begin = async (name: string) => {
  await launchScript(live.backend, name, 'setInterval(() => {}, 1000);');
  live.account.queue.send(stateChange(name));
  await vi.waitFor(() => expect(statusOf(name)).toBe('InProgress'), { timeout: 60_000 });
};
const end = async (name: string) => {
  await jobs.stopTrainingJob(live.backend, name);
  await vi.waitFor(
    async () => expect((await jobs.describeTrainingJob(live.backend, name)).status).toBe('Stopped'),
    { timeout: 60_000, interval: 200 },
  );
};
const untilTaken = () => vi.waitFor(() => expect(live.account.queue.messages()).toEqual([]));

it('a change is in the list by its message and one Describe, whatever polling sees', async () => {
  await begin('told');
  expect(view()).toMatchObject({ state: 'trusted', foreign: 0, unreadable: 0 });
  // Search stands still, so that what is seen was not polled.
  live.account.limits.searchAsOf = Date.now();
  await end('told');
  const asked = count('DescribeTrainingJob');
  const changed = stateChange('told', { TrainingJobStatus: 'Stopped' });
  live.account.queue.send(changed, changed);
  await vi.waitFor(() => expect(statusOf('told')).toBe('Stopped'), { timeout: 20_000 });
  // It was delivered twice, and later once more, as SQS may.
  live.account.queue.send(changed);
  await untilTaken();
  expect(count('DescribeTrainingJob')).toBe(asked + 1);
}, 120_000);

it('messages out of order, and what they say of a job, change nothing', async () => {
  for (const detail of [
    { TrainingJobStatus: 'InProgress', SecondaryStatus: 'Training', LastModifiedTime: '1583831889050' },
    { TrainingJobStatus: 'Completed', LastModifiedTime: '9999999999999' },
    { TrainingJobStatus: 'Failed' },
  ]) {
    const asked = count('DescribeTrainingJob');
    live.account.queue.send(stateChange('told', detail));
    await vi.waitFor(() => expect(count('DescribeTrainingJob')).toBe(asked + 1));
    expect(statusOf('told')).toBe('Stopped');
  }
  await untilTaken();
  expect(statusOf('told')).toBe('Stopped');
});

it('what is foreign is taken out and asked for by nobody; what cannot be read goes to the dead letters', async () => {
  const { queue } = live.account;
  const asked = count('DescribeTrainingJob');
  const before = view();
  const foreign = [
    stateChange('told', {}, { account: '999999999999' }),
    stateChange('told', {}, { region: 'eu-west-1' }),
    stateChange('told', {}, { source: 'me' }),
    stateChange('told', {}, { 'detail-type': 'SageMaker Endpoint State Change', detail: 7 }),
  ];
  const poison = [
    'not JSON',
    '{}',
    '[[[['.repeat(50_000),
    'null',
    stateChange('../../etc'),
    stateChange('told', { TrainingJobName: { constructor: 1 } }),
    stateChange('told', { HyperParameters: { a: 'x'.repeat(1_200_000) } }),
  ];
  queue.send(...foreign, ...poison);
  await vi.waitFor(() => expect(queue.dead.toSorted()).toEqual(poison.toSorted()), { timeout: 20_000 });
  expect(queue.messages()).toEqual([]);
  expect(count('DescribeTrainingJob')).toBe(asked);
  expect(view()).toMatchObject({ state: 'trusted', foreign: (before?.foreign ?? 0) + foreign.length });
}, 60_000);

it('a job that is gone is marked by its message', async () => {
  live.account.limits.searchAsOf = Date.now();
  live.account.limits.vanished.add('told');
  live.account.queue.send(stateChange('told'));
  await vi.waitFor(() => expect(page?.rows.find(({ name }) => name === 'told')?.goneAt).toBeTypeOf('number'));
  live.account.limits.vanished.clear();
});

it('a watched job is asked for by its watcher, and the list has what it found', async () => {
  await begin('watched');
  const leave = jobs.watchJob('local', 'watched').subscribe(() => {});
  await jobs.watchJob('local', 'watched').snapshot();
  live.account.limits.searchAsOf = Date.now();
  await end('watched');
  live.account.queue.send(stateChange('watched', { TrainingJobStatus: 'Stopped' }));
  await vi.waitFor(() => expect(statusOf('watched')).toBe('Stopped'), { timeout: 20_000 });
  expect((await jobs.jobSnapshot('local', 'watched')).job.status).toBe('Stopped');
  leave();
}, 120_000);

it('a queue that is lost, or may not be read, is said on the account’s page, and polling is as ever until it is back', async () => {
  const { queue, limits } = live.account;
  const shown = async () => (await jobs.runUseCase(jobs.readAccount, 'local', {})).changes;
  queue.set(false);
  await vi.waitFor(async () =>
    expect(await shown()).toMatchObject({ state: 'failed', problem: { code: 'not-found' } }),
  );
  expect(jobs.stateChangesOf('local')?.isTrusted()).toBe(false);
  limits.denied.set('sqs:ReceiveMessage', 'no-grant');
  queue.set(true);
  await vi.waitFor(
    async () =>
      expect(await shown()).toMatchObject({
        state: 'failed',
        problem: { code: 'access-denied', message: expect.stringContaining('sqs:ReceiveMessage') },
      }),
    { timeout: 30_000, interval: 200 },
  );
  limits.denied.clear();
  await vi.waitFor(async () => expect(await shown()).toMatchObject({ state: 'untold' }), {
    timeout: 60_000,
    interval: 200,
  });
  queue.send(stateChange('watched'));
  await vi.waitFor(async () => expect(await shown()).toMatchObject({ state: 'trusted' }));
}, 120_000);
