import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore } from '../catalog/job-store';
import { createJobQueries } from '../catalog/query-jobs';
import { noFilters } from '../training/job-filters';
import { type JobSnapshot } from '../training/job-snapshot';
import { type JobCatalog } from './job-catalog';
import { createListBackfiller } from './list-backfiller';
import { storeBackfill } from './backfill-job';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { interruptedJob, sampleJob } from '../../testing/dashboard/sample-job';
import { noReading } from '../training/position';
import { sampleModel } from '../../testing/training/sample-reading';
import { type WatchEvent } from '../watch/watch-hub';

const watched = vi.hoisted(() => new Map<string, (event: unknown) => void>());
vi.mock('./job-backfiller', () => ({ jobBackfiller: vi.fn() }));
vi.mock('./watch-job', () => ({
  watchJob: (_: string, name: string) => ({
    subscribe: (listener: (event: unknown) => void) => {
      watched.set(name, listener);
      return () => watched.delete(name);
    },
  }),
}));

const start = 1_790_000_000_000;
const scope = { backend: 'local', account: '1' };
let clock: ManualClock;
let store: JobStore;
let rows: () => ReturnType<ReturnType<typeof createJobQueries>['queryJobs']>['rows'];
let asked: string[];
let due: Map<string, number>;
let finishBackfill: Map<string, () => void>;
let list: ReturnType<typeof createListBackfiller>;

beforeEach(() => {
  watched.clear();
  clock = createManualClock(start + 1_000_000);
  const database = openCatalogDatabase(':memory:');
  store = createJobStore(database, scope);
  const queries = createJobQueries(database, scope);
  rows = () =>
    queries.queryJobs({
      filters: noFilters,
      sort: { by: 'name', descending: false },
      page: 1,
      pageSize: 100,
    }).rows;
  asked = [];
  due = new Map();
  finishBackfill = new Map();
  const backfiller = {
    backfill: (name: string) => {
      asked.push(name);
      return new Promise<void>((resolve) => finishBackfill.set(name, resolve));
    },
    dueAt: (name: string) => due.get(name) ?? 0,
    postponed: () => 0,
  };
  const catalog = { store, announce: () => list.show(rows()) } as unknown as JobCatalog;
  list = createListBackfiller('local', catalog, backfiller, clock);
});

const finished = (count: number) =>
  store.storeJobs(
    Array.from({ length: count }, (_, index) => interruptedJob(start, { name: `finished-${index + 1}` })),
    start,
    'search',
  );
const backfill = (name: string) => {
  storeBackfill(store, store.readJob(name)!, { reading: noReading, metrics: [] }, new Map());
  finishBackfill.get(name)?.();
};
const snapshotOf = (job: JobSnapshot['job'], epoch: number): WatchEvent => ({
  kind: 'snapshot',
  snapshot: {
    job,
    reading: sampleModel([{ attempt: 1, epochs: [{ number: epoch, from: 0, to: 1, of: 10 }] }]),
    metrics: [],
    observedAt: clock.now(),
    problems: [],
  },
});

describe('the epochs of a visible list', () => {
  it('backfills finished jobs, five at a time, and watches none of them', async () => {
    finished(7);
    list.show(rows());
    list.show(rows());
    expect(asked).toEqual([1, 2, 3, 4, 5].map((number) => `finished-${number}`));
    backfill('finished-2');
    await clock.advance(0);
    expect(asked.slice(5)).toEqual(['finished-6']);
    for (const name of asked.slice()) backfill(name);
    await clock.advance(0);
    backfill('finished-7');
    await clock.advance(600_000);
    expect(asked).toHaveLength(7);
    expect(watched.size).toBe(0);
  });

  it('comes back to what is not due yet, and not after the list was closed', async () => {
    finished(2);
    due.set('finished-1', clock.now() + 6_000);
    due.set('finished-2', clock.now() + 60_000);
    list.show(rows());
    await clock.advance(5_900);
    expect(asked).toEqual([]);
    await clock.advance(200);
    expect(asked).toEqual(['finished-1']);
    list.close();
    await clock.advance(600_000);
    expect(asked).toEqual(['finished-1']);
  });

  it('begins nothing more once the list was closed', async () => {
    finished(7);
    list.show(rows());
    list.close();
    backfill('finished-1');
    await clock.advance(0);
    expect(asked).toHaveLength(5);
  });

  it('watches on what ends in view until all of it was backfilled, and does not read it twice', async () => {
    const running = sampleJob(start, { name: 'job' });
    store.storeJobs([running], start, 'search');
    list.show(rows());
    watched.get('job')?.(snapshotOf(running, 3));
    expect(rows()[0]).toMatchObject({ position: 3, of: 10 });
    const ended = interruptedJob(start, { name: 'job' });
    watched.get('job')?.(snapshotOf(ended, 9));
    expect(rows()[0]).toMatchObject({ status: 'Completed', position: 9 });
    expect([...watched.keys()]).toEqual(['job']);
    backfill('job');
    list.show(rows());
    expect(watched.size).toBe(0);
    expect(asked).toEqual([]);
  });

  it('does not undo what was backfilled of a finished job', () => {
    const running = sampleJob(start, { name: 'job' });
    store.storeJobs([running], start, 'search');
    list.show(rows());
    const ended = interruptedJob(start, { name: 'job' });
    const hear = watched.get('job')!;
    hear(snapshotOf(ended, 9));
    backfill('job');
    hear(snapshotOf(ended, 9));
    expect(store.withoutEpochs(['job'])).toEqual([]);
  });

  it('takes a job that is gone out of the catalog', () => {
    store.storeJobs([sampleJob(start, { name: 'job' })], start, 'search');
    list.show(rows());
    watched.get('job')?.({ kind: 'gone', error: { code: 'not-found', message: '' } });
    expect(rows()).toEqual([]);
    expect(watched.size).toBe(0);
  });
});
