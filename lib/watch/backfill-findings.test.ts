import { describe, expect, it } from 'vitest';
import { type TrainingModel } from '../training-log/model';
import { noReading } from '../training/position';
import { after } from '../../testing/training/read-sample';
import { epochsRead, sampleModel } from '../../testing/training/sample-reading';
import { keepFindings, keepSeries } from './backfill-findings';

const epoch = (number: number, from: number, metrics: Record<string, number> = { loss: 1 / number }) => ({
  number,
  from,
  to: from + 10,
  metrics,
});
const points = (count: number) => Array.from({ length: count }, (_, index) => ({ at: index, value: index }));
const readFrom = (...attempts: [attempt: number, seconds: number][]) =>
  new Map(attempts.map(([attempt, seconds]) => [attempt, after(seconds)]));

describe('what a log told before and tells now', () => {
  const reading = sampleModel(
    [
      { attempt: 1, epochs: [epoch(1, 100), epoch(2, 200)] },
      { attempt: 2, epochs: [epoch(2, 300)] },
    ],
    [{ attempt: 2, at: 1, lost: 1 }],
  );
  const known = { reading };

  it('is what was backfilled, where the log is gone', () => {
    expect(keepFindings(known, noReading, new Map())).toEqual(known);
  });

  it('says of an old reading that it is one, as long as something of it is kept', () => {
    const old = { reading, oldReading: true };
    expect(keepFindings(old, noReading, new Map())).toEqual(old);
    expect(keepFindings(old, reading, readFrom([1, 100], [2, 300]))).toEqual({ reading });
  });

  it('is what the log says, where nothing was backfilled', () => {
    expect(keepFindings(undefined, reading, readFrom([1, 90]))).toEqual({ reading });
  });

  it('is both, where the log of one attempt is gone, with the verdict that was given then', () => {
    const rest = sampleModel(
      [{ attempt: 2, epochs: [epoch(2, 300), epoch(3, 400)] }],
      [{ attempt: 2, verdict: 'cannot-tell', how: 'unknown' }],
    );
    const kept = keepFindings(known, rest, readFrom([2, 300])).reading;
    expect(epochsRead(kept)).toEqual(['1/1', '1/2', '2/2', '2/3']);
    expect(kept.resumes).toEqual(reading.resumes);
  });

  it('keeps the beginning of an epoch whose first lines are gone', () => {
    const rest = sampleModel([{ attempt: 1, epochs: [epoch(2, 205, { accuracy: 1 })] }]);
    const [first] = keepFindings(known, rest, readFrom([1, 205])).reading.attempts;
    expect(first?.startedAt).toBe(after(100));
    expect(first?.series[0]?.epochs).toMatchObject([
      { number: 1 },
      { number: 2, metrics: { loss: 0.5, accuracy: 1 }, startedAt: after(200), endedAt: after(215) },
    ]);
  });

  it('is corrected by a log that is still whole', () => {
    const wrong: TrainingModel = sampleModel([
      { attempt: 1, epochs: [epoch(1, 100), epoch(2, 200)] },
      { attempt: 2, epochs: [epoch(2, 300), epoch(938, 310)] },
    ]);
    expect(keepFindings({ reading: wrong }, reading, readFrom([1, 90], [2, 280]))).toEqual({ reading });
  });
});

describe('a metric that was backfilled and is asked for again', () => {
  it('is the one with more points, each for itself', () => {
    const backfill = [
      { name: 'loss', points: points(60) },
      { name: 'accuracy', points: points(2) },
      { name: 'gone', points: points(5) },
    ];
    const read = [
      { name: 'loss', points: points(1) },
      { name: 'accuracy', points: points(7) },
      { name: 'new', points: [] },
    ];
    expect(keepSeries(backfill, read).map(({ name, points: { length } }) => [name, length])).toEqual([
      ['loss', 60],
      ['accuracy', 7],
      ['new', 0],
      ['gone', 5],
    ]);
    expect(keepSeries(undefined, read)).toEqual(read);
  });
});
