import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothed } from './smoothing';

describe('a smoothed line', () => {
  it('begins at the first value and follows the mean of what came before', () => {
    expect(smoothed([4, 0, 0], 0.5)).toEqual([4, 4 / 3, 4 / 7]);
  });

  it('is the line itself without smoothing', () => {
    expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2]);
  });

  it('never leaves the values that it is made of', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const margin = 1e-9 * (1 + Math.max(Math.abs(low), Math.abs(high)));
          for (const one of smoothed(values, weight)) {
            expect(one).toBeGreaterThanOrEqual(low - margin);
            expect(one).toBeLessThanOrEqual(high + margin);
          }
        },
      ),
    );
  });
});
