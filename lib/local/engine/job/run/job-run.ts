import { asJobFailure } from '../../../core/job-failure';
import { type EngineParts } from '../engine-parts';
import { messages } from '../lifecycle';
import { type InterruptionOrder } from '../run-store';
import { type StopCause } from '../stop-cause';
import { runAttempt } from './attempt-run';
import { awaitCapacity } from './await-capacity';
import { giveOrder } from './epoch-order';
import { followMarket, interrupt, type Interruption } from './interruptions';
import { endOfJob } from './next-step';
import { recordFailure } from './record-failure';
import { createRunContext, type RunContext } from './run-context';
import { closeRun, stopRun } from './stop-run';
import { beginMaxWait } from './time-limits';

/**
 * The life of one job in this process: attempt after attempt, until it ends or the backend does. Orders change
 * the record at once and are then carried out; whatever is thrown ends in a terminal status.
 */
export interface JobRun {
  /** Resolves once the job has ended, or `close` has. Never rejects. */
  done: Promise<void>;
  stop(cause: StopCause): void;
  /** The job must be training. */
  interrupt(order: Interruption): void;
  /** Interrupts once the log has named the end of an epoch, which may have happened already. */
  interruptAfterEpoch(order: InterruptionOrder): void;
  /** Draws the next interruption from the market as it is now. */
  marketChanged(): void;
  /** Takes the instance away because the backend ends; the job can be taken up again. */
  close(): void;
}

/** @param begin is called before anything else, again until what it writes has room on the disk. */
export const createJobRun = (parts: EngineParts, name: string, begin = () => {}): JobRun => {
  const run = createRunContext(parts, name);
  return {
    // A turn later, so that whoever starts a job is never held up by it.
    done: new Promise<void>((resolve) => setImmediate(() => void start(run, begin).then(resolve))),
    stop: (cause) => stopRun(run, cause),
    interrupt: (order) => interrupt(run, order),
    interruptAfterEpoch: (order) => giveOrder(run, order),
    marketChanged: () => followMarket(run),
    close: () => closeRun(run),
  };
};

const start = async (run: RunContext, begin: () => void): Promise<void> => {
  try {
    await run.parts.disk.whenThereIsRoom(begin);
    beginMaxWait(run);
    await live(run);
  } catch (error) {
    if (!run.state().closed) await recordFailure(run, asJobFailure(error));
  } finally {
    run.due.cancelAll();
  }
};

const live = async (run: RunContext): Promise<void> => {
  for (;;) {
    await awaitCapacity(run);
    const reached = run.goesOn() ? await attemptOnce(run) : undefined;
    if (run.state().closed) return;
    if (endOfJob(reached, run.stopCause()) === undefined) continue;
    await run.parts.disk.whenThereIsRoom(() => {
      const last = endOfJob(reached, run.stopCause());
      if (last) run.record.happen(last);
    });
    return;
  }
};

const attemptOnce = async (run: RunContext) => {
  await run.record.say(messages.preparing);
  return runAttempt(run);
};
