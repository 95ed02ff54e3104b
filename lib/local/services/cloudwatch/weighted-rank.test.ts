import { expect, it } from 'vitest';
import { weightedRank } from './weighted-rank';

const randomFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};

const run = <Value>(work: Generator<void, Value>): { value: Value; pauses: number } => {
  for (let pauses = 0; ; pauses += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, pauses };
  }
};

it('gives what sorting gives, of few, many, equal, ordered and weighted numbers', () => {
  const random = randomFrom(7);
  const kinds: ((index: number) => number)[] = [
    random,
    (index) => index,
    (index) => -index,
    () => 3,
    () => Math.floor(random() * 10),
  ];
  for (const length of [1, 2, 100, 4097, 30_000]) {
    for (const kind of kinds) {
      const values = Float64Array.from({ length }, (_, index) => kind(index));
      const counts = Float64Array.from({ length }, () => 1 + Math.floor(random() * 3));
      const sorted = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
      const total = counts.reduce((sum, one) => sum + one, 0);
      for (const share of [0, 0.01, 0.5, 0.999, 1]) {
        const rank = share * total;
        let passed = 0;
        const expected = sorted.find((index) => (passed += counts[index]!) >= rank)!;
        expect(run(weightedRank({ values, counts }, rank)).value).toBe(values[expected]);
      }
    }
  }
});

it('pauses among many numbers', () => {
  const values = Float64Array.from({ length: 200_000 }, (_, index) => Math.sin(index));
  const { pauses } = run(weightedRank({ values, counts: values.map(() => 1) }, 100_000));
  expect(pauses).toBeGreaterThanOrEqual(10);
});
