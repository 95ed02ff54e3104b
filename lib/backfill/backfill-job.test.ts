import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type CatalogDatabase, openCatalogDatabase } from '../catalog/catalog-database';
import { createJobStore, type JobStore } from '../catalog/job-store';
import { SpotdeckError } from '../errors/spotdeck-error';
import { epochsRead } from '../../testing/training/sample-reading';
import { backfillJob } from './backfill-job';
import { interruptedJob, interruptedLog, sampleJob } from '../../testing/dashboard/sample-job';
import { createScriptedSource, type ScriptedSource } from '../../testing/dashboard/scripted-source';

const start = 1_790_000_000_000;
const job = interruptedJob(start);
const checkpoint = (epoch: number, seconds: number) => ({
  file: `checkpoint-${epoch}.h5`,
  s3Uri: `s3://bucket/checkpoint-${epoch}.h5`,
  sizeBytes: 1,
  modifiedAt: start + seconds * 1_000,
});
let database: CatalogDatabase;
let store: JobStore;
let source: ScriptedSource;

beforeEach(() => {
  database = openCatalogDatabase(':memory:');
  store = createJobStore(database, { backend: 'us-east-1', account: '1' });
  store.storeJobs([job], start, 'search');
  source = createScriptedSource(job);
  source.streams = new Map(interruptedLog(job));
  source.stored = [checkpoint(2, 60), checkpoint(3, 69), checkpoint(4, 78), checkpoint(1, 19)];
  source.measured = [{ name: 'loss', points: [{ at: start + 60_000, value: 0.8 }] }];
});

const later = () => start + 86_400_000;
/** A row as libsql gives it says how long it took as well. */
const row = () => {
  const { _metadata, ...columns } = database.get(
    `SELECT position, counted_by, epoch_of, epoch_share, epochs_final, recomputed_epochs, lost_seconds,
       checkpoint_interval_seconds FROM job`,
  )!;
  return columns;
};

describe('a finished job', () => {
  it('is backfilled whole: epochs, resume points, what was lost, checkpoints and metrics', async () => {
    expect(store.toBackfill(5)).toEqual([job.name]);
    expect(await backfillJob(job, source, store, later)).toEqual({ kind: 'backfill', changed: true });
    const backfill = store.readBackfill(job);
    expect(backfill && epochsRead(backfill.reading)).toEqual(['1/1', '1/2', '1/3', '2/2', '2/3', '2/4']);
    expect(backfill).toMatchObject({
      reading: { counts: 'epoch', resumes: [{ attempt: 2, verdict: 'resumed', at: 1, lost: 1 }] },
      checkpoints: source.stored,
      metrics: source.measured,
    });
    expect(row()).toEqual({
      position: 4,
      counted_by: 'epoch',
      epoch_of: 4,
      epoch_share: 1,
      epochs_final: 1,
      // Epoch 2 was done twice; from the end of epoch 1, 19 s after the creation, to the interruption at 40 s.
      recomputed_epochs: 1,
      lost_seconds: 21,
      checkpoint_interval_seconds: 9,
    });
    expect(store.toBackfill(5)).toEqual([]);
  });

  it('is not described again', async () => {
    await backfillJob(job, source, store, later);
    expect(source.calls).not.toContain('describe');
  });

  it('is no news when it is backfilled again', async () => {
    await backfillJob(job, source, store, later);
    const version = database.version('jobs', 'progress');
    expect(await backfillJob(job, source, store, later)).toEqual({ kind: 'backfill', changed: false });
    expect(database.version('jobs', 'progress')).toBe(version);
  });

  it('waits for lines that arrive late', async () => {
    expect(await backfillJob(job, source, store, () => start + 84_000)).toEqual({
      kind: 'later',
      inMs: 6_000,
    });
    expect(source.calls).toEqual([]);
    expect(row()).toMatchObject({ epochs_final: 0 });
    expect(await backfillJob(job, source, store, () => start + 90_000)).toMatchObject({ kind: 'backfill' });
  });

  it('is not one that runs', async () => {
    expect(await backfillJob(sampleJob(start), source, store, later)).toMatchObject({ kind: 'later' });
  });

  it('is not backfilled while its log cannot be read', async () => {
    source.failing.set('logEvents', new SpotdeckError('access-denied', 'No logs:GetLogEvents.'));
    expect(await backfillJob(job, source, store, later)).toMatchObject({
      kind: 'failed',
      error: { code: 'access-denied' },
    });
    expect(store.toBackfill(5)).toEqual([job.name]);
    expect(store.readBackfill(job)).toBeUndefined();
  });

  it('is backfilled without checkpoints and metrics where these cannot be read', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    source.failing.set('checkpoints', new SpotdeckError('access-denied', 'No s3:ListBucket.'));
    source.failing.set('metrics', new SpotdeckError('access-denied', 'No cloudwatch:GetMetricData.'));
    expect(await backfillJob(job, source, store, later)).toMatchObject({ kind: 'backfill' });
    expect(row()).toMatchObject({ epochs_final: 1, lost_seconds: 21, checkpoint_interval_seconds: null });
    expect(store.readBackfill(job)).toMatchObject({ metrics: [] });
    expect(store.readBackfill(job)).not.toHaveProperty('checkpoints');
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });

  it('is tried again where AWS throttles, whatever part it is', async () => {
    source.failing.set('metrics', new SpotdeckError('throttled', 'Slow down.'));
    expect(await backfillJob(job, source, store, later)).toMatchObject({ error: { code: 'throttled' } });
    expect(row()).toMatchObject({ epochs_final: 0 });
  });

  it('keeps what was backfilled when its log, metrics and checkpoints are gone', async () => {
    await backfillJob(job, source, store, later);
    const [backfill, recorded] = [store.readBackfill(job), row()];
    source.streams.clear();
    source.measured = [];
    source.stored = [];
    expect(await backfillJob(job, source, store, later)).toEqual({ kind: 'backfill', changed: false });
    expect(store.readBackfill(job)).toEqual(backfill);
    expect(row()).toEqual(recorded);
  });

  it('has its figures back from what was backfilled, after the catalog was begun again', async () => {
    await backfillJob(job, source, store, later);
    const recorded = row();
    database.run(
      `UPDATE job SET epochs_final = 0, recomputed_epochs = NULL, lost_seconds = NULL, position = NULL,
         checkpoint_interval_seconds = NULL`,
    );
    // CloudWatch has emptied the streams and not yet deleted them.
    for (const name of source.streams.keys()) source.streams.set(name, []);
    source.stored = [];
    expect(await backfillJob(job, source, store, later)).toEqual({ kind: 'backfill', changed: true });
    expect(row()).toEqual(recorded);
  });

  it('of which no log was ever read is done with, what it lost unknown', async () => {
    source.streams.clear();
    expect(await backfillJob(job, source, store, later)).toEqual({ kind: 'backfill', changed: true });
    expect(row()).toMatchObject({
      epochs_final: 1,
      position: null,
      epoch_of: 10,
      recomputed_epochs: null,
      lost_seconds: null,
    });
    expect(store.toBackfill(5)).toEqual([]);
  });

  it('does not give its epochs to another job that has its name by now', async () => {
    const next = { ...sampleJob(start + 200_000), lastModifiedAt: start + 210_000 };
    store.storeJobs([next], start + 210_000, 'describe');
    expect(await backfillJob(job, source, store, later)).toMatchObject({ kind: 'later' });
    expect(row()).toMatchObject({ epochs_final: 0, position: null });
  });

  it('does not read the log of an earlier job of its name', async () => {
    const earlier = interruptedJob(start - 500_000);
    source.streams = new Map([...interruptedLog(earlier), ...interruptedLog(job)]);
    await backfillJob(job, source, store, later);
    expect(row()).toMatchObject({ recomputed_epochs: 1, lost_seconds: 21 });
  });
});
