import { type ActionError } from '../errors/action-result';
import { backfillProgress } from '../catalog/backfill-progress';
import { type JobStore, type Backfill } from '../catalog/job-store';
import { describeError } from '../errors/describe-error';
import { warnOnce } from '../errors/log-fault';
import { attemptsOf } from '../training/attempts';
import { endOf, isOver } from '../training/job-end';
import { storedBefore } from '../training/stored-before';
import { type TrainingJob } from '../training/training-job';
import { type JobSource } from '../watch/job-source';
import { keepFindings, keepSeries } from '../watch/backfill-findings';
import { createLogFollower, lateLinesMs } from '../watch/log-follower';
import { outsideEvidence } from '../watch/outside-evidence';

export type BackfillResult =
  | { kind: 'backfill'; changed: boolean }
  /** The job goes on, or lines of it may still arrive. */
  | { kind: 'later'; inMs: number }
  /** Nothing was stored: its log could not be read, or AWS asks for fewer calls. */
  | { kind: 'failed'; error: ActionError };

export type BackfillSource = Pick<JobSource, 'logStreams' | 'logEvents' | 'checkpoints' | 'metrics'>;
type BackfillStore = Pick<JobStore, 'readJob' | 'readBackfill' | 'recordBackfill' | 'recordEpochs'>;

/**
 * Reads all that the log, S3 and CloudWatch tell of a finished job, and stores it. Checkpoints or metrics that
 * cannot be read are left out, so that a missing permission does not keep the rest from being read.
 */
export const backfillJob = async (
  job: TrainingJob,
  source: BackfillSource,
  store: BackfillStore,
  now: () => number = Date.now,
): Promise<BackfillResult> => {
  const inMs = isOver(job) ? endOf(job) + lateLinesMs - now() : lateLinesMs;
  if (inMs > 0) return { kind: 'later', inMs };
  const follower = createLogFollower(source, () => {});
  try {
    await follower.read(job, now(), true);
  } catch (error) {
    return { kind: 'failed', error: describeError(error) };
  }
  const [checkpoints, metrics] = await Promise.allSettled([
    job.checkpoint ? source.checkpoints(job.checkpoint.s3Uri) : undefined,
    source.metrics(job, now()),
  ]);
  for (const part of [checkpoints, metrics]) {
    if (part.status === 'fulfilled') continue;
    const error = describeError(part.reason);
    if (error.code === 'throttled') return { kind: 'failed', error };
    // What is not there any more has nothing to tell.
    if (error.code === 'not-found') continue;
    warnOnce('A part of what a finished job left behind could not be read', new Error(error.message));
  }
  const files = checkpoints.status === 'fulfilled' ? checkpoints.value : undefined;
  const stored = storedBefore(attemptsOf(job, endOf(job)), files, now(), store.readBackfill(job)?.stored);
  const changed = storeBackfill(
    store,
    job,
    {
      reading: follower.reading(outsideEvidence(job, stored)),
      stored,
      metrics: metrics.status === 'fulfilled' ? metrics.value : [],
      ...(files !== undefined && { checkpoints: files }),
    },
    follower.readFrom(),
  );
  // Another job has taken the name in between.
  return changed === undefined ? { kind: 'later', inMs: lateLinesMs } : { kind: 'backfill', changed };
};

/**
 * Stores what the whole log of a finished job told, with what was backfilled before and is gone by now.
 * @param readFrom time of the first line read of each attempt, ms since the epoch
 * @returns whether that is news; undefined where the catalog has another job of that name, or none
 */
export const storeBackfill = (
  store: BackfillStore,
  job: TrainingJob,
  read: Backfill,
  readFrom: ReadonlyMap<number, number>,
): boolean | undefined => {
  if (store.readJob(job.name)?.createdAt !== job.createdAt) return undefined;
  const stored = store.readBackfill(job);
  const checkpoints = read.checkpoints?.length ? read.checkpoints : (stored?.checkpoints ?? read.checkpoints);
  const backfill: Backfill = {
    ...keepFindings(stored, read.reading, readFrom),
    ...(read.stored && { stored: read.stored }),
    metrics: keepSeries(stored?.metrics, read.metrics),
    ...(checkpoints !== undefined && { checkpoints }),
  };
  const isNew = stored === undefined || JSON.stringify(stored) !== JSON.stringify(backfill);
  if (isNew) store.recordBackfill(job, backfill);
  const recorded = store.recordEpochs(job.name, backfillProgress(job, backfill));
  return recorded || isNew;
};
