const EPOCH_STEPS = [1, 2, 5];
/** An axis shorter than this is divided within its epochs. */
const SHORT_AXIS = 3;
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

/** Whole numbers, or tenths and hundredths of them on an axis of few. */
export const positionTicks = (range: [number, number], limit = 10): number[] => {
  const [from, to] = range;
  if (to - from >= SHORT_AXIS) return epochTicks(range, limit);
  const scale = to - from > 0.3 ? 10 : 1000;
  return epochTicks([from * scale, to * scale], limit).map((tick) => tick / scale);
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
