import { describe, expect, it } from 'vitest';
import { epochTicks, logTicks, secondTicks, ticksOn, valueTicks } from './nice-ticks';

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

describe('round values of an axis', () => {
  it.each([
    [
      [0, 1],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [0.1034, 0.1187],
      [0.105, 0.11, 0.115],
    ],
    [
      [-3, 12],
      [0, 5, 10],
    ],
    [
      [1e6, 4e6],
      [1e6, 2e6, 3e6, 4e6],
    ],
  ] as [[number, number], number[]][])('of %j are %j', (range, ticks) => {
    expect(valueTicks(range)).toEqual(ticks);
  });
});

describe('ticks of a logarithmic axis', () => {
  it('are powers of ten, and halves of them where there are few', () => {
    expect(logTicks([0.001, 2])).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logTicks([0.04, 0.6])).toEqual([0.05, 0.1, 0.2, 0.5]);
  });
});

it('an axis keeps its kind of ticks where a part of it is looked at', () => {
  expect(ticksOn('whole', [2, 5])).toEqual([2, 3, 4, 5]);
  expect(ticksOn('part', [2, 2.5])).toEqual([2, 2.1, 2.2, 2.3, 2.4, 2.5]);
  expect(ticksOn('clock', [60, 120])).toEqual([60, 70, 80, 90, 100, 110, 120]);
});
