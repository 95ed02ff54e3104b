import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from './attempts';
import { type Checkpoint } from './checkpoints';
import { epochSeries, recomputedEpochs, resumePoints } from './epoch-series';
import { createEpochParser, type EpochRecord, parseEpochs } from './epochs';
import { after, sampleJob, sampleLog } from './read-sample';
import { timeSeries } from './time-series';

const record = (attempt: number, epoch: number, loss?: number): EpochRecord => ({
  attempt,
  epoch,
  metrics: loss === undefined ? {} : { loss },
  startedAt: after(attempt * 100 + epoch),
  ...(loss !== undefined && { endedAt: after(attempt * 100 + epoch + 0.5) }),
});
const checkpoint = (file: string, epoch: number, seconds = 1): Checkpoint => ({
  file,
  s3Uri: `s3://bucket/${file}`,
  sizeBytes: 1,
  modifiedAt: after(seconds),
  epoch,
});
const interruptedLog = [
  ...sampleLog('resumed-attempt-1'),
  ...sampleLog('resumed-attempt-2', { attempt: 2, from: 60 }),
];

describe('epochSeries', () => {
  it('shows an epoch trained twice twice; the latest attempt counts', () => {
    const series = epochSeries(parseEpochs(interruptedLog));
    expect(series.map(({ metric }) => metric)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
    expect(series[0]?.points).toEqual([
      { epoch: 1, value: 0.31245, attempt: 1, superseded: false },
      { epoch: 2, value: 0.141032, attempt: 1, superseded: false },
      { epoch: 3, value: 0.099812, attempt: 1, superseded: true },
      { epoch: 3, value: 0.099812, attempt: 2, superseded: false },
      { epoch: 4, value: 0.080117, attempt: 2, superseded: false },
    ]);
  });

  it('marks all that a later attempt left behind as soon as it goes on before it, not when it catches up', () => {
    const records = [record(1, 1, 3), record(1, 2, 2), record(1, 3, 1), record(2, 2)];
    const marked = epochSeries(records)[0]?.points.map(({ epoch, superseded }) => [epoch, superseded]);
    expect(marked).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
  });

  it('leaves out attempts that the job does not know', () => {
    const job = sampleJob('interrupted-waiting');
    const series = epochSeries([record(1, 1, 3), record(7, 1, 2)], attemptsOf(job, after(5000)));
    expect(series[0]?.points.map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('for any records: each epoch of each metric counts once at most', () => {
    const any = fc.record({
      attempt: fc.integer({ min: 1, max: 5 }),
      epoch: fc.integer({ min: 0, max: 12 }),
    });
    const distinct = fc.uniqueArray(any, {
      selector: ({ attempt, epoch }) => `${attempt}/${epoch}`,
      maxLength: 40,
    });
    fc.assert(
      fc.property(distinct, (keys) => {
        const points =
          epochSeries(keys.map(({ attempt, epoch }) => record(attempt, epoch, 1)))[0]?.points ?? [];
        expect(points).toHaveLength(keys.length);
        const counting = points.filter(({ superseded }) => !superseded);
        expect(new Set(counting.map(({ epoch }) => epoch)).size).toBe(counting.length);
        for (const point of counting) {
          const later = points.filter(
            ({ epoch, attempt }) => epoch === point.epoch && attempt > point.attempt,
          );
          expect(later).toEqual([]);
        }
      }),
    );
  });
});

describe('recomputedEpochs', () => {
  it('names what was lost, by which attempt, and which attempt trained it again', () => {
    expect(recomputedEpochs(parseEpochs(interruptedLog))).toEqual([
      { epoch: 3, lostAttempt: 1, byAttempt: 2 },
    ]);
  });

  it('does not count an epoch that had only begun', () => {
    expect(recomputedEpochs([record(1, 1, 1), record(1, 2), record(2, 2, 1)])).toEqual([]);
  });

  it('counts an epoch trained three times twice', () => {
    expect(recomputedEpochs([record(1, 1, 1), record(2, 1, 1), record(3, 1, 1)])).toEqual([
      { epoch: 1, lostAttempt: 1, byAttempt: 2 },
      { epoch: 1, lostAttempt: 2, byAttempt: 3 },
    ]);
  });
});

describe('resumePoints', () => {
  it('takes the checkpoint from what the log says', () => {
    const parser = createEpochParser();
    for (const line of interruptedLog) parser.push(line);
    const points = resumePoints(parser.records(), {
      notices: parser.resumeNotices(),
      checkpoints: [checkpoint('checkpoint-1.safetensors', 1)],
    });
    expect(points).toEqual([
      {
        attempt: 2,
        epoch: 3,
        at: after(63),
        checkpoint: 'checkpoint-2.safetensors',
        resumed: 'from-checkpoint',
      },
    ]);
  });

  it('else takes the newest one of an epoch before, compared as numbers', () => {
    const files = [9, 10, 11].map((epoch) => checkpoint(`checkpoint-${epoch}.h5`, epoch));
    const [point] = resumePoints([record(1, 1, 1), record(1, 10, 1), record(2, 11, 1)], files);
    expect(point).toMatchObject({ epoch: 11, checkpoint: 'checkpoint-10.h5', resumed: 'from-checkpoint' });
  });

  it('knows that MXNet names its files by epochs done and counts its epochs from 0', () => {
    const files = [4, 5].map((epoch) => checkpoint(`mnist-000${epoch}.params`, epoch));
    const [point] = resumePoints([record(1, 0, 1), record(1, 4, 1), record(2, 5, 1)], files);
    expect(point?.checkpoint).toBe('mnist-0005.params');
    const [round] = resumePoints(
      [record(1, 0, 1), record(2, 50, 1)],
      [49, 50].map((epoch) => checkpoint(`xgboost-checkpoint.${epoch}`, epoch)),
    );
    expect(round?.checkpoint).toBe('xgboost-checkpoint.49');
    const [fromOne] = resumePoints(
      [record(1, 1, 1), record(2, 4, 1)],
      [3, 4].map((epoch) => checkpoint(`mnist-000${epoch}.params`, epoch)),
    );
    expect(fromOne?.checkpoint).toBe('mnist-0003.params');
  });

  it('without any checkpoint names none', () => {
    expect(resumePoints([record(1, 1, 1), record(2, 2, 1)], [])).toEqual([
      { attempt: 2, epoch: 2, at: after(202), resumed: 'from-checkpoint' },
    ]);
  });

  it('finds the script that starts from scratch though a checkpoint was there', () => {
    const early = checkpoint('checkpoint-2.h5', 2, 150);
    const later = checkpoint('checkpoint-3.h5', 3, 900);
    expect(resumePoints([record(1, 1, 1), record(1, 2, 1), record(2, 1, 1)], [early, later])).toEqual([
      { attempt: 2, epoch: 1, at: after(201), resumed: 'from-scratch', ignoredCheckpoint: 'checkpoint-2.h5' },
    ]);
  });

  it('believes a log that says it loaded a checkpoint, even at the first epoch', () => {
    const notices = [{ attempt: 2, at: after(150), checkpoint: 'pretrained.h5' }];
    expect(resumePoints([record(1, 1, 1), record(2, 1, 1)], { notices })).toMatchObject([
      { epoch: 1, checkpoint: 'pretrained.h5', resumed: 'from-checkpoint' },
    ]);
  });

  it('does not blame an attempt that had nothing to resume from', () => {
    expect(resumePoints([record(1, 1), record(2, 1, 1)], [checkpoint('checkpoint-1.h5', 1, 900)])).toEqual([
      { attempt: 2, epoch: 1, at: after(201) },
    ]);
  });

  it('is told by the log before the first epoch has begun, and never invented', () => {
    const notices = [{ attempt: 2, at: after(150), epoch: 6, checkpoint: 'checkpoint-5.h5' }];
    expect(resumePoints([record(1, 1, 1)], { notices })).toMatchObject([
      { attempt: 2, epoch: 6, at: after(150), checkpoint: 'checkpoint-5.h5' },
    ]);
    expect(resumePoints([record(1, 1, 1)], { notices: [{ attempt: 2, at: 1, checkpoint: 'a.h5' }] })).toEqual(
      [],
    );
    expect(resumePoints([record(1, 6, 1)], [checkpoint('checkpoint-5.h5', 5)])).toEqual([]);
  });
});

describe('timeSeries', () => {
  it('puts the log on a time axis, and adds only what the log does not have', () => {
    const points = [{ at: after(1), value: 9 }];
    const series = timeSeries(
      [record(1, 1, 3), record(1, 2, 2), record(2, 2, 1)],
      [
        { name: 'loss', points },
        { name: 'GPUUtilization', points },
      ],
    );
    expect(series).toEqual([
      {
        metric: 'loss',
        points: [
          { at: after(101.5), value: 3, attempt: 1, epoch: 1, superseded: false },
          { at: after(102.5), value: 2, attempt: 1, epoch: 2, superseded: true },
          { at: after(202.5), value: 1, attempt: 2, epoch: 2, superseded: false },
        ],
      },
      { metric: 'GPUUtilization', points: [{ at: after(1), value: 9, superseded: false }] },
    ]);
  });
});
