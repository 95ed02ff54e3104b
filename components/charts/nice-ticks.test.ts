import { describe, expect, it } from 'vitest';
import { epochTicks, secondTicks } from './nice-ticks';

describe('ticks', () => {
  it('names every epoch of a short run and round ones of a long run', () => {
    expect(epochTicks([1, 10])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(epochTicks([1, 12])).toEqual([2, 4, 6, 8, 10, 12]);
    expect(epochTicks([1, 500])).toEqual([100, 200, 300, 400, 500].flatMap((tick) => [tick - 50, tick]));
    expect(epochTicks([0, 3])).toEqual([0, 1, 2, 3]);
  });

  it('steps time as clocks do', () => {
    expect(secondTicks([0, 61])).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(secondTicks([0, 3700])).toEqual([0, 600, 1200, 1800, 2400, 3000, 3600]);
    expect(secondTicks([0, 86_400 * 30]).length).toBeLessThanOrEqual(9);
  });
});
