const EPOCH_STEPS = [1, 2, 5];
const SECOND_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** Whole epochs at a round step, at most `limit` of them. */
export const epochTicks = ([from, to]: [number, number], limit = 10): number[] => {
  let step = 1;
  for (let power = 1; count(from, to, step) > limit; power *= 10) {
    for (const factor of EPOCH_STEPS) {
      step = factor * power;
      if (count(from, to, step) <= limit) break;
    }
  }
  return multiples(from, to, step);
};

/** Seconds at a step that a clock has, at most `limit` of them. */
export const secondTicks = ([from, to]: [number, number], limit = 8): number[] => {
  const step = SECOND_STEPS.find((candidate) => count(from, to, candidate) <= limit);
  return multiples(from, to, step ?? Math.ceil((to - from) / limit / 86_400) * 86_400);
};

const count = (from: number, to: number, step: number) => Math.floor(to / step) - Math.ceil(from / step) + 1;

const multiples = (from: number, to: number, step: number) => {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, count(from, to, step)) }, (_, index) => (first + index) * step);
};
