import { afterEach, expect, test, vi } from 'vitest';
import { SpotdeckError } from '../errors/spotdeck-error';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createFakeSearch } from '../../testing/dashboard/fake-search';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from '../catalog/job-store';
import { createJobSync } from './sync-jobs';
import { createSyncLoop, type SyncLoop } from './sync-loop';
import { type SyncPace } from './sync-loop-state';

let loop: SyncLoop | undefined;
afterEach(() => loop?.stop());

/** A loop whose time is the sum of the pauses it makes, so that it runs as fast as it can. */
const setUp = (
  count: number,
  running = 0,
  { onPause = () => {}, pace = {} }: { onPause?: () => void; pace?: Partial<SyncPace> } = {},
) => {
  const backend = createFakeSearch([...generateJobs(count, { running })]);
  const store = createJobStore(openCatalogDatabase(':memory:'), { backend: 'local', account: '0' });
  let time = Date.UTC(2026, 10, 21);
  const pauses: number[] = [];
  const changes = vi.fn();
  const now = () => time;
  loop = createSyncLoop({
    sync: createJobSync(store, backend.source, now),
    store,
    describeError: (error) =>
      error instanceof SpotdeckError ? error.toActionError() : { code: 'internal', message: String(error) },
    onChange: changes,
    pace,
    now,
    wait: async (ms) => {
      pauses.push(ms);
      onPause();
      time += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return { backend, store, loop, pauses, changes, elapse: (ms: number) => (time += ms) };
};

const throttled = () => new SpotdeckError('throttled', 'AWS is limiting the rate of requests.');
const unreachable = () => new SpotdeckError('unreachable', 'The local backend does not answer.');
const toRest = (running: SyncLoop) =>
  vi.waitFor(() => expect(running.running()).toBe(false), { timeout: 20_000 });

test('a list that nobody looks at any more is read to its end, then left alone', async () => {
  const { backend, store, loop: sync } = setUp(1_230);
  sync.touch();
  await toRest(sync);
  expect(store.count()).toBe(1_230);
  expect(sync.freshness().firstSync).toBeUndefined();
  expect(backend.calls.describe).toBe(0);
});

test('a first sync says how far it is', async () => {
  const { loop: sync, changes } = setUp(500);
  const seen: (number | undefined)[] = [];
  changes.mockImplementation(() => seen.push(sync.freshness().firstSync?.stored));
  expect(sync.freshness()).toEqual({ throttled: false });
  sync.touch();
  await toRest(sync);
  expect(seen.at(-1)).toBeUndefined();
  expect(sync.freshness().asOf).toBeDefined();
});

test('while somebody looks it refreshes every 2.5 s, and every 10 s what runs, and describes none of it', async () => {
  const { backend, loop: sync, pauses } = setUp(10, 3);
  const leave = sync.view();
  await vi.waitFor(() => expect(backend.calls.search).toBeGreaterThan(5), { timeout: 20_000 });
  expect(new Set(pauses)).toEqual(new Set([2_500]));
  expect(backend.calls.describe).toBe(0);
  leave();
  await toRest(sync);
});

test('a list that does not change is told anew often enough to be known for true, and not at each answer', async () => {
  const { backend, loop: sync, changes, pauses } = setUp(10);
  const told: (number | undefined)[] = [];
  changes.mockImplementation(() => told.push(sync.freshness().asOf));
  const leave = sync.view();
  await vi.waitFor(() => expect(backend.calls.search).toBeGreaterThan(100), { timeout: 20_000 });
  leave();
  await toRest(sync);
  const steps = told.slice(1).map((asOf = NaN, index) => asOf - (told[index] ?? NaN));
  expect(new Set(steps)).toEqual(new Set([30_000]));
  expect(told.length).toBeLessThan(pauses.length / 10);
});

test('throttling slows it, up to a minute, and never ends it', async () => {
  const { backend, store, loop: sync, pauses } = setUp(350);
  backend.fail(...Array.from({ length: 8 }, throttled));
  const leave = sync.view();
  await vi.waitFor(() => expect(pauses.filter((ms) => ms >= 2_500).length).toBeGreaterThan(3), {
    timeout: 20_000,
  });
  await vi.waitFor(() => expect(store.count()).toBe(350), { timeout: 20_000 });
  expect(pauses.slice(0, 8)).toEqual([2_500, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  await vi.waitFor(() => expect(sync.freshness()).toMatchObject({ throttled: false }), { timeout: 20_000 });
  leave();
});

test('a stopped backend is told once, with the rows kept, and its return too', async () => {
  const { backend, store, loop: sync, changes } = setUp(10);
  await sync.refreshNow();
  changes.mockClear();
  backend.fail(unreachable(), unreachable());
  await sync.refreshNow();
  await sync.refreshNow();
  expect(sync.freshness().problem).toMatchObject({ code: 'unreachable' });
  expect(store.count()).toBe(10);
  await sync.refreshNow();
  expect(sync.freshness().problem).toBeUndefined();
  expect(changes).toHaveBeenCalledTimes(2);
});

test('a stopped one does nothing more', async () => {
  const { backend, loop: sync } = setUp(10);
  sync.view();
  await sync.stop();
  const { search } = backend.calls;
  await sync.refreshNow();
  expect(backend.calls.search).toBe(search);
  expect(sync.running()).toBe(false);
});

test('who asks while older jobs are being read is answered by a look at the newest ones', async () => {
  const [newer] = [...generateJobs(1, { newest: Date.UTC(2026, 10, 20, 13) })];
  const added = { ...newer!, name: 'just-created' };
  let answered: Promise<boolean> | undefined;
  const askForNew = async () => {
    backend.put(added);
    await sync.refreshNow();
    return store.readJob(added.name) !== undefined;
  };
  // In the midst of the first turn, after it has looked at the newest changes.
  const onPause = () => {
    answered ??= askForNew();
  };
  const { backend, store, loop: sync } = setUp(1_000, 0, { onPause });
  sync.touch();
  await toRest(sync);
  expect(await answered).toBe(true);
});

test('the first walk has the right of way over looking for news', async () => {
  let callsOfTheWalk = 0;
  const onPause = () => {
    if (sync.freshness().firstSync) callsOfTheWalk = backend.calls.search;
  };
  const { backend, loop: sync } = setUp(3_000, 0, { onPause, pace: { walk: 1_000 } });
  const release = sync.view();
  await vi.waitFor(() => expect(callsOfTheWalk).toBeGreaterThan(0), { timeout: 20_000 });
  await vi.waitFor(() => expect(sync.freshness().firstSync).toBeUndefined(), { timeout: 20_000 });
  release();
  // 30 pages in 30 s, and a look at the newest changes every ten.
  expect(callsOfTheWalk).toBeLessThanOrEqual(30 + 4);
});

test('a list is as true where describing is denied: its first sync, its news and what runs', async () => {
  const { backend, store, loop: sync } = setUp(450, 5);
  backend.deny(new SpotdeckError('access-denied', 'No sagemaker:DescribeTrainingJob.'));
  const leave = sync.view();
  await vi.waitFor(() => expect(store.count()).toBe(450), { timeout: 20_000 });
  const [running] = [...generateJobs(450, { running: 5 })];
  // It has not ended, and Search does not count it among those that run: its turn to be described comes.
  backend.put({ ...running!, status: 'Unheard', lastModifiedAt: Date.UTC(2026, 10, 21) + 1_800_000 });
  await vi.waitFor(() => expect(backend.calls.describe).toBeGreaterThan(0), { timeout: 20_000 });
  const [newer] = [...generateJobs(1, { newest: Date.UTC(2026, 10, 21) + 3_600_000 })];
  backend.put({ ...newer!, name: 'just-created' });
  await vi.waitFor(() => expect(store.readJob('just-created')).toBeDefined(), { timeout: 20_000 });
  expect(sync.freshness()).toMatchObject({ throttled: false });
  expect(sync.freshness().problem).toBeUndefined();
  leave();
});
