import { describe, expect, it } from 'vitest';
import { type CurvePoint, metricCurves } from '@/lib/training/metric-curves';
import { after } from '@/testing/training/read-sample';
import { resumePoints } from '@/lib/training/resume-points';
import { sampleModel } from '@/testing/training/sample-reading';
import { prepareCharts, type ChartsInput } from './prepare-charts';
import { type ChartModel } from './chart-model';
import { prepareTimeChart } from './prepare-time-chart';

const ORIGIN = after(0);
const at = after;
const epoch = (number: number, seconds: number, loss: number) => ({
  number,
  from: seconds - 5,
  to: seconds,
  metrics: { loss },
});
const point = (x: number, value: number, attempt: number, superseded = false, seconds = x): CurvePoint => ({
  x,
  position: x,
  epoch: x,
  value,
  attempt,
  at: at(seconds),
  line: 0,
  superseded,
});

/** Attempt 1 trained 1 to 3, epoch 3 was lost; attempt 2 resumed at 3. */
const reading = sampleModel(
  [
    { attempt: 1, epochs: [epoch(1, 15, 0.9), epoch(2, 20, 0.7), epoch(3, 25, 0.6)] },
    { attempt: 2, epochs: [epoch(3, 50, 0.61), epoch(4, 55, 0.5)] },
  ],
  [{ attempt: 2, at: 2, lost: 1, from: 'checkpoint-2.json' }],
);
const interrupted: ChartsInput = {
  axis: 'epoch',
  detail: 'one',
  reading,
  curves: metricCurves(reading, 'one'),
  metrics: [],
  resumePoints: resumePoints(reading),
  interruptions: [{ startedAt: at(26), endedAt: at(40) }],
  origin: ORIGIN,
  plannedLast: 10,
};
const withPoints = (points: CurvePoint[]): ChartsInput => ({
  ...interrupted,
  curves: [{ metric: 'loss', points }],
});

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
      { metric: 'loss', value: 0.61, attempt: 2, epoch: 3, superseded: false, at: at(50), line: 31 },
      { metric: 'loss', value: 0.6, attempt: 1, epoch: 3, superseded: true, at: at(25), line: 31 },
    ]);
  });

  it('marks where training resumed, from which checkpoint, and what was trained again', () => {
    expect(chart.marks).toEqual([{ x: 2.5, attempt: 2, label: 'epoch 3', checkpoint: 'checkpoint-2.json' }]);
    expect(chart.bands).toEqual([
      { kind: 'interruption', from: 3.5, to: 3.5, label: 'Interrupted' },
      { kind: 'recomputed', from: 2.5, to: 3.5, label: '1 epoch trained again' },
    ]);
  });

  it('has what the log does not count behind it, by time, and says so', () => {
    const metrics = [
      { name: 'gpu', points: [{ at: at(20), value: 88 }] },
      { name: 'Loss', points: [{ at: at(20), value: 1 }] },
    ];
    const [first, second, ...others] = prepareCharts({ ...interrupted, metrics });
    expect(first).toMatchObject({ id: 'loss', axis: 'epoch' });
    expect(second).toMatchObject({
      id: 'gpu',
      axis: 'time',
      note: 'By time: the log counts no value of it.',
    });
    expect(others).toEqual([]);
  });

  it('reaches to the last planned epoch, on whole epochs', () => {
    expect(chart.domain).toEqual([1, 10]);
    expect(chart.tickKind).toBe('whole');
  });

  it('draws no line over an epoch that has no value', () => {
    const points = [1, 2, 3, 6, 7].map((epoch) => point(epoch, epoch, 1));
    const gap = only(prepareCharts({ ...withPoints(points), resumePoints: [], plannedLast: undefined }));
    expect(gap.lines).toHaveLength(2);
    expect(gap.rows.map((row) => row.x)).toEqual([1, 2, 3, 6, 7]);
  });

  it('does not count what was lost and is not trained again yet', () => {
    const points = [point(1, 0.9, 1), point(2, 0.7, 1, true), point(3, 0.6, 1, true), point(2, 0.71, 2)];
    expect(drawn(only(prepareCharts(withPoints(points))))).toEqual([
      ['counting', [1, 0.9], [2, 0.71]],
      ['superseded', [1, 0.9], [2, 0.7], [3, 0.6]],
    ]);
  });

  it('draws a line for each attempt where it cannot be told whether it resumed', () => {
    const points = [1, 2, 3].flatMap((epoch) => [point(epoch, 1 / epoch, 1), point(epoch, 2 / epoch, 2)]);
    expect(drawn(only(prepareCharts({ ...withPoints(points), resumePoints: [] })))).toEqual([
      ['counting', [1, 1], [2, 1 / 2], [3, 1 / 3]],
      ['counting', [1, 2], [2, 1], [3, 2 / 3]],
    ]);
  });

  it('marks a lone point, which no line would show', () => {
    expect(only(prepareCharts(withPoints([point(1, 0.9, 1)]))).lines).toEqual([
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
    const points = [10, 15, 20, 25].map((seconds, index) =>
      point(index + 1, [0.9, 0.7, 0.6, 0.5][index] ?? 0, index < 2 ? 1 : 2, false, seconds),
    );
    const quick = { ...withPoints(points), axis: 'time' as const, interruptions: [] };
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

it('shows a span of time whole, whatever was measured in it', () => {
  const chart = (span?: [number, number]) =>
    prepareTimeChart({
      group: { id: 'cpu', title: 'CPU', metrics: ['cpu'] },
      series: [{ metric: 'cpu', points: [] }],
      resumePoints: [],
      interruptions: [{ startedAt: at(26), endedAt: at(40) }],
      origin: ORIGIN,
      ...(span && { span }),
    }).domain;
  expect(chart()).toEqual([26, 40]);
  expect(chart([at(2), at(90)])).toEqual([2, 90]);
});

describe('all points', () => {
  const points = (values: [position: number, seconds: number][]) =>
    values.map(([position, seconds]) => ({ position, at: seconds, metrics: { loss: 1 - position } }));
  const oneEpoch = sampleModel(
    [
      {
        attempt: 1,
        epochs: [{ number: 1, from: 0 }],
        points: points([
          [0.2, 2],
          [0.4, 4],
          [0.6, 6],
          [0.8, 8],
        ]),
      },
      {
        attempt: 2,
        epochs: [{ number: 1, from: 60 }],
        points: points([
          [0.7, 62],
          [0.9, 64],
        ]),
        from: 0.64,
      },
    ],
    [{ attempt: 2, at: 0.64, lost: 0.16 }],
  );
  const input: ChartsInput = {
    ...interrupted,
    detail: 'all',
    reading: oneEpoch,
    curves: metricCurves(oneEpoch, 'all'),
    resumePoints: resumePoints(oneEpoch),
    plannedLast: 1,
  };
  const chart = only(prepareCharts(input));

  it('make a run of one epoch a curve, with the part that was trained again', () => {
    const [counting, lost] = drawn(chart);
    expect(counting?.slice(1).map((pair) => (pair as number[])[0])).toEqual([0.2, 0.4, 0.6, 0.7, 0.9]);
    expect(lost?.slice(1).map((pair) => (pair as number[])[0])).toEqual([0.6, 0.8]);
    expect(chart.marks).toEqual([{ x: 0.64, attempt: 2, label: '0.64 epochs' }]);
    expect(chart.bands).toEqual([
      { kind: 'interruption', from: 0.8, to: 0.8, label: 'Interrupted' },
      { kind: 'recomputed', from: 0.64, to: 0.8, label: '0.16 of an epoch trained again' },
    ]);
    expect(chart.domain).toEqual([0, 1]);
    expect(chart.tickKind).toBe('part');
  });

  it('stand on an axis of steps where the log counts steps only', () => {
    const steps = sampleModel(
      [
        {
          attempt: 1,
          points: [20, 40, 60].map((step) => ({ position: step, at: step, metrics: { loss: 1 } })),
        },
      ],
      [],
      'step',
    );
    const model = only(
      prepareCharts({
        ...input,
        reading: steps,
        curves: metricCurves(steps, 'all'),
        resumePoints: [],
        plannedLast: 100,
      }),
    );
    expect(model.xLabel).toBe('Step');
    expect(model.rows.map(({ x }) => x)).toEqual([20, 40, 60]);
    expect(model.domain[1]).toBe(100);
  });
});

it('gives each of two fits charts of its own', () => {
  const curves = ['Fold 1/2', 'Fold 2/2'].map((fit) => ({ metric: 'loss', fit, points: [point(1, 0.9, 1)] }));
  const charts = prepareCharts({ ...interrupted, curves });
  expect(charts.map(({ title }) => title)).toEqual(['Loss, Fold 1/2', 'Loss, Fold 2/2']);
  expect(new Set(charts.map(({ id }) => id)).size).toBe(2);
});
