import { describe, expect, it } from 'vitest';
import { type ChartModel } from './chart-model';
import { shownChart } from './shown-chart';

const model = (values: readonly number[], changes: Partial<ChartModel> = {}): ChartModel => ({
  id: 'loss',
  title: 'Loss',
  axis: 'epoch',
  xLabel: 'Epoch',
  metrics: ['loss'],
  lines: [{ key: 'line0', metric: 'loss', kind: 'counting', single: false }],
  rows: values.map((value, index) => ({ x: index + 1, line0: value })),
  marks: [],
  bands: [],
  domain: [1, values.length],
  tickKind: 'whole',
  readings: new Map(),
  ...changes,
});
const plain = { logScale: false, smoothing: 0 };
const none = new Set<string>();

describe('a chart as it is looked at', () => {
  it('has round values on its axis, with room around the lines and none below what cannot be', () => {
    const shown = shownChart(model([0.95, 0.2, 0.01]), none, plain);
    expect(shown.y).toEqual([0, 0.997]);
    expect(shown.yTicks).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    expect(shownChart(model([-2, 3]), none, plain).y[0]).toBeLessThan(-2);
  });

  it('has an axis where all values are the same, and where there is none', () => {
    const flat = shownChart(model([0.5, 0.5]), none, plain);
    expect(flat.y[0]).toBeLessThan(0.5);
    expect(flat.y[1]).toBeGreaterThan(0.5);
    expect(flat.yTicks.length).toBeGreaterThan(1);
    expect(shownChart(model([]), none, plain).yTicks.length).toBeGreaterThan(1);
  });

  it('scales to the stretch that was chosen, and to the metrics that are shown', () => {
    const shown = shownChart(model([100, 5, 4, 3, 2]), none, { ...plain, range: [2, 4] });
    expect(shown.domain).toEqual([2, 4]);
    expect(shown.ticks).toEqual([2, 3, 4]);
    expect(shown.y[1]).toBeLessThan(6);
    const two = model([1, 2], {
      metrics: ['loss', 'far'],
      lines: [
        { key: 'line0', metric: 'loss', kind: 'counting', single: false },
        { key: 'line1', metric: 'far', kind: 'counting', single: false },
      ],
      rows: [
        { x: 1, line0: 1, line1: 900 },
        { x: 2, line0: 2, line1: 800 },
      ],
    });
    expect(shownChart(two, new Set(['far']), plain).y[1]).toBeLessThan(3);
  });

  it('shows all of the axis where the stretch is none of it', () => {
    for (const range of [
      [9, 12],
      [4, 2],
      [NaN, NaN],
    ] as [number, number][])
      expect(shownChart(model([3, 2, 1]), none, { ...plain, range }).domain).toEqual([1, 3]);
  });

  it('is logarithmic only where every value is above zero', () => {
    const log = { ...plain, logScale: true };
    expect(shownChart(model([100, 1, 0.01]), none, log)).toMatchObject({
      logScale: true,
      yTicks: [0.01, 0.1, 1, 10, 100],
    });
    expect(shownChart(model([1, 0]), none, log).logScale).toBe(false);
    expect(shownChart(model([0.51, 0.52]), none, log).yTicks.length).toBeGreaterThan(1);
  });

  it('keeps the line as printed behind the smoothed one', () => {
    const shown = shownChart(model([4, 0, 0]), none, { ...plain, smoothing: 0.5 });
    expect(shown.lines.map(({ kind }) => kind)).toEqual(['raw', 'counting']);
    const [raw, mean] = shown.lines.map(({ key }) => shown.rows.map((row) => row[key]));
    expect(raw).toEqual([4, 0, 0]);
    expect(mean).toEqual([4, 4 / 3, 4 / 7]);
    expect(model([4, 0, 0]).rows[0]).toEqual({ x: 1, line0: 4 });
  });
});
