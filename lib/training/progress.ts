/** How far a job is, and how much time it has left, as far as that can be known. */
import { attemptsOf } from './attempts';
import { type EpochRecord } from './epochs';
import { type JobSnapshot } from './job-snapshot';
import { plannedEpochs } from './hyperparameters';
import { isTerminal } from './status';
import { timelineOf } from './timeline';
import { type TrainingJob } from './training-job';

export interface Progress {
  /** The epoch reached, as the script numbers it. */
  epoch?: number;
  /** How many epochs are to be trained: from the log, else from the hyperparameters. */
  of?: number;
  /** Epochs done, 0 to 1. */
  share?: number;
  /** Training seconds still needed at the pace of this attempt; only while the job trains. */
  secondsLeft?: number;
  /** Until SageMaker ends the job; only while it has not ended. */
  maxRuntimeSecondsLeft?: number;
  maxWaitSecondsLeft?: number;
}

/** @param now ms since the epoch */
export const progressOf = (
  snapshot: Pick<JobSnapshot, 'job' | 'epochs' | 'epochAxis'>,
  now: number,
): Progress => {
  const { job, epochs } = snapshot;
  const latest = recordsOfLatestAttempt(epochs);
  const reached = latest.at(-1);
  const of = latestPlan(epochs) ?? plannedEpochs(job);
  const progress: Progress = { ...limitsLeft(job, now) };
  if (of !== undefined) progress.of = of;
  if (reached === undefined) return progress;
  progress.epoch = reached.epoch;
  if (of === undefined) return progress;
  const first = snapshot.epochAxis === 'round' || epochs.some(({ epoch }) => epoch === 0) ? 0 : 1;
  const done = reached.epoch - first + (isDone(reached) ? 1 : 0);
  progress.share = Math.min(1, Math.max(0, done / of));
  const pace = job.secondaryStatus === 'Training' ? secondsPerEpoch(latest, epochs) : undefined;
  if (pace !== undefined) {
    const sinceLast = (now - (latest.findLast(isDone)?.endedAt ?? reached.startedAt)) / 1000;
    progress.secondsLeft = Math.max(0, (of - done) * pace - Math.max(0, Math.min(pace, sinceLast)));
  }
  return progress;
};

const isDone = (record: EpochRecord) => record.endedAt !== undefined;

const recordsOfLatestAttempt = (records: readonly EpochRecord[]): EpochRecord[] => {
  const latest = Math.max(0, ...new Set(records.map(({ attempt }) => attempt)));
  return records.filter(({ attempt }) => attempt === latest).sort((a, b) => a.epoch - b.epoch);
};

const latestPlan = (records: readonly EpochRecord[]): number | undefined =>
  records.findLast(({ of }) => of !== undefined)?.of;

/** Mean of the attempt's epochs; while it has none yet, of the attempt before. */
const secondsPerEpoch = (latest: readonly EpochRecord[], all: readonly EpochRecord[]): number | undefined => {
  const attempt = latest[0]?.attempt ?? 0;
  const before = all.filter((record) => record.attempt < attempt);
  return meanSeconds(latest) ?? (before.length > 0 ? meanSeconds(recordsOfLatestAttempt(before)) : undefined);
};

/** A script that logs only at an epoch's end does not tell when its first one began. */
const meanSeconds = (records: readonly EpochRecord[]): number | undefined => {
  const done = records.filter(isDone);
  const [first, last] = [done[0], done.at(-1)];
  if (first?.endedAt === undefined || last?.endedAt === undefined) return undefined;
  const startsKnown = first.endedAt > first.startedAt;
  const count = startsKnown ? done.length : done.length - 1;
  const from = startsKnown ? first.startedAt : first.endedAt;
  return count > 0 && last.endedAt > from ? (last.endedAt - from) / 1000 / count : undefined;
};

/** Max runtime counts time on instances, max wait everything since the job was created. */
const limitsLeft = (job: TrainingJob, now: number): Progress => {
  if (isTerminal(job.status)) return {};
  const left: Progress = {};
  if (job.maxRuntimeSeconds !== undefined && attemptsOf(job, now).length > 0) {
    left.maxRuntimeSecondsLeft = Math.max(0, job.maxRuntimeSeconds - secondsOnInstances(job, now));
  }
  if (job.spot && job.maxWaitSeconds !== undefined) {
    left.maxWaitSecondsLeft = Math.max(0, job.maxWaitSeconds - Math.max(0, now - job.createdAt) / 1000);
  }
  return left;
};

const secondsOnInstances = (job: TrainingJob, now: number): number =>
  timelineOf(job, now)
    .filter(({ kind }) => kind === 'downloading' || kind === 'training' || kind === 'uploading')
    .reduce((sum, { startedAt, endedAt }) => sum + ((endedAt ?? now) - startedAt) / 1000, 0);
