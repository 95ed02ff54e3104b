import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { nearestIndex, plotFrame, shownTicks } from './plot-frame';

const size = { width: 600, height: 268, top: 8 };

describe('the frame of a plot', () => {
  it('has the lowest value at its bottom and the highest at its top, on both scales', () => {
    for (const logScale of [false, true]) {
      const frame = plotFrame({ domain: [1, 5], y: [0.1, 10], logScale }, size);
      expect([frame.yOf(0.1), frame.yOf(10)]).toEqual([frame.bottom, frame.top]);
      expect([frame.xOf(1), frame.xOf(5)]).toEqual([frame.left + 12, frame.right - 12]);
    }
  });

  it('puts equal factors at equal distances on a log scale', () => {
    const { yOf } = plotFrame({ domain: [0, 1], y: [0.1, 10], logScale: true }, size);
    expect(yOf(0.1) - yOf(1)).toBeCloseTo(yOf(1) - yOf(10));
  });
});

test('ticks never overlap, and the last one is always there', () => {
  const placed = fc
    .array(fc.record({ at: fc.nat(800), text: fc.string({ minLength: 1, maxLength: 9 }) }), { minLength: 1 })
    .map((ticks) => ticks.sort((a, b) => a.at - b.at).map((one, tick) => ({ ...one, tick })));
  fc.assert(
    fc.property(placed, (ticks) => {
      const shown = shownTicks(ticks, 6);
      expect(shown.at(-1)).toBe(ticks.at(-1));
      for (const [index, tick] of shown.slice(1).entries()) {
        const before = shown[index]!;
        expect(tick.at - before.at).toBeGreaterThanOrEqual(((tick.text.length + before.text.length) * 7) / 2);
      }
    }),
  );
  expect(shownTicks([], 6)).toEqual([]);
  const apart = [0, 100, 200].map((at) => ({ at, tick: at, text: String(at) }));
  expect(shownTicks(apart, 6)).toEqual(apart);
});

test('the pointer reads the nearest x', () => {
  const xOf = (x: number) => x * 10;
  expect(nearestIndex([], 3, xOf)).toBe(-1);
  expect([-5, 14, 16, 900].map((pixel) => nearestIndex([1, 2, 4], pixel, xOf))).toEqual([0, 0, 1, 2]);
});
