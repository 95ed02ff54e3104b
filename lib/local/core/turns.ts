import { setImmediate } from 'node:timers/promises';

/** Milliseconds after which work lets others have their turn: what a request that comes meanwhile waits longer. */
const maxTurnMs = 15;

/**
 * Does work that yields now and then, and lets other requests be answered in between. Work that never yields is done
 * at once; other work may find the stores changed after each yield.
 */
export const inTurns = <Output>(work: Generator<void, Output>): Output | Promise<Output> => {
  const first = work.next();
  return first.done ? first.value : finish(work);
};

const finish = async <Output>(work: Generator<void, Output>): Promise<Output> => {
  let began = performance.now();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (performance.now() - began <= maxTurnMs) continue;
    await setImmediate();
    began = performance.now();
  }
};
