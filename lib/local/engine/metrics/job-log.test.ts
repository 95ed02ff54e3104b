import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Sqlite } from '../../store/database';
import { type MetricSample } from '../../store/metric-store';
import { createLogStore } from '../../store/sqlite-log-store';
import { createMetricStore } from '../../store/sqlite-metric-store';
import { systemClock } from '../../core/clock';
import { createJobLog } from './job-log';

let database: Sqlite;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

const sample: MetricSample = {
  namespace: 'n',
  metricName: 'loss',
  dimensions: {},
  timestamp: 60_000,
  sampleCount: 1,
  sum: 2,
  minimum: 2,
  maximum: 2,
};

it('keeps a line and the metric found in it together, or neither', async () => {
  const logs = createLogStore(database, systemClock);
  const metrics = createMetricStore(database);
  const count = (table: string) =>
    (database.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { count: number }).count;
  const kept = () => [count('log_events'), count('metric_samples')];
  const between: number[][] = [];
  let fails = true;
  const log = createJobLog(
    logs,
    'g',
    's',
    { ...systemClock, after: (_delay, callback) => systemClock.after(1, callback) },
    undefined,
    {
      put(samples) {
        // As a kill would do: the line is written, its metric is not.
        if (fails) {
          fails = false;
          throw new Error('killed here');
        }
        metrics.put(samples);
      },
      atomically(act) {
        try {
          database.transaction(act).immediate();
        } finally {
          between.push(kept());
        }
      },
    },
  );
  await log.write(['loss: 2'], [sample]);
  await log.close();
  expect(between).toEqual([
    [0, 0],
    [1, 1],
  ]);
});
