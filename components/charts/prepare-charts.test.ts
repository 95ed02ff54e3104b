import { describe, expect, it } from 'vitest';
import { type EpochRecord } from '@/lib/training/epochs';
import { prepareCharts, type ChartsInput } from './prepare-charts';
import { type ChartModel } from './chart-model';

const ORIGIN = 1_000_000;
const at = (seconds: number) => ORIGIN + seconds * 1000;
const point = (epoch: number, value: number, attempt: number, superseded = false) => ({
  epoch,
  value,
  attempt,
  superseded,
});
const record = (attempt: number, epoch: number, seconds: number, loss: number): EpochRecord => ({
  attempt,
  epoch,
  metrics: { loss },
  startedAt: at(seconds - 5),
  endedAt: at(seconds),
});

/** Attempt 1 trained 1 to 3, epoch 3 was lost; attempt 2 resumed at 3. */
const interrupted: ChartsInput = {
  axis: 'epoch',
  series: [
    {
      metric: 'loss',
      points: [
        point(1, 0.9, 1),
        point(2, 0.7, 1),
        point(3, 0.6, 1, true),
        point(3, 0.61, 2),
        point(4, 0.5, 2),
      ],
    },
  ],
  records: [
    record(1, 1, 15, 0.9),
    record(1, 2, 20, 0.7),
    record(1, 3, 25, 0.6),
    record(2, 3, 50, 0.61),
    record(2, 4, 55, 0.5),
  ],
  metrics: [],
  resumePoints: [{ attempt: 2, epoch: 3, checkpoint: 'checkpoint-2.json', at: at(45) }],
  interruptions: [{ startedAt: at(26), endedAt: at(40) }],
  origin: ORIGIN,
  plannedLast: 10,
};

const only = (charts: ChartModel[]) => {
  expect(charts).toHaveLength(1);
  return charts[0] as ChartModel;
};
const drawn = (chart: ChartModel) =>
  chart.lines.map(({ key, kind }) => [
    kind,
    ...chart.rows.flatMap((row) => (row[key] === undefined ? [] : [[row.x, row[key]]])),
  ]);

describe('the epoch axis', () => {
  const chart = only(prepareCharts(interrupted));

  it('draws what counts in one line without a zigzag, and the lost epoch apart, from where it left', () => {
    expect(drawn(chart)).toEqual([
      ['counting', [1, 0.9], [2, 0.7], [3, 0.61], [4, 0.5]],
      ['superseded', [2, 0.7], [3, 0.6]],
    ]);
  });

  it('tells both values of an epoch trained twice, the latest attempt first, with their times', () => {
    expect(chart.readings.get(3)).toEqual([
      { metric: 'loss', value: 0.61, attempt: 2, epoch: 3, superseded: false, at: at(50) },
      { metric: 'loss', value: 0.6, attempt: 1, epoch: 3, superseded: true, at: at(25) },
    ]);
  });

  it('marks where training resumed, from which checkpoint, and what was trained again', () => {
    expect(chart.marks).toEqual([{ x: 2.5, attempt: 2, epoch: 3, checkpoint: 'checkpoint-2.json' }]);
    expect(chart.bands).toEqual([{ kind: 'recomputed', from: 2.5, to: 3.5, label: 'Epoch 3 trained again' }]);
  });

  it('reaches to the last planned epoch, on whole epochs', () => {
    expect(chart.domain).toEqual([1, 10]);
    expect(chart.ticks).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('draws no line over an epoch that has no value', () => {
    const points = [1, 2, 3, 6, 7].map((epoch) => point(epoch, epoch, 1));
    const gap = only(
      prepareCharts({
        ...interrupted,
        series: [{ metric: 'loss', points }],
        resumePoints: [],
        plannedLast: undefined,
      }),
    );
    expect(gap.lines).toHaveLength(2);
    expect(gap.rows.map((row) => row.x)).toEqual([1, 2, 3, 6, 7]);
  });

  it('does not count what was lost and is not trained again yet', () => {
    const points = [point(1, 0.9, 1), point(2, 0.7, 1, true), point(3, 0.6, 1, true), point(2, 0.71, 2)];
    expect(drawn(only(prepareCharts({ ...interrupted, series: [{ metric: 'loss', points }] })))).toEqual([
      ['counting', [1, 0.9], [2, 0.71]],
      ['superseded', [1, 0.9], [2, 0.7], [3, 0.6]],
    ]);
  });

  it('marks a lone point, which no line would show', () => {
    const series = [{ metric: 'loss', points: [point(1, 0.9, 1)] }];
    expect(only(prepareCharts({ ...interrupted, series })).lines).toEqual([
      { key: 'line0', metric: 'loss', kind: 'counting', single: true },
    ]);
  });
});

describe('the time axis', () => {
  const chart = only(prepareCharts({ ...interrupted, axis: 'time' }));

  it('leaves the interruption open and shades it', () => {
    expect(drawn(chart)).toEqual([
      ['counting', [15, 0.9], [20, 0.7]],
      ['superseded', [20, 0.7], [25, 0.6]],
      ['counting', [50, 0.61], [55, 0.5]],
    ]);
    expect(chart.bands).toEqual([{ kind: 'interruption', from: 26, to: 40, label: 'Interrupted' }]);
  });

  it('joins no two attempts, however quickly the second one went on', () => {
    const points = [point(1, 0.9, 1), point(2, 0.7, 1), point(3, 0.6, 2), point(4, 0.5, 2)];
    const quick = {
      ...interrupted,
      axis: 'time' as const,
      series: [{ metric: 'loss', points }],
      records: [record(1, 1, 10, 0.9), record(1, 2, 15, 0.7), record(2, 3, 20, 0.6), record(2, 4, 25, 0.5)],
      interruptions: [],
    };
    expect(drawn(only(prepareCharts(quick)))).toEqual([
      ['counting', [10, 0.9], [15, 0.7]],
      ['counting', [20, 0.6], [25, 0.5]],
    ]);
  });

  it('counts from the creation of the job and marks the moment of resuming', () => {
    expect(chart.domain).toEqual([15, 55]);
    expect(chart.marks[0]?.x).toBe(45);
  });

  it('shows CloudWatch metrics that the log does not name by epoch, cut at the interruption', () => {
    const points = [10, 20, 45, 55].map((seconds) => ({ at: at(seconds), value: seconds }));
    const charts = prepareCharts({
      ...interrupted,
      axis: 'time',
      metrics: [
        { name: 'gpu', points },
        { name: 'train:loss', points },
      ],
    });
    expect(charts.map((model) => model.id)).toEqual(['loss', 'gpu']);
    expect(drawn(charts[1] as ChartModel)).toEqual([
      ['counting', [10, 10], [20, 20]],
      ['counting', [45, 45], [55, 55]],
    ]);
  });
});
