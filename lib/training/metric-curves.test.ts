import { describe, expect, it } from 'vitest';
import { attemptsOf } from './attempts';
import { hasDetail, metricCurves, usualDetail } from './metric-curves';
import { after, sampleJob } from '../../testing/training/read-sample';
import { sampleModel, sampleSeries } from '../../testing/training/sample-reading';

const epoch = (number: number, at: number, loss?: number) => ({
  number,
  from: at,
  ...(loss !== undefined && { to: at + 1, metrics: { loss } }),
});

describe('one point an epoch', () => {
  it('shows what was trained twice twice; the latest attempt counts', () => {
    const model = sampleModel(
      [
        { attempt: 1, epochs: [epoch(1, 0, 3), epoch(2, 2, 2), epoch(3, 4, 1), epoch(4, 6)] },
        { attempt: 2, epochs: [epoch(3, 60, 1.1), epoch(4, 62, 0.9)] },
      ],
      [{ attempt: 2, at: 2 }],
    );
    const [curve] = metricCurves(model, 'one');
    expect(curve?.points.map(({ x, value, attempt, superseded }) => [x, value, attempt, superseded])).toEqual(
      [
        [1, 3, 1, false],
        [2, 2, 1, false],
        [3, 1, 1, true],
        [3, 1.1, 2, false],
        [4, 0.9, 2, false],
      ],
    );
  });

  it('marks what is left behind as soon as an attempt took up before it', () => {
    const model = sampleModel(
      [
        { attempt: 1, epochs: [epoch(1, 0, 3), epoch(2, 2, 2)] },
        { attempt: 2, epochs: [epoch(2, 60)], from: 1 },
      ],
      [{ attempt: 2, at: 1 }],
    );
    expect(metricCurves(model, 'one')[0]?.points.map(({ superseded }) => superseded)).toEqual([false, true]);
  });

  it('marks nothing as lost where nobody knows where the attempt took up', () => {
    const model = sampleModel(
      [
        { attempt: 1, epochs: [epoch(1, 0, 3)] },
        { attempt: 2, epochs: [epoch(1, 60, 2)] },
      ],
      [{ attempt: 2, verdict: 'cannot-tell', how: 'unknown' }],
    );
    expect(metricCurves(model, 'one')[0]?.points.map(({ superseded }) => superseded)).toEqual([false, false]);
  });

  it('leaves out attempts that the job does not know', () => {
    const job = sampleJob('interrupted-waiting');
    const model = sampleModel([
      { attempt: 1, epochs: [epoch(1, 0, 3)] },
      { attempt: 7, epochs: [epoch(1, 9, 2)] },
    ]);
    const [curve] = metricCurves(model, 'one', attemptsOf(job, after(5000)));
    expect(curve?.points.map(({ attempt }) => attempt)).toEqual([1]);
  });
});

describe('all points', () => {
  const points = [0.1, 0.5, 0.8].map((position, index) => ({
    position,
    at: index,
    metrics: { loss: 1 - position },
    line: index,
  }));
  const resumed = [0.65, 0.9].map((position, index) => ({
    position,
    at: 60 + index,
    metrics: { loss: 0.3 },
    line: 10 + index,
  }));
  const oneEpoch = sampleModel(
    [
      { attempt: 1, epochs: [{ number: 1, from: 0 }], points },
      { attempt: 2, epochs: [{ number: 1, from: 60 }], points: resumed, from: 0.64 },
    ],
    [{ attempt: 2, at: 0.64, lost: 0.16 }],
  );

  it('are what a run of one epoch shows, with what was trained again between them', () => {
    expect(usualDetail(oneEpoch)).toBe('all');
    expect(hasDetail(oneEpoch)).toBe(true);
    expect(
      metricCurves(oneEpoch, 'all')[0]?.points.map(({ x, epoch, superseded }) => [x, epoch, superseded]),
    ).toEqual([
      [0.1, 1, false],
      [0.5, 1, false],
      [0.8, 1, true],
      [0.65, 1, false],
      [0.9, 1, false],
    ]);
  });

  it('stand at the step where the log counts steps only', () => {
    const steps = sampleModel(
      [{ attempt: 1, points: [{ position: 500, at: 1, metrics: { total_loss: 2 } }] }],
      [],
      'step',
    );
    const [curve] = metricCurves(steps, 'one');
    expect(curve?.points).toEqual([
      { x: 500, position: 500, value: 2, attempt: 1, at: after(1), line: 0, superseded: false },
    ]);
  });
});

it('keeps two fits of one run apart, and fades what the script threw away', () => {
  const first = { ...sampleSeries({ epochs: [epoch(1, 0, 3), epoch(2, 2, 2)] }), label: 'Fold 1/2' };
  const second = { ...sampleSeries({ epochs: [epoch(1, 9, 4)] }), number: 2, label: 'Fold 2/2' };
  const folds = metricCurves(sampleModel([{ attempt: 1, series: [first, second] }]), 'one');
  expect(folds.map(({ fit, points }) => [fit, points.length])).toEqual([
    ['Fold 1/2', 2],
    ['Fold 2/2', 1],
  ]);
  const thrownAway = sampleModel([{ attempt: 1, series: [{ ...first, discarded: true }, second] }]);
  expect(
    metricCurves(thrownAway, 'one').flatMap(({ fit, points }) =>
      points.map(({ superseded }) => [fit, superseded]),
    ),
  ).toEqual([
    [undefined, true],
    [undefined, true],
    [undefined, false],
  ]);
});
