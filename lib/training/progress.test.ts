import { describe, expect, it } from 'vitest';
import { type EpochRecord } from './epochs';
import { plannedEpochs, readHyperparameter } from './hyperparameters';
import { progressOf } from './progress';
import { after, sampleJob } from './read-sample';

const epoch = (attempt: number, number: number, from: number, to?: number, of?: number): EpochRecord => ({
  attempt,
  epoch: number,
  metrics: to === undefined ? {} : { loss: 1 },
  startedAt: after(from),
  ...(to !== undefined && { endedAt: after(to) }),
  ...(of !== undefined && { of }),
});
const job = sampleJob('two-interruptions-training');

describe('progressOf', () => {
  it('counts epochs done, and the time left at the pace of this attempt', () => {
    const epochs = [epoch(1, 1, 100, 200), epoch(2, 2, 630, 640), epoch(2, 3, 640, 650), epoch(2, 4, 650)];
    expect(progressOf({ job, epochs }, after(654))).toMatchObject({
      epoch: 4,
      of: 10,
      share: 0.3,
      secondsLeft: 66,
    });
  });

  it('reads a log that speaks only at the end of an epoch', () => {
    const epochs = [epoch(1, 1, 630, 630), epoch(1, 2, 640, 640), epoch(1, 3, 650, 650)];
    expect(progressOf({ job, epochs }, after(650))).toMatchObject({ epoch: 3, share: 0.3, secondsLeft: 70 });
    expect(progressOf({ job, epochs: epochs.slice(0, 1) }, after(650))).not.toHaveProperty('secondsLeft');
  });

  it('goes back to the epoch that training resumed at', () => {
    const epochs = [epoch(1, 5, 100, 200), epoch(2, 3, 630)];
    expect(progressOf({ job, epochs }, after(640))).toMatchObject({ epoch: 3, share: 0.2 });
  });

  it('counts rounds and epochs that start at 0 from 0', () => {
    const rounds = { ...job, hyperparameters: { num_round: '100' } };
    expect(
      progressOf({ job: rounds, epochs: [epoch(1, 49, 1, 1)], epochAxis: 'round' }, after(2)),
    ).toMatchObject({
      epoch: 49,
      of: 100,
      share: 0.5,
    });
    const epochs = [epoch(1, 0, 1, 1), epoch(1, 4, 2, 2)];
    expect(progressOf({ job, epochs }, after(3)).share).toBe(0.5);
  });

  it('believes the log over the hyperparameters, and knows no share without either', () => {
    expect(progressOf({ job, epochs: [epoch(1, 1, 1, 2, 4)] }, after(3))).toMatchObject({
      of: 4,
      share: 0.25,
    });
    const unplanned = progressOf(
      { job: { ...job, hyperparameters: {} }, epochs: [epoch(1, 1, 1, 2)] },
      after(3),
    );
    expect(unplanned.epoch).toBe(1);
    expect(unplanned).not.toHaveProperty('share');
    expect(progressOf({ job, epochs: [] }, after(3))).not.toHaveProperty('epoch');
  });

  it('never says more than all is done', () => {
    expect(progressOf({ job, epochs: [epoch(1, 12, 1, 2)] }, after(3)).share).toBe(1);
  });

  it('gives no time left while nothing trains', () => {
    const waiting = sampleJob('interrupted-waiting');
    const epochs = [epoch(1, 1, 100, 200), epoch(1, 2, 200, 300)];
    expect(progressOf({ job: waiting, epochs }, after(310))).not.toHaveProperty('secondsLeft');
  });

  it('counts max run by time on instances and max wait by all time', () => {
    expect(progressOf({ job, epochs: [] }, after(650))).toMatchObject({
      maxRuntimeSecondsLeft: 600 - (240 + 100 + 50),
      maxWaitSecondsLeft: 1200 - 650,
    });
    expect(progressOf({ job, epochs: [] }, after(5000))).toMatchObject({
      maxRuntimeSecondsLeft: 0,
      maxWaitSecondsLeft: 0,
    });
    const ended = progressOf({ job: sampleJob('failed'), epochs: [] }, after(650));
    expect(ended).not.toHaveProperty('maxWaitSecondsLeft');
    expect(ended).not.toHaveProperty('maxRuntimeSecondsLeft');
  });
});

describe('hyperparameters', () => {
  it.each<[string, unknown]>([
    ['10', 10],
    ['"10"', '10'],
    ['true', true],
    ['{"a":1}', { a: 1 }],
    ['reg:squarederror', 'reg:squarederror'],
    ['s3://bucket/key', 's3://bucket/key'],
    ['', ''],
  ])('%s', (value, read) => expect(readHyperparameter(value)).toEqual(read));

  it.each<[Record<string, string>, number | undefined]>([
    [{ epochs: '10' }, 10],
    [{ epochs: '"5"' }, 5],
    [{ num_round: '50' }, 50],
    [{ num_train_epochs: '2.5' }, 3],
    [{ epochs: 'many' }, undefined],
    [{ epochs: '0' }, undefined],
    [{ 'batch-size': '64' }, undefined],
  ])('plan of %o', (hyperparameters, planned) => expect(plannedEpochs({ hyperparameters })).toBe(planned));
});
