import { InternalServerError, type JobFailure } from '../../../core/job-failure';
import { isTerminal } from '../../../store/training-job-store';
import { type RunContext } from './run-context';

const retryMs = 1_000;

/**
 * A disk that is full now may have room in a moment: the job must not be left without its end. Never rejects. Where
 * the backend ends, what cannot be recorded is left to its next start.
 */
export const recordFailure = async (run: RunContext, failure: JobFailure): Promise<void> => {
  const { name, record, parts } = run;
  if (failure instanceof InternalServerError) console.error(`training job ${name} failed:`, failure.cause);
  for (;;) {
    try {
      const job = parts.jobs.get(name);
      if (job && !isTerminal(job)) {
        const message = failure.reason.split('\n')[0]?.slice(0, 256);
        record.happen('failed', { failureReason: failure.reason, message });
      }
      return;
    } catch (error) {
      console.error(`training job ${name}: its failure could not be recorded: ${String(error)}`);
      if (run.state().closed) return;
      await new Promise<void>((resolve) => parts.clock.after(retryMs, resolve));
    }
  }
};
