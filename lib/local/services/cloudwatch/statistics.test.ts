import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Sqlite } from '../../store/database';
import { type MetricQueries, type MetricStore } from '../../store/metric-store';
import { createMetricStore } from '../../store/sqlite-metric-store';
import { percentileShare, pointsOf } from './statistics';

const metric = { namespace: 'N', metricName: 'm', dimensions: {} };
const range = { from: 0, to: 60_000, period: 60_000 };
let database: Sqlite;
let metrics: MetricStore & MetricQueries;

beforeEach(() => {
  database = openDatabase(':memory:');
  metrics = createMetricStore(database);
});
afterEach(() => {
  database.close();
});

const put = (value: number, unit?: string) =>
  metrics.put([
    { ...metric, timestamp: 0, sampleCount: 1, sum: value, minimum: value, maximum: value, unit },
  ]);
const statistic = (name: string) => {
  const work = pointsOf(metrics, metric, range, name);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value.map(({ value }) => value);
  }
};

describe('statistics', () => {
  it('finds percentiles by nearest rank, exactly at the rank', () => {
    for (let value = 1; value <= 100; value += 1) put(value);
    expect(['p0', 'p7', 'p50', 'p99', 'p99.9', 'p100'].flatMap(statistic)).toEqual([1, 7, 50, 99, 100, 100]);
  });

  it('has no percentile where a value is negative, but every other statistic', () => {
    put(-2);
    put(4);
    expect([statistic('p50'), statistic('Average'), statistic('Minimum')]).toEqual([[], [1], [-2]]);
  });

  it('joins the units where the query names none', () => {
    put(1, 'Percent');
    put(5, 'Count');
    const names = ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'p100'];
    expect(names.map(statistic)).toEqual([[2], [6], [1], [5], [5]]);
  });

  it('reads percentile names', () => {
    const names = ['p0', 'p99.5', 'p100', 'p101', 'p', 'P50', 'p50.', 'tm90', 'p-1'];
    expect(names.map(percentileShare)).toEqual([0, 0.995, 1, ...Array<undefined>(6).fill(undefined)]);
  });
});
