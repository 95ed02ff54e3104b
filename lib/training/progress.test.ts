import { describe, expect, it } from 'vitest';
import { plannedEpochs, readHyperparameter } from './hyperparameters';
import { progressOf } from './progress';
import { noReading } from './position';
import { after, sampleJob } from '../../testing/training/read-sample';
import { sampleModel } from '../../testing/training/sample-reading';

const epoch = (number: number, from: number, to?: number, of?: number) => ({
  number,
  from,
  ...(to !== undefined && { to }),
  ...(of !== undefined && { of }),
});
const job = sampleJob('two-interruptions-training');

describe('progressOf', () => {
  it('counts what is complete, and the time left at the pace of this attempt', () => {
    const reading = sampleModel([
      { attempt: 1, epochs: [epoch(1, 100, 200)] },
      { attempt: 2, epochs: [epoch(2, 630, 640), epoch(3, 640, 650), epoch(4, 650)] },
    ]);
    expect(progressOf({ job, reading }, after(654))).toMatchObject({
      current: 4,
      position: 3,
      of: 10,
      share: 0.3,
      secondsLeft: 66,
    });
  });

  it('counts a part of an epoch as a part', () => {
    const points = [
      { position: 0.2, at: 600 },
      { position: 0.4, at: 640 },
    ];
    const reading = sampleModel([{ attempt: 1, epochs: [epoch(1, 560)], points, planned: 1 }]);
    const progress = progressOf({ job, reading }, after(640));
    expect(progress).toMatchObject({ current: 1, position: 0.4, of: 1, share: 0.4 });
    expect(progress.secondsLeft).toBeCloseTo(120);
  });

  it('reads a log that speaks only at the end of an epoch', () => {
    const epochs = [epoch(1, 630, 630), epoch(2, 640, 640), epoch(3, 650, 650)];
    expect(progressOf({ job, reading: sampleModel([{ attempt: 1, epochs }]) }, after(650))).toMatchObject({
      position: 3,
      share: 0.3,
    });
    const one = sampleModel([{ attempt: 1, epochs: [{ number: 1, from: 630, to: 630 }] }]);
    expect(progressOf({ job, reading: one }, after(650))).not.toHaveProperty('secondsLeft');
  });

  it('goes back to where training resumed', () => {
    const reading = sampleModel([
      { attempt: 1, epochs: [epoch(5, 100, 200)], from: 0 },
      { attempt: 2, epochs: [epoch(3, 630)] },
    ]);
    expect(progressOf({ job, reading }, after(640))).toMatchObject({ current: 3, position: 2, share: 0.2 });
  });

  it('counts rounds and epochs that start at 0 from 0', () => {
    const rounds = { ...job, hyperparameters: { num_round: '100' } };
    const reading = sampleModel([{ attempt: 1, epochs: [epoch(49, 1, 1)], base: 0, from: 0 }], [], 'round');
    expect(progressOf({ job: rounds, reading }, after(2))).toMatchObject({
      counts: 'round',
      current: 49,
      position: 50,
      of: 100,
      share: 0.5,
    });
  });

  it('does not take a number of epochs for one of steps', () => {
    const reading = sampleModel([{ attempt: 1, points: [{ position: 400, at: 1 }] }], [], 'step');
    const progress = progressOf({ job, reading }, after(3));
    expect(progress).toMatchObject({ counts: 'step', current: 400, position: 400 });
    expect(progress).not.toHaveProperty('of');
  });

  it('believes the log over the hyperparameters, and knows no share without either', () => {
    const planned = sampleModel([{ attempt: 1, epochs: [epoch(1, 1, 2, 4)] }]);
    expect(progressOf({ job, reading: planned }, after(3))).toMatchObject({ of: 4, share: 0.25 });
    const reading = sampleModel([{ attempt: 1, epochs: [epoch(1, 1, 2)] }]);
    const unplanned = progressOf({ job: { ...job, hyperparameters: {} }, reading }, after(3));
    expect(unplanned.position).toBe(1);
    expect(unplanned).not.toHaveProperty('share');
    expect(progressOf({ job, reading: noReading }, after(3))).not.toHaveProperty('position');
  });

  it('never says more than all is done', () => {
    const reading = sampleModel([{ attempt: 1, epochs: [epoch(12, 1, 2)] }]);
    expect(progressOf({ job, reading }, after(3)).share).toBe(1);
  });

  it('gives no time left while nothing trains', () => {
    const waiting = sampleJob('interrupted-waiting');
    const reading = sampleModel([{ attempt: 1, epochs: [epoch(1, 100, 200), epoch(2, 200, 300)] }]);
    expect(progressOf({ job: waiting, reading }, after(310))).not.toHaveProperty('secondsLeft');
  });

  it('counts max run by time on instances and max wait by all time', () => {
    expect(progressOf({ job, reading: noReading }, after(650))).toMatchObject({
      maxRuntimeSecondsLeft: 600 - (240 + 100 + 50),
      maxWaitSecondsLeft: 1200 - 650,
    });
    expect(progressOf({ job, reading: noReading }, after(5000))).toMatchObject({
      maxRuntimeSecondsLeft: 0,
      maxWaitSecondsLeft: 0,
    });
    const ended = progressOf({ job: sampleJob('failed'), reading: noReading }, after(650));
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
