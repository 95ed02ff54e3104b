/**
 * How long a job may train without checkpoints and still be said to suit spot: one of few times, in seconds, so that sums
 * can be kept by them. The mean time between interruptions that it is taken from is no more exact than this.
 */
const seconds = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 27, 33, 40, 50];
const minutes = [1, 2, 5, 10, 15, 20, 30, 45];
const hours = [
  1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 24, 30, 36, 48, 60, 72, 96, 120, 144, 168, 240, 336, 504, 672,
];

export const suitingRungs: readonly number[] = [
  ...seconds,
  ...minutes.map((count) => count * 60),
  ...hours.map((count) => count * 3600),
];

/** The longest that is no longer; 0 where none is. */
export const rungBelow = (seconds: number): number => suitingRungs.findLast((rung) => rung <= seconds) ?? 0;
