import { describe, expect, it } from 'vitest';
import { formatTable, median, percentile, secondsFigure } from './figure';

describe('figures of the bench', () => {
  it('are medians, of an odd and of an even number of samples', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(() => median([])).toThrow('nothing was measured');
  });

  it('are percentiles that really occurred', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile([3], 0.95)).toBe(3);
    expect(() => percentile([], 0.95)).toThrow('nothing was measured');
  });

  it('say that a target was missed, in the table too', () => {
    const missed = secondsFigure('slow', [3, 4, 5], 3);
    const met = secondsFigure('quick', [1], 3);
    expect([missed.met, met.met]).toEqual([false, true]);
    const [, slow, quick] = formatTable([missed, met]).split('\n');
    expect(slow).toBe('slow    4.00 s    ≤ 3 s   missed');
    expect(quick).toBe('quick   1.00 s    ≤ 3 s');
  });

  it('claim no target where there is none', () => {
    const figure = secondsFigure('start', [2]);
    expect(figure.met).toBeUndefined();
    expect(formatTable([figure])).toContain('–');
  });
});
