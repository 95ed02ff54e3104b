import { InternalServerError, type JobFailure } from '../../core/job-failure';
import { isTerminal } from '../../store/training-job-store';
import { type EngineParts } from './engine-parts';
import { type EventDetails, type LifecycleEvent } from './lifecycle';

const retryMs = 1_000;

interface FailedJob {
  parts: Pick<EngineParts, 'jobs' | 'clock'>;
  name: string;
  happen: (event: LifecycleEvent, details: Partial<EventDetails>) => unknown;
  /** The backend is ending: what cannot be recorded now is left to its next start. */
  isOver: () => boolean;
}

/** A disk that is full now may have room in a moment: the job must not be left without its end. Never rejects. */
export const recordFailure = async (
  failure: JobFailure,
  { parts: { jobs, clock }, name, happen, isOver }: FailedJob,
): Promise<void> => {
  if (failure instanceof InternalServerError) console.error(`training job ${name} failed:`, failure.cause);
  for (;;) {
    try {
      const job = jobs.get(name);
      if (job && !isTerminal(job)) {
        const message = failure.reason.split('\n')[0]?.slice(0, 256);
        happen('failed', { failureReason: failure.reason, message });
      }
      return;
    } catch (error) {
      console.error(`training job ${name}: its failure could not be recorded: ${String(error)}`);
      if (isOver()) return;
      await new Promise<void>((resolve) => clock.after(retryMs, resolve));
    }
  }
};
