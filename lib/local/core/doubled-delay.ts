/** How long to wait, in ms, after something was in vain so many times more than once: doubled each time, `maxMs` at most. */
export const doubledDelay = (firstMs: number, times: number, maxMs: number): number =>
  Math.min(maxMs, firstMs * 2 ** times);
