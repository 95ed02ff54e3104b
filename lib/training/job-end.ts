import { describeStatus, isTerminal, outcomeOf, TERMINAL_OUTCOMES } from './status';
import { wholeSeconds } from './money/seconds';
import { type TrainingJob, type Transition } from './training-job';

type Ended = Pick<TrainingJob, 'status' | 'transitions' | 'trainingEndedAt' | 'lastModifiedAt'>;

/**
 * When a job that has ended did so, ms since the epoch; undefined while it runs, or where SageMaker told nothing of
 * it. A job that never got an instance, and some that failed, have no TrainingEndTime: their transitions say it.
 */
export const jobEndOf = (job: Ended): number | undefined => {
  if (!isTerminal(job.status)) return undefined;
  return job.trainingEndedAt ?? endOfTransitions(job.transitions) ?? job.lastModifiedAt;
};

/** Undefined where the last one is still open and is no end itself. */
const endOfTransitions = (transitions: readonly Transition[]): number | undefined => {
  const last = transitions
    .filter(({ startedAt }) => Number.isFinite(startedAt))
    .reduce<Transition | undefined>(
      (latest, one) => (latest === undefined || one.startedAt >= latest.startedAt ? one : latest),
      undefined,
    );
  if (last === undefined) return undefined;
  return last.endedAt ?? (TERMINAL_OUTCOMES.includes(outcomeOf(last.status)) ? last.startedAt : undefined);
};

/** When the job ended, ms since the epoch, as far as SageMaker told; else when it was last seen to change. */
export const endOf = (job: TrainingJob): number => jobEndOf(job) ?? job.lastModifiedAt ?? job.createdAt;

/** Nothing more comes of it: it has ended, or it has left the account. */
export const isOver = ({ status, goneAt }: Pick<TrainingJob, 'status' | 'goneAt'>): boolean =>
  isTerminal(status) || goneAt !== undefined;

/** It left the account while it ran, as far as is known. */
export const leftRunning = ({ status, goneAt }: Pick<TrainingJob, 'status' | 'goneAt'>): boolean =>
  goneAt !== undefined && !isTerminal(status);

/**
 * How long a job took, waits and all: from its creation on. Whole seconds, the same for list, page, report and CSV.
 * @param until its end, or now while it runs; ms since the epoch
 */
export const durationSeconds = ({ createdAt }: Pick<TrainingJob, 'createdAt'>, until: number): number =>
  wholeSeconds((until - createdAt) / 1000);

/** A job's status for a reader; of one that vanished while it ran nobody knows more than what it was. */
export const statusInWords = (job: Pick<TrainingJob, 'status' | 'secondaryStatus' | 'goneAt'>): string =>
  `${describeStatus(job).label}${leftRunning(job) ? ' when last seen' : ''}`;
