import { describe, expect, it } from 'vitest';
import { type TrainingLogLine, type TrainingModel } from './model';
import { readTrainingLog } from './reader';

/** Names that every object has, or that change one. */
const NAMES = [
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
];

const lines = (...messages: string[]): TrainingLogLine[] => {
  let attempt = 1;
  return messages.flatMap((message, sequence) => {
    if (message === 'next attempt') attempt++;
    return message === 'next attempt'
      ? []
      : [{ sequence, at: sequence * 1000, attempt, host: 'algo-1', message }];
  });
};

/** Each name has a value of its own, which differs from epoch to epoch. */
const values = (epoch: number): [string, number][] =>
  NAMES.map((name, index) => [name, (index + 1) / epoch / 10]);
const printed = (epoch: number) =>
  values(epoch)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' - ');

/** As it goes to the browser, into the catalog and to another thread. */
const ways: [name: string, take: (model: TrainingModel) => TrainingModel][] = [
  ['as it is', (model) => model],
  ['as JSON', (model) => JSON.parse(JSON.stringify(model)) as TrainingModel],
  ['as a structured clone', structuredClone],
];

describe.each(ways)('metrics with the names that objects have, %s', (_, take) => {
  const read = (...messages: string[]) => take(readTrainingLog(lines(...messages)));
  const own = (metrics: Record<string, number> | undefined) => Object.entries(metrics ?? {});

  it('are those of the epoch and of its curve', () => {
    const model = read(...[1, 2].map((epoch) => `Epoch ${epoch}/2 - loss: 0.5 - ${printed(epoch)}`));
    const series = model.attempts[0]?.series[0];
    for (const epoch of [1, 2]) {
      const wanted = [['loss', 0.5], ...values(epoch)];
      expect(own(series?.epochs[epoch - 1]?.metrics)).toEqual(wanted);
      expect(own(series?.points[epoch - 1]?.metrics)).toEqual(wanted);
    }
  });

  it('are those of a step, two lines of one step taken together', () => {
    const [first, ...others] = NAMES as [string, ...string[]];
    const model = read(
      ...[10, 20].flatMap((step) => [
        `step ${step}/20 loss: 0.5 ${first}: 1`,
        `step ${step}/20 ${others.map((name, index) => `${name}: ${index + 2}`).join(' ')}`,
      ]),
    );
    const points = model.attempts[0]?.series[0]?.points ?? [];
    expect(points).toHaveLength(2);
    for (const { metrics } of points)
      expect(own(metrics)).toEqual([['loss', 0.5], ...NAMES.map((name, index) => [name, index + 1])]);
  });

  it('are those of an evaluation, drawn more than once', () => {
    const model = read(
      'Epoch 1/1',
      '20/20 [==============================] - 2s - loss: 0.5',
      ...[2, 1].map((epoch, index) => `${10 + 10 * index}/20 [===============] - 1s - ${printed(epoch)}`),
    );
    const series = model.attempts[0]?.series[0];
    expect(own(series?.epochs[0]?.metrics)).toEqual([['loss', 0.5]]);
    expect(series?.evaluations.map(({ metrics }) => own(metrics))).toEqual([values(1)]);
  });

  it('are the members of a record, and the columns of a table', () => {
    const record = Object.fromEntries([['epoch', 1], ['loss', 0.5], ...values(1)]);
    const ofRecord = read(JSON.stringify(record)).attempts[0]?.series[0]?.epochs[0]?.metrics;
    expect(own(ofRecord)).toEqual([['loss', 0.5], ...values(1)]);
    const columns = ['constructor', 'toString', 'valueOf'];
    const ofTable = read(`epoch,${columns.join(',')}`, '1,0.1,0.2,0.3').attempts[0]?.series[0];
    expect(own(ofTable?.epochs[0]?.metrics)).toEqual(columns.map((name, index) => [name, (index + 1) / 10]));
  });

  it('tell where an attempt took up as any other does', () => {
    const epochs = (name: string, after: number[]) =>
      read(
        ...[1, 0.5, 0.25].map((value, index) => `Epoch ${index + 1} ${name}: ${value}`),
        'next attempt',
        ...after.map((value, index) => `Epoch ${index + 1} ${name}: ${value}`),
      ).resumes[0];
    for (const after of [
      [1, 0.5],
      [0.24, 0.2],
    ]) {
      const wanted = epochs('loss', after);
      for (const name of NAMES) {
        const got = epochs(`${name}_loss`, after);
        expect({ ...got, evidence: [] }).toEqual({ ...wanted, evidence: [] });
      }
    }
  });
});

it('no name of a log changes what every object has', () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  readTrainingLog(lines(`{"__proto__": {"loss": 1}, "epoch": 1}`, `Epoch 1 ${printed(1)}`));
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});
