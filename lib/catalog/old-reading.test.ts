import { describe, expect, it } from 'vitest';
import { epochsRead } from '../../testing/training/sample-reading';
import { backfillFrom } from './old-reading';

const epoch = (attempt: number, number: number, startedAt: number, endedAt?: number) => ({
  attempt,
  epoch: number,
  of: 10,
  metrics: { loss: 1 / (number + 1) },
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
});

describe('what the reader of before backfilled', () => {
  it('is kept as an old reading: its epochs, and a resume where the numbers go on', () => {
    const backfill = backfillFrom({
      epochs: [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20), epoch(1, 3, 20, 30), epoch(2, 3, 60, 70)],
      resumeNotices: [{ attempt: 2, at: 50, checkpoint: 'checkpoint-2.h5' }],
      epochAxis: 'epoch',
      metrics: [],
    });
    expect(backfill.oldReading).toBe(true);
    expect(epochsRead(backfill.reading)).toEqual(['1/1', '1/2', '1/3', '2/3']);
    expect(backfill.reading.attempts.map(({ reached, planned }) => [reached, planned])).toEqual([
      [3, 10],
      [3, 10],
    ]);
    expect(backfill.reading.resumes).toMatchObject([
      { attempt: 2, verdict: 'resumed', at: 2, from: 'checkpoint-2.h5', lost: 1 },
    ]);
  });

  it('is not believed when it says that training began again', () => {
    const { reading } = backfillFrom({
      epochs: [epoch(1, 0, 0, 10), epoch(2, 0, 60, 70)],
      epochAxis: 'round',
    });
    expect(reading.counts).toBe('round');
    expect(reading.resumes).toMatchObject([{ attempt: 2, verdict: 'cannot-tell' }]);
    expect(reading.attempts[0]?.reached).toBe(1);
  });

  it('is nothing where it had read nothing, and today’s reading is taken as it is', () => {
    expect(backfillFrom({ epochs: [] })).toEqual({
      reading: { counts: null, attempts: [], resumes: [] },
      metrics: [],
    });
    const today = { reading: { counts: null, attempts: [], resumes: [] }, metrics: [] };
    expect(backfillFrom(today)).toEqual(today);
  });
});
