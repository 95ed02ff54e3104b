import { describe, expect, it } from 'vitest';
import { type ChartModel, type Reading } from './chart-model';
import { pixelOf, placeOf, valueAt, valueNear } from './chart-places';
import { partOf } from '../../testing/part-of';

const model = (readings: [number, Reading[]][], origin?: number) =>
  partOf<ChartModel>({ readings: new Map(readings), ...(origin !== undefined && { origin }) });
const reading = (at: number, value: number, metric = 'loss'): Reading => ({
  metric,
  value,
  at,
  superseded: false,
});

describe('a place on the screen', () => {
  it('comes back from the value that it was made of', () => {
    const plot = { width: 640, domain: [2, 12] as const };
    for (const x of [2, 3.5, 12]) expect(valueAt(pixelOf(x, plot), plot)).toBeCloseTo(x, 9);
    expect(valueAt(-50, plot)).toBe(2);
    expect(valueAt(9_999, plot)).toBe(12);
  });
});

describe('a moment on an axis', () => {
  const epochs = model([
    [1, [reading(10_000, 0.9)]],
    // The same epoch twice: lost, and trained again much later.
    [2, [reading(90_000, 0.71), reading(20_000, 0.7)]],
  ]);

  it('is where the value nearest to it in time stands, whichever attempt printed it', () => {
    expect([9_000, 17_000, 80_000].map((at) => placeOf(epochs, at))).toEqual([1, 2, 2]);
    expect(valueNear(epochs, 'loss', 21_000)).toBe(0.7);
    expect(valueNear(epochs, 'loss', 88_000)).toBe(0.71);
    expect(valueNear(epochs, 'acc', 88_000)).toBeUndefined();
  });

  it('is exact on the time axis, also where nothing was printed', () => {
    expect(placeOf(model([], 5_000), 12_500)).toBe(7.5);
    expect(placeOf(model([]), 12_500)).toBeUndefined();
  });
});
