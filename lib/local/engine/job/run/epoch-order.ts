/** An interruption that was ordered after an epoch: it waits for the job's log to name that epoch's end. */
import { type TrainingAttempt } from '../attempt/training-attempt';
import { allows } from '../lifecycle';
import { type InterruptionOrder } from '../run-store';
import { interrupt } from './interruptions';
import { type RunContext } from './run-context';
import { isOrderDue, orderMissed, orderWaits } from './run-state';

const recordRetryMs = 1_000;
/** A program that has trained for so long without counting anything may never count. */
const countlessMs = 60_000;

/** The epoch may have ended already. @throws what the store throws; nothing is ordered then */
export const giveOrder = (run: RunContext, order: InterruptionOrder): void => {
  run.notes.write({ order });
  awaitCount(run);
  carryOutOrder(run);
};

export const beginAttempt = (run: RunContext, attempt: number): void => {
  run.epochs.begin(attempt);
  awaitCount(run);
};

export const followLines = (run: RunContext, lines: readonly string[]): void => {
  if (run.epochs.push(lines, run.parts.clock.now()) && !run.state().lost) carryOutOrder(run);
};

/** An order that was never due is not forgotten in silence. */
export const dropOrder = (run: RunContext, attempt: TrainingAttempt): void => {
  const { order } = run.notes.get();
  const { lost, closed } = run.state();
  if (!order || lost || closed) return;
  attempt.note(orderMissed(order, run.epochs.ended()));
  run.notes.note({ order: undefined });
};

/** An order that waits for what the log does not count says so, once an attempt. */
const awaitCount = (run: RunContext): void => {
  run.due.cancel('notice');
  if (!run.notes.get().order) return;
  run.due.set('notice', countlessMs, () => {
    const { order } = run.notes.get();
    if (order && run.epochs.ended() === undefined) run.attempt.get()?.note(orderWaits(order));
  });
};

const carryOutOrder = (run: RunContext): void => {
  const { order } = run.notes.get();
  if (!order || !isOrderDue(order, run.epochs.ended(), run.record.read())) return;
  try {
    interrupt(run, order);
  } catch (error) {
    if (!run.parts.disk.note(error)) throw error;
    run.due.set('order', recordRetryMs, () => {
      if (!run.state().lost && allows(run.record.read(), 'instance-lost')) interrupt(run, order);
    });
  }
};
