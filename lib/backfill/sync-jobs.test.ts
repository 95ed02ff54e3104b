import { expect, test } from 'vitest';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type TrainingJob } from '../training/training-job';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createFakeSearch } from '../../testing/dashboard/fake-search';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from '../catalog/job-store';
import { createJobSync } from './sync-jobs';

const now = Date.UTC(2026, 10, 21);

const setUp = (jobs: TrainingJob[]) => {
  const backend = createFakeSearch(jobs);
  const database = openCatalogDatabase(':memory:');
  const store = createJobStore(database, { backend: 'local', account: '0' });
  /** A sync as a process that starts anew has it: without what the last one held in memory. */
  const start = (at = now) => createJobSync(store, backend.source, () => at);
  const stored = () =>
    database
      .all('SELECT name FROM job')
      .map(({ name }) => String(name))
      .sort();
  const there = () => stored().filter((name) => store.readJob(name)?.goneAt === undefined);
  return { backend, store, start, stored, there };
};

const walkToTheEnd = async (sync: ReturnType<typeof createJobSync>) => {
  while (await sync.walkOn()) expect(sync.walking()).toBe(true);
};

const [template] = generateJobs(1);
const job = (name: string, lastModifiedAt: number, more: Partial<TrainingJob> = {}): TrainingJob => ({
  ...template!,
  createdAt: lastModifiedAt - 1_000,
  ...more,
  name,
  lastModifiedAt,
});

test('a first sync reads every job once, 100 a call, and describes none', async () => {
  const { backend, start, stored } = setUp([...generateJobs(1_050)]);
  const sync = start();
  await sync.refreshHead();
  expect(stored()).toHaveLength(100);
  await walkToTheEnd(sync);
  expect(stored()).toEqual(backend.names());
  expect(backend.calls).toEqual({ search: 11, describe: 0 });
});

test('a first sync that was interrupted goes on where it was', async () => {
  const { backend, start, stored } = setUp([...generateJobs(1_000)]);
  const first = start();
  await first.refreshHead();
  for (let page = 0; page < 4; page += 1) await first.walkOn();
  const before = backend.calls.search;
  const second = start();
  await second.refreshHead();
  await walkToTheEnd(second);
  expect(stored()).toEqual(backend.names());
  // One call for what is new, and six pages: the five that were left, begun again at the job last read.
  expect(backend.calls.search - before).toBeLessThanOrEqual(7);
});

test('jobs that changed at the same moment are all read, also across an interruption', async () => {
  const jobs = Array.from({ length: 450 }, (_, index) => job(`same-${index}`, now - 60_400));
  const { backend, start, stored } = setUp([job('newer', now), ...jobs, job('older', now - 90_000)]);
  const first = start();
  await first.refreshHead();
  await first.walkOn();
  const second = start();
  await second.refreshHead();
  await walkToTheEnd(second);
  expect(stored()).toEqual(backend.names());
});

test('a change is read in one call', async () => {
  const jobs = [...generateJobs(500)];
  const { backend, store, start } = setUp(jobs);
  const sync = start();
  await sync.refreshHead();
  await walkToTheEnd(sync);
  const before = backend.calls.search;
  backend.put({ ...jobs[300]!, status: 'Failed', secondaryStatus: 'Failed', lastModifiedAt: now });
  expect(await sync.refreshHead()).toBe(1);
  expect(backend.calls.search - before).toBe(1);
  expect(store.readJob(jobs[300]!.name)?.status).toBe('Failed');
});

test('a job that changed in the very millisecond of the last refresh is not missed', async () => {
  const { backend, start, stored } = setUp([job('a', now)]);
  const sync = start();
  await sync.refreshHead();
  backend.put(job('b', now));
  expect(await sync.refreshHead()).toBe(1);
  expect(stored()).toEqual(['a', 'b']);
});

test('more changes than fit a page are all read', async () => {
  const { backend, start, stored } = setUp([job('old', now - 1_000_000)]);
  const sync = start();
  await sync.refreshHead();
  for (const changed of generateJobs(350, { newest: now, every: 1_000 })) backend.put(changed);
  await sync.refreshHead();
  expect(stored()).toEqual(backend.names());
});

test('a throttled page is read by the next try', async () => {
  const { backend, start, stored } = setUp([...generateJobs(500)]);
  const sync = start();
  await sync.refreshHead();
  await sync.walkOn();
  backend.fail(new SpotdeckError('throttled', 'AWS is limiting the rate of requests.'));
  await expect(sync.walkOn()).rejects.toThrow('limiting');
  await walkToTheEnd(sync);
  expect(stored()).toEqual(backend.names());
});

test('a deleted job is marked once the number of jobs has told so, and unmarked where it comes back', async () => {
  const { backend, store, start, stored, there } = setUp([...generateJobs(350)]);
  const sync = start();
  await sync.refreshHead();
  await walkToTheEnd(sync);
  const [gone] = [...generateJobs(350)].slice(200);
  backend.remove(gone!.name);
  const later = start(now + 60_000);
  await later.refreshHead();
  await walkToTheEnd(later);
  expect(there()).toEqual(backend.names());
  expect(store.readJob(gone!.name)).toEqual({ ...gone, goneAt: now + 60_000 });
  expect(stored()).toHaveLength(350);
  expect(store.count()).toBe(349);
  // As many as there are: nothing is walked again for what is marked.
  const again = start(now + 600_000);
  await again.refreshHead();
  expect(again.walking()).toBe(false);
  backend.put({ ...gone!, lastModifiedAt: now + 600_000 });
  await again.refreshHead();
  expect(store.readJob(gone!.name)).not.toHaveProperty('goneAt');
  expect(store.count()).toBe(350);
});

test.each(['throttled', 'access-denied', 'service-fault', 'unreachable'] as const)(
  'a job is not marked where asking for it is %s',
  async (code) => {
    const [running] = generateJobs(1, { running: 1 });
    const { backend, store, start } = setUp([running!]);
    await start().refreshHead();
    backend.remove(running!.name);
    backend.deny(new SpotdeckError(code, 'No.'));
    const later = start(now + 30_000);
    await later.refreshRunning();
    await expect(later.describeStray()).rejects.toMatchObject({ code });
    expect(store.readJob(running!.name)).toEqual(running);
  },
);

test('a job that is taken to run is described where Search does not say so, and marked where nobody knows it', async () => {
  const [running] = generateJobs(1, { running: 1 });
  const { backend, start, stored, there } = setUp([running!]);
  const sync = start();
  await sync.refreshHead();
  backend.remove(running!.name);
  const later = start(now + 30_000);
  expect(await later.describeStray()).toBe(0);
  await later.refreshRunning();
  expect(await later.describeStray()).toBe(1);
  expect(stored()).toEqual([running!.name]);
  expect(there()).toEqual([]);
  // It is asked for no more.
  const evenLater = start(now + 120_000);
  await evenLater.refreshRunning();
  const { describe } = backend.calls;
  expect(await evenLater.describeStray()).toBe(0);
  expect(backend.calls.describe).toBe(describe);
});

test('a hundred running jobs are refreshed by one call, more by further ones, and none is described', async () => {
  const running = [...generateJobs(250, { running: 250 })];
  const { backend, store, start } = setUp(running);
  const sync = start(now);
  await sync.refreshHead();
  while (await sync.walkOn());
  const before = backend.calls.search;
  for (const each of running) backend.put({ ...each, billableSeconds: 7 });
  const changed = [await sync.refreshRunning(), await sync.refreshRunning(), await sync.refreshRunning()];
  expect(changed).toEqual([100, 100, 50]);
  expect(backend.calls.search - before).toBe(3);
  await sync.describeStray();
  expect(backend.calls.describe).toBe(0);
  expect(store.readJob(running[249]!.name)).toMatchObject({ billableSeconds: 7, tags: running[249]!.tags });
});

test('one that has ended meanwhile is not taken for a stray once the catalog knows', async () => {
  const [running, other] = generateJobs(2, { running: 2 });
  const { backend, start } = setUp([running!, other!]);
  const sync = start(now);
  await sync.refreshHead();
  backend.put({ ...running!, status: 'Completed', secondaryStatus: 'Completed', lastModifiedAt: now });
  await sync.refreshHead();
  await sync.refreshRunning();
  await sync.describeStray();
  expect(backend.calls.describe).toBe(0);
});

test('an account without jobs is in step, and its first job appears', async () => {
  const { backend, store, start, stored } = setUp([]);
  const sync = start();
  await sync.refreshHead();
  expect(store.syncState()).toMatchObject({ firstWalkDone: true, asOf: now });
  expect(sync.walking()).toBe(false);
  backend.put(job('first', now));
  await sync.refreshHead();
  expect(stored()).toEqual(['first']);
});
