/** Numbers and how often each was put, in two columns. */
export interface WeightedNumbers {
  values: Float64Array;
  counts: Float64Array;
}

/** So many are sorted at once; more are first divided. */
const fewNumbers = 4096;
/** Numbers between two pauses. */
const stretch = 20_000;

/**
 * The least value that has at least `rank` of all counts at or below it, in linear time and in turns: a million numbers
 * are never sorted.
 */
export function* weightedRank(numbers: WeightedNumbers, rank: number): Generator<void, number> {
  let { values, counts } = numbers;
  let left = rank;
  while (values.length > fewNumbers) {
    const pivot = middleOf(values[0]!, values[values.length >> 1]!, values[values.length - 1]!);
    let [below, equal] = [0, 0];
    let [countBelow, countEqual] = [0, 0];
    for (let index = 0; index < values.length; index += 1) {
      if (index % stretch === stretch - 1) yield;
      if (values[index]! < pivot) {
        below += 1;
        countBelow += counts[index]!;
      } else if (values[index] === pivot) {
        equal += 1;
        countEqual += counts[index]!;
      }
    }
    if (left > countBelow && left <= countBelow + countEqual) return pivot;
    const wantsBelow = left <= countBelow;
    if (!wantsBelow) left -= countBelow + countEqual;
    const kept = wantsBelow ? below : values.length - below - equal;
    // Counts that do not add up to the rank, by rounding: the greatest has it.
    if (kept === 0) return pivot;
    const next = { values: new Float64Array(kept), counts: new Float64Array(kept) };
    let at = 0;
    for (let index = 0; index < values.length; index += 1) {
      if (index % stretch === stretch - 1) yield;
      const value = values[index]!;
      if (wantsBelow ? value >= pivot : value <= pivot) continue;
      next.values[at] = value;
      next.counts[at] = counts[index]!;
      at += 1;
    }
    ({ values, counts } = next);
  }
  const order = [...values.keys()].sort((one, other) => values[one]! - values[other]!);
  let passed = 0;
  const hit = order.find((index) => (passed += counts[index]!) >= left) ?? order.at(-1)!;
  return values[hit]!;
}

const middleOf = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
