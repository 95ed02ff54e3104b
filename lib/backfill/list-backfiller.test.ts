import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore } from '../catalog/job-store';
import { createJobQueries } from '../catalog/query-jobs';
import { noFilters } from '../training/job-filters';
import { type JobCatalog } from './job-catalog';
import { createListBackfiller } from './list-backfiller';
import { storeBackfill } from './backfill-job';
import { createManualClock, type ManualClock } from '../../testing/dashboard/manual-clock';
import { interruptedJob, sampleJob } from '../../testing/dashboard/sample-job';
import { noReading } from '../training/position';
import { partOf } from '../../testing/part-of';

vi.mock('./job-backfiller', () => ({ jobBackfiller: vi.fn() }));
vi.mock('./running-epochs', () => ({ runningEpochs: vi.fn() }));

const start = 1_790_000_000_000;
const scope = { backend: 'local', account: '1' };
let clock: ManualClock;
let store: JobStore;
let rows: () => ReturnType<ReturnType<typeof createJobQueries>['queryJobs']>['rows'];
let asked: string[];
let due: Map<string, number>;
let finishBackfill: Map<string, () => void>;
let list: ReturnType<typeof createListBackfiller>;
/** Running jobs by the list that shows them. */
let shown: Map<object, readonly string[]>;

beforeEach(() => {
  shown = new Map();
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
  const catalog = partOf<JobCatalog>({ store, announce: () => list.show(rows()) });
  list = createListBackfiller(
    'local',
    catalog,
    backfiller,
    { show: (of, names) => void shown.set(of, names), visible: () => 0 },
    clock,
  );
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
    expect([...shown.values()]).toEqual([[]]);
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

  it('has running ones read together, and what ends in view backfilled', () => {
    store.storeJobs(
      [sampleJob(start, { name: 'job' }), sampleJob(start, { name: 'other' })],
      start,
      'search',
    );
    list.show(rows());
    expect([...shown.values()]).toEqual([['job', 'other']]);
    store.storeJobs([interruptedJob(start, { name: 'job' })], start, 'search');
    list.show(rows());
    expect([...shown.values()]).toEqual([['other']]);
    expect(asked).toEqual(['job']);
    list.close();
    expect([...shown.values()]).toEqual([[]]);
  });
});
