/**
 * Useful time: what an on-demand job would have taken for the same work. No wait for capacity, nothing twice: start-up
 * once, the download once, what was trained counted once, the upload. On demand costs this time, not SageMaker's
 * TrainingTimeInSeconds, which on spot holds the waits after interruptions.
 * Sources: DescribeTrainingJob, SecondaryStatusTransitions; "you pay once for data download" (SageMaker FAQ).
 */
import { type Attempt, type AttemptEnd, attemptsOf, type Phase } from '../attempts';
import { jobEndOf } from '../job-end';
import { describeStatus, isTerminal, outcomeOf } from '../status';
import { type TrainingJob } from '../training-job';
import { wholeSeconds } from './seconds';

/** Whole seconds of one instance; together they are the useful time. */
export interface UsefulParts {
  /** From TrainingStartTime to the first download; SageMaker seldom has any. */
  starting: number;
  downloading: number;
  /** Less what was lost, where that is known. */
  training: number;
  /** With the time that the script was given to stop. */
  uploading: number;
}

export interface UsefulTime {
  /** Whole seconds of one instance. */
  seconds: number;
  parts: UsefulParts;
  /** False: work that was lost may be in it, since no log told how much. What is derived from it is 'at most'. */
  exact: boolean;
  /** Taken off the time trained; 0 where it is not known. */
  lostSeconds: number;
}

/** Training that a later attempt had to do again, as the log tells it. */
export interface LostTime {
  seconds: number;
  /** Whether the log told it of every attempt; otherwise it is a lower bound. */
  exact: boolean;
}

/** A job's time by its transitions alone, with all that was trained, lost or not. */
export interface WorkedTime {
  parts: UsefulParts;
  /** An interrupted attempt had trained, and a later one too: some of it may have been trained again. */
  mayHaveLost: boolean;
  /** Whether the transitions say how often the job was interrupted. */
  told: boolean;
}

/**
 * @param now ms since the epoch, for a job that still runs
 * @returns undefined where SageMaker told of no time on an instance, or where no work was done in it
 */
export const workedTimeOf = (job: TrainingJob, now: number): WorkedTime | undefined =>
  workedIn(job, attemptsOf(job, untilOf(job, now)), untilOf(job, now));

/**
 * A spot job that ran out of its wait or was stopped while it had not trained yet: no work was done that on demand would
 * have cost, so that nothing can have been saved. False where the transitions are not told.
 */
export const endedUntrained = (
  job: Pick<TrainingJob, 'spot' | 'status' | 'secondaryStatus' | 'transitions'>,
): boolean => {
  const { terminal, outcome } = describeStatus(job);
  if (!job.spot || !terminal || outcome === 'completed' || outcome === 'failed') return false;
  const statuses = job.transitions.map(({ status }) => outcomeOf(status));
  return statuses.length > 0 && !statuses.includes('training');
};

/** Until when a job's time counts: its end where it has ended, whatever the time. Ms since the epoch. */
export const untilOf = (job: TrainingJob, now: number): number =>
  isTerminal(job.status) ? (jobEndOf(job) ?? job.lastModifiedAt ?? job.createdAt) : now;

/** As `workedTimeOf`, of attempts that are worked out already. */
export const workedIn = (job: TrainingJob, of: readonly Attempt[], until: number): WorkedTime | undefined => {
  if (endedUntrained(job)) return undefined;
  const attempts = of.map((attempt) => ({
    ...attempt,
    ...onInstance(attempt.phases, until),
  }));
  const trained = attempts.filter(({ training }) => training > 0);
  const downloads = trained.length > 0 ? trained.slice(0, 1) : attempts;
  const sum = (part: 'training' | 'uploading') => attempts.reduce((total, one) => total + one[part], 0);
  const exactParts = {
    starting: startUp(job, attempts[0]?.phases ?? []),
    downloading: Math.max(0, ...downloads.map(({ downloading }) => downloading)),
    training: sum('training'),
    uploading: sum('uploading'),
  };
  const held = Object.values(exactParts).some((seconds) => seconds > 0);
  if (!held && job.trainingSeconds === undefined) return undefined;
  const lastTrained = trained.at(-1)?.number ?? 0;
  return {
    // One that nothing disturbed, or of which nothing more is told, took the seconds that SageMaker counts.
    parts: wholeParts(exactParts, job.trainingSeconds, !held || isUndisturbed(attempts)),
    mayHaveLost: trained.some((attempt) => isCutShort(attempt.end) && attempt.number < lastTrained),
    told: held || !job.spot,
  };
};

/** @param lost what the log told; absent where no log did */
export const usefulTimeOf = (job: TrainingJob, now: number, lost?: LostTime): UsefulTime | undefined => {
  const worked = workedTimeOf(job, now);
  if (worked === undefined) return undefined;
  const { parts, mayHaveLost, told } = worked;
  const isExact = lost?.exact ?? false;
  const lostSeconds = mayHaveLost && isExact ? lostOf(worked, lost) : 0;
  const training = parts.training - lostSeconds;
  return {
    seconds: totalOf(parts) - lostSeconds,
    parts: { ...parts, training },
    exact: told && (!mayHaveLost || isExact),
    lostSeconds,
  };
};

/** Whole seconds, never more than was trained. */
export const lostOf = ({ parts }: WorkedTime, lost: LostTime | undefined): number =>
  Math.min(parts.training, wholeSeconds(lost?.seconds ?? 0));

export const totalOf = ({ starting, downloading, training, uploading }: UsefulParts): number =>
  starting + downloading + training + uploading;

interface OnInstance {
  downloading: number;
  training: number;
  uploading: number;
}

/** Seconds of one attempt, not rounded. */
const onInstance = (phases: readonly Phase[], until: number): OnInstance => {
  const seconds: OnInstance = { downloading: 0, training: 0, uploading: 0 };
  let holds = false;
  for (const { kind, startedAt, endedAt = until } of phases) {
    const length = Math.max(0, endedAt - startedAt) / 1000;
    if (kind === 'downloading' || kind === 'training' || kind === 'uploading') seconds[kind] += length;
    // A job that is stopped while it waits for capacity has no instance to stop.
    else if (kind === 'stopping' && holds) seconds.uploading += length;
    holds = kind !== 'interrupted' && kind !== 'waiting' && kind !== 'starting';
  }
  return seconds;
};

const startUp = ({ trainingStartedAt }: TrainingJob, phases: readonly Phase[]): number => {
  const first = phases.find(({ kind }) => kind === 'downloading' || kind === 'training');
  if (trainingStartedAt === undefined || first === undefined) return 0;
  return Math.max(0, first.startedAt - trainingStartedAt) / 1000;
};

const isCutShort = (end: AttemptEnd) => end === 'interrupted' || end === 'retried';
const isUndisturbed = (attempts: readonly { end: AttemptEnd }[]) =>
  attempts.length <= 1 && !attempts.some(({ end }) => isCutShort(end));

/**
 * Rounded as one running total, so that the parts are the whole. No job would have taken longer than it did.
 * @param undisturbed the training has what no part claims of `trainingSeconds`
 */
const wholeParts = (
  { starting, downloading, training, uploading }: UsefulParts,
  trainingSeconds: number | undefined,
  undisturbed: boolean,
): UsefulParts => {
  const most = trainingSeconds ?? Number.POSITIVE_INFINITY;
  const upTo = (seconds: number) => Math.min(most, wholeSeconds(seconds));
  const started = upTo(starting);
  const loaded = upTo(starting + downloading);
  const ended = upTo(starting + downloading + training);
  const all = upTo(starting + downloading + training + uploading);
  const rest = undisturbed && trainingSeconds !== undefined ? trainingSeconds - all : 0;
  return {
    starting: started,
    downloading: loaded - started,
    training: ended - loaded + rest,
    uploading: all - ended,
  };
};
