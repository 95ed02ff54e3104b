/**
 * Time as the engine sees it. Everything in lib/local that waits or stamps takes a Clock, so that a test can
 * move time by hand; only `systemClock` reads the machine's.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `callback` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    // setTimeout overflows past 2^31-1 ms and would fire at once; long waits are taken in steps.
    const maxDelayMs = 2 ** 31 - 1;
    let timer: NodeJS.Timeout;
    const wait = (remaining: number) => {
      const step = Math.min(Math.max(remaining, 0), maxDelayMs);
      timer = setTimeout(() => (remaining > maxDelayMs ? wait(remaining - step) : callback()), step);
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};
