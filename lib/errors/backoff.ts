import { type ErrorCode } from './action-result';

/** How long to wait, in ms, after the `failures`-th failure in a row: longer where asking sooner cannot help. */
export const backoffDelay = (failures: number, code: ErrorCode): number => {
  const [first, max] =
    code === 'throttled' ? [2_000, 30_000] : hopeless.has(code) ? [10_000, 60_000] : [500, 5_000];
  return doubledDelay(first, failures - 1, max);
};

/** `firstMs` doubled so many times, and no more than `maxMs`. */
export const doubledDelay = (firstMs: number, times: number, maxMs: number): number =>
  Math.min(maxMs, firstMs * 2 ** times);

const hopeless: ReadonlySet<ErrorCode> = new Set([
  'access-denied',
  'no-credentials',
  'region-disabled',
  'clock-skew',
  'unsupported',
  'invalid-input',
]);
