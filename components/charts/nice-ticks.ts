const EPOCH_STEPS = [1, 2, 5];
/** An axis shorter than this is divided within its epochs. */
const SHORT_AXIS = 3;
const SECOND_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

/** `whole`: epochs, rounds or steps. `part`: parts of them too. `clock`: seconds. */
export type TickKind = 'whole' | 'part' | 'clock';

export const ticksOn = (kind: TickKind, range: [number, number]): number[] => {
  if (kind === 'clock') return secondTicks(range);
  return kind === 'part' ? positionTicks(range) : epochTicks(range);
};

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

/** At most so many round values. */
export const valueTicks = ([from, to]: readonly [number, number], limit = 5): number[] => {
  const rough = (to - from) / limit;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
};

/** Powers of ten; where there are fewer than three of them, their doubles and halves too. */
export const logTicks = ([from, to]: readonly [number, number]): number[] => {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(to)) - Math.floor(Math.log10(from)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(from)) + index),
  );
  const inside = (values: readonly number[]) => values.filter((value) => value >= from && value <= to);
  const whole = inside(powers);
  return whole.length >= 3 ? whole : inside(powers.flatMap((power) => [power, 2 * power, 5 * power]));
};

const count = (from: number, to: number, step: number) => Math.floor(to / step) - Math.ceil(from / step) + 1;

const multiples = (from: number, to: number, step: number) => {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, count(from, to, step)) }, (_, index) => (first + index) * step);
};
