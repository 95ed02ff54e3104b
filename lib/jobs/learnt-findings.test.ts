import { describe, expect, it } from 'vitest';
import { type EpochRecord } from '../training/epochs';
import { keepFindings, keepSeries } from './learnt-findings';

const record = (attempt: number, epoch: number, startedAt: number, loss?: number): EpochRecord => ({
  attempt,
  epoch,
  metrics: loss === undefined ? {} : { loss },
  startedAt,
  ...(loss !== undefined && { endedAt: startedAt + 10 }),
});
const points = (count: number) => Array.from({ length: count }, (_, index) => ({ at: index, value: index }));

describe('what a log told before and tells now', () => {
  const known = {
    epochs: [record(1, 1, 100, 3), record(1, 2, 200, 2), record(2, 2, 300, 2.1)],
    resumeNotices: [{ attempt: 2, at: 290, epoch: 2 }],
    epochAxis: 'epoch' as const,
  };
  const nothing = { epochs: [], resumeNotices: [] };

  it('is what was learnt, where the log is gone', () => {
    expect(keepFindings(known, nothing, new Map())).toEqual(known);
  });

  it('is what the log says, where nothing was learnt', () => {
    expect(keepFindings(undefined, known, new Map([[1, 90]]))).toEqual(known);
  });

  it('is both, where the log of one attempt is gone', () => {
    const read = { ...nothing, epochs: [record(2, 2, 300, 2.1), record(2, 3, 400, 1)] };
    const { epochs, resumeNotices } = keepFindings(known, read, new Map([[2, 295]]));
    expect(epochs).toEqual([...known.epochs, record(2, 3, 400, 1)]);
    expect(resumeNotices).toEqual(known.resumeNotices);
  });

  it('keeps the beginning of an epoch whose first lines are gone', () => {
    const read = { ...nothing, epochs: [{ ...record(1, 2, 205, 2), metrics: { accuracy: 1 } }] };
    const { epochs } = keepFindings(known, read, new Map([[1, 205]]));
    expect(epochs).toEqual([
      record(1, 1, 100, 3),
      { ...record(1, 2, 200, 2), metrics: { loss: 2, accuracy: 1 }, endedAt: 215 },
      record(2, 2, 300, 2.1),
    ]);
  });

  it('is corrected by a log that is still whole', () => {
    const wrong = { ...known, epochs: [...known.epochs, record(2, 938, 310, 9)] };
    const whole = new Map([
      [1, 90],
      [2, 280],
    ]);
    expect(keepFindings(wrong, known, whole).epochs).toEqual(known.epochs);
  });
});

describe('a metric that was learnt and is asked for again', () => {
  it('is the one with more points, each for itself', () => {
    const learnt = [
      { name: 'loss', points: points(60) },
      { name: 'accuracy', points: points(2) },
      { name: 'gone', points: points(5) },
    ];
    const read = [
      { name: 'loss', points: points(1) },
      { name: 'accuracy', points: points(7) },
      { name: 'new', points: [] },
    ];
    expect(keepSeries(learnt, read).map(({ name, points: { length } }) => [name, length])).toEqual([
      ['loss', 60],
      ['accuracy', 7],
      ['new', 0],
      ['gone', 5],
    ]);
    expect(keepSeries(undefined, read)).toEqual(read);
  });
});
