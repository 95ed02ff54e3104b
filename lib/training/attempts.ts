/**
 * A job's attempts: each from its launch, through the container's start, to its end or interruption. A job that
 * was interrupted twice has three attempts.
 */
import { type TrainingJob } from './training-job';
import { describeStatus, isTerminal, type Outcome } from './status';
import { type TimelineSegment, timelineOf } from './timeline';

export type AttemptEnd =
  | 'running'
  | 'interrupted'
  | 'retried'
  | 'completed'
  | 'failed'
  | 'stopped'
  | 'max-runtime-exceeded'
  | 'max-wait-exceeded'
  | 'unknown';

export interface Attempt {
  /** Counts from 1. */
  number: number;
  /** When SageMaker began to launch it, ms since the epoch. */
  startedAt: number;
  /** When its container started (SecondaryStatus Training); absent where it never got that far. */
  containerStartedAt?: number;
  /** When it was interrupted or ended; absent while it goes on. */
  endedAt?: number;
  /** `retried`: SageMaker started again by the job's RetryStrategy, after a fault of its own. */
  end: AttemptEnd;
  /** Its segments of the timeline, with the interruption that ended it. */
  phases: Phase[];
}

export type Phase = Omit<TimelineSegment, 'attempt'>;

/** The attempts in order. @param now ms since the epoch */
export const attemptsOf = (job: TrainingJob, now: number): Attempt[] => {
  const byNumber = new Map<number, TimelineSegment[]>();
  for (const segment of timelineOf(job, now)) {
    byNumber.set(segment.attempt, [...(byNumber.get(segment.attempt) ?? []), segment]);
  }
  const last = byNumber.size;
  return [...byNumber].map(([number, segments]) => attemptFrom(job, number, segments, number === last));
};

const attemptFrom = (
  job: TrainingJob,
  number: number,
  segments: TimelineSegment[],
  last: boolean,
): Attempt => {
  const interruption = segments.find(({ kind }) => kind === 'interrupted');
  const container = segments.find(({ kind }) => kind === 'training');
  const endedAt = interruption?.startedAt ?? segments.at(-1)?.endedAt;
  const end = interruption ? 'interrupted' : last ? endOfJob(job) : 'retried';
  return {
    number,
    startedAt: segments[0]?.startedAt ?? job.createdAt,
    ...(container && { containerStartedAt: container.startedAt }),
    ...(end !== 'running' && endedAt !== undefined && { endedAt }),
    end,
    phases: segments.map(({ attempt: _, ...phase }) => phase),
  };
};

const endOfJob = (job: TrainingJob): AttemptEnd => {
  if (!isTerminal(job.status)) return 'running';
  return ENDS[describeStatus(job).outcome] ?? 'unknown';
};

const ENDS: Partial<Record<Outcome, AttemptEnd>> = {
  completed: 'completed',
  failed: 'failed',
  stopped: 'stopped',
  'max-runtime-exceeded': 'max-runtime-exceeded',
  'max-wait-exceeded': 'max-wait-exceeded',
};

/** How often the job lost its instance. */
export const interruptionCount = (job: TrainingJob): number =>
  interruptionsIn(timelineOf(job, Number.POSITIVE_INFINITY));

/** SageMaker's Interrupted twice in a row is one interruption. */
export const interruptionsIn = (timeline: readonly Pick<TimelineSegment, 'kind'>[]): number =>
  timeline.filter(({ kind }, index) => kind === 'interrupted' && timeline[index - 1]?.kind !== 'interrupted')
    .length;
