import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type CatalogDatabase, openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore, type Backfill } from '../catalog/job-store';
import { createPriceStore } from '../catalog/price-store';
import { sampleModel } from '../../testing/training/sample-reading';
import { catalogMemory } from './catalog-memory';
import { interruptedJob, sampleJob } from '../../testing/dashboard/sample-job';

const opened = vi.hoisted(() => ({ catalog: {} as Record<string, unknown>, account: '1' }));
vi.mock('./job-catalog', () => ({ jobCatalog: async () => opened.catalog }));
vi.mock('../aws/identity', () => ({ callerIdentity: async () => ({ accountId: opened.account, arn: '' }) }));

const start = 1_790_000_000_000;
const job = interruptedJob(start);
const backfill: Backfill = {
  reading: sampleModel([{ attempt: 1, epochs: [{ number: 1, from: 11, to: 19, of: 1 }] }]),
  metrics: [],
};
const memory = catalogMemory('us-east-1', job.name);
const announce = vi.fn();
const scope = { backend: 'us-east-1', account: '1' };
let database: CatalogDatabase;
let store: JobStore;

beforeEach(() => {
  database = openCatalogDatabase(':memory:');
  store = createJobStore(database, scope);
  announce.mockClear();
  opened.account = '1';
  opened.catalog = { database, scope, store, announce };
});

describe('the catalog as a memory of a job', () => {
  it('knows nothing of a job it does not have, or that it knows as running', async () => {
    expect(await memory.recall()).toBeUndefined();
    store.storeJobs([sampleJob(start)], start, 'search');
    expect(await memory.recall()).toBeUndefined();
  });

  it('has a finished job, and what was backfilled of it if it was', async () => {
    store.storeJobs([job], start, 'search');
    expect(await memory.recall()).toEqual({ job, observedAt: start + 80_000 });
    await memory.keep(job, backfill, new Map([[1, start]]));
    store.saveSyncState({ asOf: start + 500_000 });
    expect(await memory.recall()).toEqual({ job, backfill, observedAt: start + 500_000 });
    expect(announce).toHaveBeenCalledTimes(1);
  });

  it('has the price of its instance type, where the catalog knows it', async () => {
    store.storeJobs([job], start, 'search');
    const price = { instanceType: 'ml.m5.xlarge', region: 'us-east-1', usdPerHour: 0.23, source: 'list' };
    const prices = createPriceStore(database, scope);
    prices.save({ instanceType: 'ml.c5.xlarge', byHand: false, readAt: 1 });
    prices.save({ instanceType: 'ml.m5.xlarge', price, byHand: false, readAt: 1 });
    expect(await memory.recall()).toMatchObject({ price });
  });

  it('keeps a job that it knew as running, with what it lost', async () => {
    store.storeJobs([sampleJob(start)], start, 'search');
    await memory.keep(job, backfill, new Map());
    expect(store.readJob(job.name)?.status).toBe('Completed');
    expect(store.withoutEpochs([job.name])).toEqual([]);
    announce.mockClear();
    await memory.keep(job, backfill, new Map());
    expect(announce).not.toHaveBeenCalled();
  });

  it('keeps a job that vanished, marked, and marks none that another account, or nobody, has', async () => {
    expect(await memory.vanish(undefined)).toBeUndefined();
    store.storeJobs([job], start, 'search');
    await memory.keep(job, backfill, new Map());
    announce.mockClear();
    opened.account = '2';
    expect(await memory.vanish(undefined)).toBeUndefined();
    opened.account = '1';
    expect(await memory.vanish(job.createdAt + 1)).toBeUndefined();
    expect(store.readJob(job.name)).toEqual(job);
    const kept = await memory.vanish(job.createdAt);
    expect(kept).toMatchObject({ job: { ...job, goneAt: expect.any(Number) as number }, backfill });
    expect(await memory.recall()).toEqual(kept);
    expect(await memory.vanish(undefined)).toEqual(kept);
    expect(announce).toHaveBeenCalledTimes(1);
  });

  it('does not bring back what vanished and was taken out', async () => {
    store.storeJobs([job], start, 'search');
    const kept = await memory.vanish(undefined);
    store.removeJob(job.name);
    await memory.keep(kept!.job, backfill, new Map());
    expect(store.readJob(job.name)).toBeUndefined();
  });

  it('has the new job where another one took its name', async () => {
    store.storeJobs([job], start, 'search');
    await memory.keep(job, backfill, new Map());
    const next = interruptedJob(start + 200_000);
    await memory.replace(next);
    expect(await memory.recall()).toEqual({ job: next, observedAt: start + 280_000 });
  });
});
