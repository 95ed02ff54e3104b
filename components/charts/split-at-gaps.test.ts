import { describe, expect, it } from 'vitest';
import { splitAtGaps } from './split-at-gaps';

const at = (...xs: number[]) => xs.map((x) => ({ x }));
const shape = (segments: { x: number }[][]) => segments.map((segment) => segment.map((point) => point.x));

describe('cutting a series at its gaps', () => {
  it('cuts where an epoch is missing', () => {
    expect(shape(splitAtGaps(at(1, 2, 3, 6, 7)))).toEqual([
      [1, 2, 3],
      [6, 7],
    ]);
  });

  it('takes every fifth epoch for the rhythm of the series, not for gaps', () => {
    expect(shape(splitAtGaps(at(5, 10, 15, 25, 30)))).toEqual([
      [5, 10, 15],
      [25, 30],
    ]);
  });

  it('cuts where it is told to, however close the points are', () => {
    expect(shape(splitAtGaps(at(1, 2, 3), (before) => before.x === 2))).toEqual([[1, 2], [3]]);
  });

  it('keeps two points together, and makes nothing of nothing', () => {
    expect(shape(splitAtGaps(at(1, 9)))).toEqual([[1, 9]]);
    expect(splitAtGaps([])).toEqual([]);
  });
});
