import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPoints, regressionMeasures, regressionOf } from './regression';

describe('regression measures', () => {
  it('are those of the textbook', () => {
    const measures = regressionMeasures([1, 2, 3, 4], [1.5, 2, 2, 6]);
    expect(measures.rmse).toBeCloseTo(Math.sqrt((0.25 + 0 + 1 + 4) / 4), 12);
    expect(measures.mae).toBeCloseTo((0.5 + 0 + 1 + 2) / 4, 12);
    expect(measures.bias).toBeCloseTo((0.5 + 0 - 1 + 2) / 4, 12);
    expect(measures.r2).toBeCloseTo(1 - 5.25 / 5, 12);
  });

  it('have no R² where all labels are one number, and refuse nothing and unlike lengths', () => {
    expect(regressionMeasures([2, 2], [1, 3])).toEqual({ rmse: 1, mae: 1, bias: 0 });
    expect(() => regressionMeasures([], [])).toThrow(RangeError);
    expect(() => regressionMeasures([1], [1, 2])).toThrow(RangeError);
  });

  it('hold for any numbers: no error below the mean one, R² of 1 for the truth, 0 for the mean', () => {
    const labels = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(labels, labels, (actual, other) => {
        const predicted = actual.map((_, index) => other[index % other.length] ?? 0);
        const { rmse, mae, bias } = regressionMeasures(actual, predicted);
        expect(rmse).toBeGreaterThanOrEqual(mae * (1 - 1e-9));
        expect(mae).toBeGreaterThanOrEqual(Math.abs(bias) * (1 - 1e-9));
        expect(regressionMeasures(actual, actual).rmse).toBe(0);
      }),
    );
  });

  it('draw a part of very many examples, the farthest off always among them', () => {
    const actual = Float64Array.from({ length: 50_000 }, (_, index) => index % 17);
    const predicted = actual.map((value, index) => (index === 12_345 ? value + 1000 : value + 0.25));
    const { points } = regressionOf(actual, predicted);
    expect(points.length).toBeLessThanOrEqual(maxPoints);
    expect(points).toContainEqual({ index: 12_345, actual: 12_345 % 17, predicted: (12_345 % 17) + 1000 });
    expect(points.map(({ index }) => index)).toEqual(
      [...points.map(({ index }) => index)].sort((a, b) => a - b),
    );
    expect(regressionOf([1, 2], [2, 2]).points).toHaveLength(2);
  });
});
