import { describe, expect, it } from 'vitest';
import { readTrainingLog } from '../training-log/reader';
import { boundedReading } from './bounded-reading';
import { hasDetail, metricCurves } from './metric-curves';
import { sampleModel } from '../../testing/training/sample-reading';

const rounds = 50_000;
/** A dip that no even choice of a thousand would meet. */
const dip = 31_337;

const line = (sequence: number, attempt: number, message: string) => ({
  sequence,
  at: 1_790_000_000_000 + sequence * 1000,
  attempt,
  host: 'algo-1',
  message,
});

const longLog = () =>
  readTrainingLog(
    (function* () {
      for (let round = 0; round < 20_000; round++)
        yield line(round, 1, `[${round}]\ttrain-rmse:${(8 / (1 + round)).toFixed(5)}\tvalidation-rmse:1.5`);
      yield line(20_000, 2, 'Resuming from checkpoint xgboost-checkpoint.19500');
      for (let round = 19_501; round < rounds; round++) {
        const value = round === dip ? '-3.00000' : (8 / (1 + round)).toFixed(5);
        yield line(round + 1000, 2, `[${round}]\ttrain-rmse:${value}\tvalidation-rmse:1.5`);
      }
    })(),
  );

describe('what a page is sent of a long log', () => {
  it('is small, and says what the whole says of its ends, its peaks and where training resumed', () => {
    const whole = longLog();
    const part = boundedReading(whole);
    expect(JSON.stringify(whole).length).toBeGreaterThan(6_000_000);
    expect(JSON.stringify(part).length).toBeLessThan(900_000);
    expect(boundedReading(whole)).toBe(part);

    const [first, second] = part.attempts.map(({ series }) => series[0]!.epochs);
    expect(first?.[0]).toEqual(whole.attempts[0]!.series[0]!.epochs[0]);
    expect(first?.at(-1)?.number).toBe(19_999);
    expect(second?.[0]?.number).toBe(19_501);
    expect(second?.at(-1)?.number).toBe(rounds - 1);
    expect(second?.find(({ number }) => number === dip)?.metrics['train-rmse']).toBe(-3);
    // The band of what was trained again begins and ends at rounds that are there.
    expect(first?.map(({ number }) => number)).toEqual(expect.arrayContaining([19_500, 19_501]));
    expect(part.resumes).toEqual(whole.resumes);
    expect(part.attempts.map(({ reached }) => reached)).toEqual(whole.attempts.map(({ reached }) => reached));
    expect(hasDetail(part)).toBe(hasDetail(whole));
  });

  it('has the lowest and the highest of every stretch of a curve', () => {
    const values = Array.from(
      { length: rounds },
      (_, index) => Math.sin(index / 777) + ((index * 7919) % 13),
    );
    const whole = sampleModel([
      {
        attempt: 1,
        epochs: values.map((value, index) => ({
          number: index + 1,
          from: index,
          to: index + 1,
          metrics: { loss: value },
        })),
      },
    ]);
    const kept = metricCurves(boundedReading(whole), 'one')[0]!.points;
    expect(kept.length).toBeLessThan(3_000);
    for (let from = 0; from < rounds; from += 500) {
      const stretch = values.slice(from, from + 500);
      const own = kept.filter(({ x }) => x > from - 100 && x <= from + 600).map(({ value }) => value);
      expect(Math.min(...own)).toBeLessThanOrEqual(Math.min(...stretch));
      expect(Math.max(...own)).toBeGreaterThanOrEqual(Math.max(...stretch));
    }
  });

  it('is the reading itself where that is short', () => {
    const whole = sampleModel([{ attempt: 1, epochs: [{ number: 1, from: 0, to: 1 }] }]);
    expect(boundedReading(whole)).toBe(whole);
  });

  it('stays small however many metrics there are', () => {
    const metrics = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, index / 3]));
    const whole = sampleModel([
      {
        attempt: 1,
        epochs: Array.from({ length: 5_000 }, (_, index) => ({
          number: index + 1,
          from: index,
          to: index + 1,
          metrics,
        })),
      },
    ]);
    expect(JSON.stringify(boundedReading(whole)).length).toBeLessThan(1_500_000);
  });
});
