/** How far a job is, and how much time it has left, as far as that can be known. */
import { type AttemptModel, type Counting, type TrainingModel } from '../training-log/model';
import { attemptsOf } from './attempts';
import { plannedEpochs } from './hyperparameters';
import { latestCounting, latestSeries, reachedNumber } from './position';
import { isTerminal } from './status';
import { timelineOf } from './timeline';
import { type TrainingJob } from './training-job';

export interface Progress {
  /** What the log counts by; absent while it has counted nothing. */
  counts?: Counting;
  /** The epoch, round or step reached, as the script numbers it. */
  current?: number;
  /** How many are complete, with a fraction where the log tells it. */
  position?: number;
  /** How many are to be trained: from the log, else from the hyperparameters. */
  of?: number;
  /** Part that is complete, 0 to 1. */
  share?: number;
  /** Training seconds still needed at the pace of this attempt; only while the job trains. */
  secondsLeft?: number;
  /** Of one epoch, round or step at that pace. */
  secondsEach?: number;
  /** Until SageMaker ends the job; only while it has not ended. */
  maxRuntimeSecondsLeft?: number;
  maxWaitSecondsLeft?: number;
}

/** @param now ms since the epoch */
export const progressOf = (
  { job, reading }: { job: TrainingJob; reading: TrainingModel },
  now: number,
): Progress => {
  const latest = latestCounting(reading);
  // A log of steps does not say what a number of epochs comes to.
  const fromParameters = reading.counts === 'step' ? undefined : plannedEpochs(job);
  const of =
    latest?.planned ?? reading.attempts.findLast(({ planned }) => planned)?.planned ?? fromParameters;
  const progress: Progress = { ...limitsLeft(job, now) };
  if (of !== undefined) progress.of = of;
  if (latest === undefined || reading.counts === null) return progress;
  progress.counts = reading.counts;
  const current = reachedNumber(latest);
  if (current !== undefined) progress.current = current;
  const position = latest.reached;
  if (position === undefined) return progress;
  progress.position = position;
  if (of === undefined) return progress;
  progress.share = Math.min(1, Math.max(0, position / of));
  const pace = job.secondaryStatus === 'Training' ? paceOf(latest, reading) : undefined;
  if (pace !== undefined) {
    progress.secondsEach = pace.secondsEach;
    const sinceLast = Math.max(0, now - pace.lastAt) / 1000;
    progress.secondsLeft = Math.max(
      0,
      (of - position) * pace.secondsEach - Math.min(pace.secondsEach, sinceLast),
    );
  }
  return progress;
};

interface Pace {
  /** Of one epoch, round or step. */
  secondsEach: number;
  /** When the log last showed progress, ms since the epoch. */
  lastAt: number;
}

/** Of the attempt; while it has shown too little, that of the one before. */
const paceOf = (latest: AttemptModel, model: TrainingModel): Pace | undefined => {
  const own = ownPace(latest);
  if (own !== undefined) return own;
  const before = model.attempts
    .filter(({ attempt }) => attempt < latest.attempt)
    .flatMap((attempt) => ownPace(attempt) ?? []);
  const last = before.at(-1);
  return last && { ...last, lastAt: latest.lastAt };
};

/** From the first to the last place that the log gives a time of. */
const ownPace = (attempt: AttemptModel): Pace | undefined => {
  const series = latestSeries(attempt);
  if (series === undefined) return undefined;
  // A log that does not announce its epochs names one first by a value from within it.
  const valued = new Set(series.points.map(({ line }) => line));
  const places = [
    ...series.epochs.flatMap(({ number, startedAt, endedAt, done, firstLine }) => {
      const position = number - series.base;
      return [
        ...(valued.has(firstLine) ? [] : [{ position, at: startedAt }]),
        ...(done && endedAt !== undefined ? [{ position: position + 1, at: endedAt }] : []),
      ];
    }),
    ...series.points.map(({ position, at }) => ({ position, at })),
  ].sort((a, b) => a.at - b.at || a.position - b.position);
  const first = places[0];
  const last = places.findLast(({ position }) => position <= series.reached);
  if (first === undefined || last === undefined) return undefined;
  if (last.at <= first.at || last.position <= first.position) return undefined;
  return { secondsEach: (last.at - first.at) / 1000 / (last.position - first.position), lastAt: last.at };
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
