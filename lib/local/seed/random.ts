/** Draws that are the same for the same seed. */
export interface Random {
  /** 0 up to but not 1. */
  next(): number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** Ends included. */
  whole(low: number, high: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** One of the values, each as probable as its share of all weights. */
  weighted<Value>(choices: readonly (readonly [value: Value, weight: number])[]): Value;
}

/** mulberry32, a generator of 32 bits of state: enough for data that only has to look varied. */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <Value>(values: readonly Value[]): Value => {
    for (const value of values.slice(Math.floor(next() * values.length))) return value;
    throw new Error('There is nothing to pick from.');
  };
  return {
    next,
    pick,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return pick(choices)[0];
    },
  };
};
