import { type Clock } from '../../lib/process/clock';

export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in order, and lets what each callback started settle. */
  advance(ms: number): Promise<void>;
}

export const createManualClock = (start = 1_790_000_000_000): ManualClock => {
  let now = start;
  const timers = new Map<symbol, { at: number; callback: () => void }>();
  const next = (until: number) =>
    [...timers].filter(([, { at }]) => at <= until).sort(([, one], [, other]) => one.at - other.at)[0];

  return {
    now: () => now,
    after: (delayMs, callback) => {
      const id = Symbol();
      timers.set(id, { at: now + delayMs, callback });
      return () => void timers.delete(id);
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let due = next(until); due; due = next(until)) {
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].callback();
        await settle();
      }
      now = until;
    },
  };
};

/** Promises of in-memory fakes settle within a few turns of the event loop. */
const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
