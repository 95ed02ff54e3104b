/**
 * What a job did from its creation on, one segment after the other, each belonging to an attempt. A new attempt
 * begins where SageMaker starts again: after an interruption, or after a fault of its own (RetryStrategy).
 */
import { type TrainingJob } from './training-job';
import { labelOf, outcomeOf, type Outcome } from './status';
import { type Span, spansOf } from './transitions';

export interface TimelineSegment {
  /** `starting`: until the first instance is there. `waiting`: the same after an instance was lost. `other`: a status that is not known here. */
  kind:
    'starting' | 'downloading' | 'training' | 'interrupted' | 'waiting' | 'uploading' | 'stopping' | 'other';
  label: string;
  /** Counts from 1. An interruption belongs to the attempt it ended, the wait after it to the next. */
  attempt: number;
  /** Ms since the epoch. */
  startedAt: number;
  /** Absent while the segment goes on. */
  endedAt?: number;
  message?: string;
}

/** What a job does until it has an instance, for the first time or again: the same words everywhere. */
export const capacityWait = 'Waiting for capacity';

const KINDS: Record<Outcome, TimelineSegment['kind']> = {
  starting: 'starting',
  downloading: 'downloading',
  training: 'training',
  interrupted: 'interrupted',
  uploading: 'uploading',
  stopping: 'stopping',
  deleting: 'other',
  completed: 'other',
  failed: 'other',
  stopped: 'other',
  'max-runtime-exceeded': 'other',
  'max-wait-exceeded': 'other',
  unknown: 'other',
};

/**
 * The segments in order of time.
 * @param now ms since the epoch. What starts in the future by AWS's clock is taken to start now.
 */
export const timelineOf = (job: TrainingJob, now: number): TimelineSegment[] => {
  let attempt = 1;
  let hasRun = false;
  let isLost = false;
  return spansOf(job).map((span) => {
    const kind = KINDS[outcomeOf(span.status)];
    const begins = kind === 'starting' || kind === 'downloading' || kind === 'training';
    if (begins && (isLost || (kind === 'starting' && hasRun))) {
      attempt += 1;
      hasRun = false;
      isLost = false;
    }
    if (kind === 'interrupted') isLost = true;
    if (kind === 'downloading' || kind === 'training' || kind === 'uploading') hasRun = true;
    return segmentOf(span, attempt, now);
  });
};

const segmentOf = (span: Span, attempt: number, now: number): TimelineSegment => {
  const kind = KINDS[outcomeOf(span.status)];
  const waits = kind === 'starting' && attempt > 1;
  return {
    kind: waits ? 'waiting' : kind,
    label: kind === 'starting' ? capacityWait : kind === 'interrupted' ? 'Interrupted' : labelOf(span.status),
    attempt,
    startedAt: span.endedAt === undefined ? Math.min(span.startedAt, now) : span.startedAt,
    ...(span.endedAt !== undefined && { endedAt: span.endedAt }),
    ...(span.message !== undefined && { message: span.message }),
  };
};
