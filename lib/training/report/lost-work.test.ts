import { describe, expect, it } from 'vitest';
import { type Attempt, attemptsOf } from '../attempts';
import { type EpochRecord, parseEpochs } from '../epochs';
import { after, sampleJob, sampleLog } from '../read-sample';
import { lostWorkOf } from './lost-work';

/** Times are in seconds. */
const attempt = (number: number, from: number, to: number, end: Attempt['end'] = 'interrupted'): Attempt => ({
  number,
  startedAt: after(from - 5),
  containerStartedAt: after(from),
  endedAt: after(to),
  end,
  phases: [],
});
const epoch = (of: number, number: number, from: number, to?: number): EpochRecord => ({
  attempt: of,
  epoch: number,
  metrics: to === undefined ? {} : { loss: 1 / number },
  startedAt: after(from),
  ...(to !== undefined && { endedAt: after(to) }),
});
/** A script that prints one line at the end of each epoch does not tell when it began. */
const printedAtEnd = (of: number, number: number, at: number) => epoch(of, number, at, at);

describe('lostWorkOf', () => {
  it('knows nothing of a job without attempts, or whose log names no epoch', () => {
    expect(lostWorkOf([], [])).toBeUndefined();
    expect(lostWorkOf([], [epoch(1, 1, 0, 10)])).toBeUndefined();
    expect(lostWorkOf([attempt(1, 0, 50), attempt(2, 60, 90, 'completed')], [])).toBeUndefined();
  });

  it('is nothing where nothing was interrupted', () => {
    expect(lostWorkOf([attempt(1, 0, 30, 'completed')], [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20)])).toEqual({
      recomputedEpochs: 0,
      seconds: 0,
    });
  });

  it('killed in the middle of an epoch, loses what was begun of it', () => {
    const attempts = [attempt(1, 0, 27), attempt(2, 60, 90, 'completed')];
    // The checkpoint of epoch 2 was written at its end, at 20 s; epoch 3 had given a first loss at 24 s.
    const records = [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20), epoch(1, 3, 20, 24), epoch(2, 3, 60, 70)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 1, seconds: 7 });
    // Without any metric the epoch was not trained, but its seconds are gone all the same.
    const barely = [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20), epoch(1, 3, 20), epoch(2, 3, 60, 70)];
    expect(lostWorkOf(attempts, barely)).toEqual({ recomputedEpochs: 0, seconds: 7 });
  });

  it('loses every epoch after the checkpoint it goes on from', () => {
    const attempts = [attempt(1, 0, 45), attempt(2, 60, 90, 'completed')];
    const records = [1, 2, 3, 4].map((n) => epoch(1, n, (n - 1) * 10, n * 10));
    expect(lostWorkOf(attempts, [...records, epoch(2, 3, 60, 70), epoch(2, 4, 70, 80)])).toEqual({
      recomputedEpochs: 2,
      // From the end of epoch 2, at 20 s, to the interruption.
      seconds: 25,
    });
  });

  it('begun again from scratch, loses all since the container started', () => {
    const attempts = [attempt(1, 3, 33), attempt(2, 60, 90, 'completed')];
    const records = [epoch(1, 1, 5, 15), epoch(1, 2, 15, 25), epoch(2, 1, 62, 72), epoch(2, 2, 72, 82)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 2, seconds: 30 });
  });

  it('counts the same for a log that prints only at the end of an epoch', () => {
    const attempts = [attempt(1, 0, 27), attempt(2, 60, 95, 'completed')];
    const records = [printedAtEnd(1, 1, 10), printedAtEnd(1, 2, 20), printedAtEnd(2, 3, 71)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 0, seconds: 7 });
  });

  it('adds up two interruptions', () => {
    const attempts = [attempt(1, 0, 35), attempt(2, 50, 78), attempt(3, 100, 130, 'completed')];
    const records = [
      ...[1, 2, 3].map((n) => epoch(1, n, (n - 1) * 10, n * 10)),
      // Went on from the checkpoint of epoch 2: lost from 20 s to 35 s.
      ...[3, 4].map((n) => epoch(2, n, 50 + (n - 3) * 10, 60 + (n - 3) * 10)),
      // Went on from the checkpoint of epoch 4, at 70 s: lost from there to 78 s.
      ...[5, 6].map((n) => epoch(3, n, 100 + (n - 5) * 10, 110 + (n - 5) * 10)),
    ];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 1, seconds: 15 + 8 });
  });

  it('loses earlier attempts as well where a later one goes back behind them', () => {
    const attempts = [attempt(1, 0, 30), attempt(2, 50, 75), attempt(3, 100, 130, 'completed')];
    const records = [
      epoch(1, 1, 0, 10),
      epoch(1, 2, 10, 20),
      epoch(2, 3, 50, 60),
      epoch(3, 1, 100, 110),
      epoch(3, 2, 110, 120),
      epoch(3, 3, 120, 130),
    ];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 3, seconds: 30 + 25 });
  });

  it('loses all of an attempt that was taken before it named an epoch', () => {
    const attempts = [attempt(1, 0, 25), attempt(2, 50, 58), attempt(3, 100, 130, 'completed')];
    const records = [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20), epoch(3, 3, 100, 110)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 0, seconds: 5 + 8 });
  });

  it('takes nothing for lost that no later attempt did again', () => {
    const attempts = [attempt(1, 0, 25), attempt(2, 50, 58, 'max-wait-exceeded')];
    expect(lostWorkOf(attempts, [epoch(1, 1, 0, 10), epoch(1, 2, 10, 20)])).toEqual({
      recomputedEpochs: 0,
      seconds: 0,
    });
  });

  it('leaves out an attempt whose container never started, and records of attempts the job does not know', () => {
    const { containerStartedAt: _, ...neverStarted } = attempt(2, 40, 45);
    const attempts = [attempt(1, 0, 25), neverStarted, attempt(3, 60, 90, 'completed')];
    const records = [epoch(1, 1, 0, 10), epoch(3, 2, 60, 70), epoch(9, 1, 0, 10)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 0, seconds: 15 });
  });

  it('of a recorded log, one line a second: epoch 2 ends at 5 s, the instance is lost at 12 s', () => {
    const attempts = [attempt(1, 0, 12), attempt(2, 60, 90, 'completed')];
    const records = parseEpochs([
      ...sampleLog('resumed-attempt-1'),
      ...sampleLog('resumed-attempt-2', { attempt: 2, from: 60 }),
    ]);
    // Epoch 3 was trained before a checkpoint held it; epoch 4 was only begun.
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 1, seconds: 7 });
  });

  it('takes the times of a job that was interrupted from its transitions', () => {
    const job = sampleJob('one-interruption');
    const attempts = attemptsOf(job, after(10_000));
    const [first, second] = attempts;
    const began = ((first?.containerStartedAt ?? 0) - after(0)) / 1000;
    const lostAt = ((first?.endedAt ?? 0) - after(0)) / 1000;
    const again = ((second?.containerStartedAt ?? 0) - after(0)) / 1000;
    const records = [epoch(1, 1, began + 1, began + 9), epoch(2, 2, again + 1, again + 9)];
    expect(lostWorkOf(attempts, records)).toEqual({ recomputedEpochs: 0, seconds: lostAt - (began + 9) });
    expect(lostAt - began).toBeGreaterThan(9);
  });
});
