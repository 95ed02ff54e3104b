/** What a run does next, by what it knows. Pure: the files beside it act by it. */
import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type ProgramEnd } from '../../container/containment';
import { type LifecycleEvent } from '../lifecycle';
import { eventOfStop, type StopCause } from '../stop-cause';
import { isSpot, type RunState } from './run-state';

/** What an attempt has to wait for before it begins. @param attempt the last that was begun; 0 before the first */
export const waitBeforeAttempt = (
  job: Pick<TrainingJobRecord, 'request' | 'secondaryStatus'>,
  attempt: number,
): 'capacity' | 'first-instance' | undefined => {
  if (job.secondaryStatus === 'Interrupted') return 'capacity';
  return attempt === 0 && isSpot(job) ? 'first-instance' : undefined;
};

/** What became of an attempt whose program has ended. */
export type AttemptOutcome =
  | { kind: 'instance-lost' }
  | { kind: 'stopped'; cause: StopCause }
  | { kind: 'failed' }
  | { kind: 'completed' };

/** An order that cut the program short has its own end, whatever the program made of it. */
export const outcomeOf = (
  { lost }: Pick<RunState, 'lost'>,
  cause: StopCause | undefined,
  { code }: Pick<ProgramEnd, 'code'>,
): AttemptOutcome => {
  if (lost) return { kind: 'instance-lost' };
  if (cause !== undefined) return { kind: 'stopped', cause };
  return { kind: code === 0 ? 'completed' : 'failed' };
};

/**
 * The event that ends the job; undefined: it goes on with another attempt. A stop wins over completion, however late
 * it came.
 * @param reached by the attempt, if it reached an end
 */
export const endOfJob = (
  reached: LifecycleEvent | undefined,
  cause: StopCause | undefined,
): LifecycleEvent | undefined => (cause === undefined ? reached : eventOfStop[cause]);
