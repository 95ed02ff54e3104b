import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Sqlite } from './database';
import { type MetricQueries, type MetricSample, type MetricStore } from './metric-store';
import { onSetAside } from './set-aside';
import { createMetricStore } from './sqlite-metric-store';

const minute = 60_000;
let database: Sqlite;
let metrics: MetricStore & MetricQueries;

beforeEach(() => {
  database = openDatabase(':memory:');
  metrics = createMetricStore(database);
});
afterEach(() => {
  database.close();
});

const sample = (timestamp: number, value: number, more: Partial<MetricSample> = {}): MetricSample => ({
  namespace: 'N',
  metricName: 'loss',
  dimensions: { TrainingJobName: 'job' },
  timestamp,
  sampleCount: 1,
  sum: value,
  minimum: value,
  maximum: value,
  ...more,
});
const loss = { namespace: 'N', metricName: 'loss', dimensions: { TrainingJobName: 'job' } };
const range = { from: 0, to: 10 * minute, period: minute };

it.each(['no JSON', '{}', '[["TrainingJobName",7]]', '["TrainingJobName"]', 'null'])(
  'a metric whose dimensions cannot be read is set aside with its samples, and harms no list: %s',
  (dimensions) => {
    const said: string[] = [];
    onSetAside(database, (sentence) => void said.push(sentence));
    metrics.put(['a', 'b', 'c'].map((metricName, index) => sample(index, index, { metricName })));
    database.prepare("UPDATE metrics SET dimensions = ? WHERE name = 'b'").run(dimensions);
    const job = { name: 'TrainingJobName', value: 'job' };
    const names = (filter: Parameters<MetricQueries['list']>[0]) =>
      metrics.list(filter).map(({ metricName }) => metricName);
    expect(names({ dimensions: [job], limit: 9 })).toEqual(['a', 'c']);
    expect(names({ limit: 2 }), 'a page is full all the same').toEqual(['a', 'c']);
    expect(said).toEqual([expect.stringMatching(/^The record of metric 2 cannot be read/)]);
    expect(database.prepare('SELECT document FROM set_aside').all()).toMatchObject([
      { document: dimensions },
    ]);
    metrics.put([sample(3, 7, { metricName: 'd' })]);
    expect(metrics.buckets({ ...loss, metricName: 'd' }, range)).toMatchObject([{ sampleCount: 1, sum: 7 }]);
    expect(database.prepare('SELECT count(*) AS kept FROM metric_samples').get()).toMatchObject({ kept: 4 });
  },
);

describe('sqlite metric store', () => {
  it('sums up the samples of each period and leaves empty periods out', () => {
    metrics.put([sample(10, 1), sample(50_000, 3), sample(3 * minute, 5)]);
    expect(metrics.buckets(loss, range)).toMatchObject([
      { start: 0, sampleCount: 2, sum: 4, minimum: 1, maximum: 3, unit: 'None' },
      { start: 3 * minute, sampleCount: 1, sum: 5 },
    ]);
  });

  it('counts periods from the start asked for; the end is exclusive', () => {
    metrics.put([0, 1, 2, 3, 4].map((at) => sample(at * minute, at)));
    const buckets = metrics.buckets(loss, { from: minute, to: 4 * minute, period: 2 * minute });
    expect(buckets.map(({ start, sum }) => [start, sum])).toEqual([
      [minute, 3],
      [3 * minute, 3],
    ]);
  });

  it('keeps seconds only for samples of high resolution', () => {
    metrics.put([sample(12_345, 1), sample(12_345, 2, { storageResolution: 1 })]);
    const buckets = metrics.buckets(loss, { from: 0, to: minute, period: 1000 });
    expect(buckets.map(({ start, sum }) => [start, sum])).toEqual([
      [0, 1],
      [12_000, 2],
    ]);
  });

  it('knows a metric by its whole set of dimensions, in any order', () => {
    metrics.put([
      sample(0, 1, { dimensions: { a: '1', b: '2' } }),
      sample(0, 2, { dimensions: { b: '2', a: '1' } }),
    ]);
    expect(metrics.buckets({ ...loss, dimensions: { b: '2', a: '1' } }, range)).toMatchObject([{ sum: 3 }]);
    expect(metrics.buckets({ ...loss, dimensions: { a: '1' } }, range)).toEqual([]);
  });

  it('tells units apart and can choose one', () => {
    metrics.put([sample(0, 1, { unit: 'Percent' }), sample(0, 2, { unit: 'Count' })]);
    expect(metrics.buckets(loss, range).map(({ unit }) => unit)).toEqual(['Count', 'Percent']);
    expect(metrics.buckets(loss, { ...range, unit: 'Percent' })).toMatchObject([{ sum: 1 }]);
  });

  it('gives values with their counts in order, and says where a set hides them', () => {
    metrics.put([
      sample(0, 5),
      sample(1, 2),
      sample(2, 5),
      sample(minute, 6, { sampleCount: 3, minimum: 1, maximum: 3 }),
    ]);
    expect([...metrics.values(loss, range)].flat()).toMatchObject([
      { start: 0, value: 2, count: 1, exact: true },
      { start: 0, value: 5, count: 2, exact: true },
      { start: minute, value: 1, count: 3, exact: false },
    ]);
  });

  it('lists by namespace, name, dimension and activity, page by page', () => {
    metrics.put([
      sample(0, 1),
      sample(5 * minute, 1, { metricName: 'accuracy' }),
      sample(0, 1, { dimensions: { TrainingJobName: 'other' } }),
      sample(0, 1, { namespace: 'M' }),
    ]);
    const names = (filter: Partial<Parameters<MetricQueries['list']>[0]>) =>
      metrics
        .list({ limit: 10, ...filter })
        .map(
          ({ namespace, metricName, dimensions }) =>
            `${namespace} ${metricName} ${dimensions.TrainingJobName}`,
        );
    expect(names({ namespace: 'M' })).toEqual(['M loss job']);
    expect(names({ namespace: 'N', metricName: 'loss' })).toEqual(['N loss job', 'N loss other']);
    expect(names({ dimensions: [{ name: 'TrainingJobName', value: 'other' }] })).toEqual(['N loss other']);
    expect(names({ dimensions: [{ name: 'TrainingJobName' }] })).toHaveLength(4);
    expect(names({ dimensions: [{ name: 'Host' }] })).toEqual([]);
    expect(names({ activeSince: minute })).toEqual(['N accuracy job']);
    const [first] = metrics.list({ limit: 1 });
    expect(metrics.list({ limit: 10, afterId: first?.id })).toHaveLength(3);
  });
});
