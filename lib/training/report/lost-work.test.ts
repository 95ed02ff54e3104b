import { describe, expect, it } from 'vitest';
import { type Attempt, attemptsOf } from '../attempts';
import { noReading } from '../position';
import { after, sampleJob } from '../../../testing/training/read-sample';
import { type SampleAttempt, sampleModel } from '../../../testing/training/sample-reading';
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
const epoch = (number: number, from: number, to?: number) => ({
  number,
  from,
  ...(to !== undefined && { to }),
});
/** What a reader makes of attempts that took up at these positions. */
const reading = (attempts: SampleAttempt[], tookUp: Record<number, [at: number, lost: number]> = {}) =>
  sampleModel(
    attempts,
    Object.entries(tookUp).map(([number, [at, lost]]) => ({ attempt: Number(number), at, lost })),
  );

describe('lostWorkOf', () => {
  it('knows nothing of a job without attempts, or whose log counts nothing', () => {
    expect(lostWorkOf([], noReading)).toBeUndefined();
    expect(lostWorkOf([], reading([{ attempt: 1, epochs: [epoch(1, 0, 10)] }]))).toBeUndefined();
    expect(lostWorkOf([attempt(1, 0, 50), attempt(2, 60, 90, 'completed')], noReading)).toBeUndefined();
  });

  it('knows nothing where it cannot be told where the attempt took up', () => {
    const model = sampleModel(
      [
        { attempt: 1, epochs: [epoch(1, 0, 10)] },
        { attempt: 2, epochs: [epoch(1, 60, 70)] },
      ],
      [{ attempt: 2, verdict: 'cannot-tell', how: 'unknown' }],
    );
    expect(lostWorkOf([attempt(1, 0, 30), attempt(2, 60, 90, 'completed')], model)).toBeUndefined();
  });

  it('is nothing where nothing was interrupted', () => {
    const model = reading([{ attempt: 1, epochs: [epoch(1, 0, 10), epoch(2, 10, 20)] }]);
    expect(lostWorkOf([attempt(1, 0, 30, 'completed')], model)).toEqual({
      recomputedEpochs: 0,
      seconds: 0,
      exact: true,
    });
  });

  it('killed in the middle of an epoch, loses the part of it that was trained', () => {
    const attempts = [attempt(1, 0, 27), attempt(2, 60, 90, 'completed')];
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, 0, 10), epoch(2, 10, 20), epoch(3, 20)], reached: 2.4 },
        { attempt: 2, epochs: [epoch(3, 60, 70)] },
      ],
      { 2: [2, 0.4] },
    );
    // The checkpoint of epoch 2 was written at its end, at 20 s.
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 0.4, seconds: 7, exact: true });
  });

  it('within an epoch, loses what was trained beyond the place it took up', () => {
    const attempts = [attempt(1, 0, 27), attempt(2, 60, 90, 'completed')];
    const points = [0.2, 0.4, 0.6, 0.8].map((position, index) => ({ position, at: 5 * (index + 1) }));
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, 0)], points },
        { attempt: 2, epochs: [epoch(1, 60)], from: 0.64, reached: 0.9 },
      ],
      { 2: [0.64, 0.16] },
    );
    // 0.6 was reached at 15 s.
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 0.16, seconds: 12, exact: true });
  });

  it('loses every epoch after the checkpoint it goes on from', () => {
    const attempts = [attempt(1, 0, 45), attempt(2, 60, 90, 'completed')];
    const before = [1, 2, 3, 4].map((n) => epoch(n, (n - 1) * 10, n * 10));
    const model = reading(
      [
        { attempt: 1, epochs: before },
        { attempt: 2, epochs: [epoch(3, 60, 70), epoch(4, 70, 80)] },
      ],
      { 2: [2, 2] },
    );
    // From the end of epoch 2, at 20 s, to the interruption.
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 2, seconds: 25, exact: true });
  });

  it('begun again from scratch, loses all since the container started', () => {
    const attempts = [attempt(1, 3, 33), attempt(2, 60, 90, 'completed')];
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, 5, 15), epoch(2, 15, 25)] },
        { attempt: 2, epochs: [epoch(1, 62, 72), epoch(2, 72, 82)] },
      ],
      { 2: [0, 2] },
    );
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 2, seconds: 30, exact: true });
  });

  it('adds up two interruptions', () => {
    const attempts = [attempt(1, 0, 35), attempt(2, 50, 78), attempt(3, 100, 130, 'completed')];
    const model = reading(
      [
        { attempt: 1, epochs: [1, 2, 3].map((n) => epoch(n, (n - 1) * 10, n * 10)) },
        // Went on from the checkpoint of epoch 2: lost from 20 s to 35 s.
        { attempt: 2, epochs: [3, 4].map((n) => epoch(n, 50 + (n - 3) * 10, 60 + (n - 3) * 10)) },
        // Went on from the checkpoint of epoch 4, at 70 s: lost from there to 78 s.
        { attempt: 3, epochs: [5, 6].map((n) => epoch(n, 100 + (n - 5) * 10, 110 + (n - 5) * 10)) },
      ],
      { 2: [2, 1], 3: [4, 0] },
    );
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 1, seconds: 15 + 8, exact: true });
  });

  it('loses earlier attempts as well where a later one goes back behind them', () => {
    const attempts = [attempt(1, 0, 30), attempt(2, 50, 75), attempt(3, 100, 130, 'completed')];
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, 0, 10), epoch(2, 10, 20)] },
        { attempt: 2, epochs: [epoch(3, 50, 60)] },
        { attempt: 3, epochs: [1, 2, 3].map((n) => epoch(n, 90 + n * 10, 100 + n * 10)) },
      ],
      { 2: [2, 0], 3: [0, 3] },
    );
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 3, seconds: 30 + 25, exact: true });
  });

  it('takes nothing for lost that no later attempt did again', () => {
    const attempts = [attempt(1, 0, 25), attempt(2, 50, 58, 'max-wait-exceeded')];
    const model = reading([{ attempt: 1, epochs: [epoch(1, 0, 10), epoch(2, 10, 20)] }]);
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 0, seconds: 0, exact: false });
  });

  it('leaves out an attempt whose container never started, and what the job does not know as an attempt', () => {
    const { containerStartedAt: _, ...neverStarted } = attempt(2, 40, 45);
    const attempts = [attempt(1, 0, 25), neverStarted, attempt(3, 60, 90, 'completed')];
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, 0, 10)] },
        { attempt: 3, epochs: [epoch(2, 60, 70)] },
        { attempt: 9, epochs: [epoch(1, 0, 10)] },
      ],
      { 3: [1, 0], 9: [0, 5] },
    );
    expect(lostWorkOf(attempts, model)).toEqual({ recomputedEpochs: 0, seconds: 15, exact: true });
  });

  it('takes the times of a job that was interrupted from its transitions', () => {
    const attempts = attemptsOf(sampleJob('one-interruption'), after(10_000));
    const seconds = (at: number | undefined) => ((at ?? 0) - after(0)) / 1000;
    const began = seconds(attempts[0]?.containerStartedAt);
    const lostAt = seconds(attempts[0]?.endedAt);
    const again = seconds(attempts[1]?.containerStartedAt);
    const model = reading(
      [
        { attempt: 1, epochs: [epoch(1, began + 1, began + 9)] },
        { attempt: 2, epochs: [epoch(2, again + 1, again + 9)] },
      ],
      { 2: [1, 0] },
    );
    expect(lostWorkOf(attempts, model)).toEqual({
      recomputedEpochs: 0,
      seconds: lostAt - (began + 9),
      exact: true,
    });
    expect(lostAt - began).toBeGreaterThan(9);
  });
});
