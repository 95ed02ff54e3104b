import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../core/clock';
import { createRunStore } from '../engine/job/run-store';
import { openDatabase, type Sqlite } from './database';
import { onSetAside } from './set-aside';
import { createHostingStore } from './sqlite-hosting-store';
import { createLogStore } from './sqlite-log-store';
import { createMetricStore } from './sqlite-metric-store';
import { createTrainingJobStore } from './sqlite-training-job-store';

/** Of a data folder that the version of 25 November 2026 wrote while it played the demo. */
const recordedSchema = z.record(
  z.string(),
  z.object({
    create: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  }),
);
const sample = new URL('../../../testing/local/earlier-rows.json', import.meta.url);
const tables = recordedSchema.parse(JSON.parse(readFileSync(sample, 'utf8')));

let database: Sqlite;
let said: string[];

beforeEach(() => {
  database = openDatabase(':memory:');
  said = [];
  onSetAside(database, (sentence) => void said.push(sentence));
  for (const [name, { create, columns, rows }] of Object.entries(tables)) {
    database.exec(create);
    const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...row);
  }
});

/** The documents as they were written, of the rows in which a column has a value. */
const documents = (table: string, holder: string, column?: string, value?: string): unknown[] => {
  const { columns, rows } = tables[table]!;
  return rows
    .filter((row) => column === undefined || row[columns.indexOf(column)] === value)
    .map((row) => JSON.parse(String(row[columns.indexOf(holder)])) as unknown);
};

it('jobs of an earlier version are read as they were written, and none is set aside', () => {
  const jobs = [...createTrainingJobStore(database).all()];
  expect(jobs).toHaveLength(3);
  expect(jobs).toEqual(expect.arrayContaining(documents('training_jobs', 'record')));
  const runs = createRunStore(database);
  expect(jobs.map(({ name }) => runs.get(name))).toEqual(
    expect.arrayContaining(documents('training_runs', 'run')),
  );
  expect(said).toEqual([]);
});

it('so are its models, endpoint configurations and endpoints', () => {
  const { models, endpointConfigs, endpoints } = createHostingStore(database);
  for (const [kind, store] of [
    ['model', models],
    ['endpoint-config', endpointConfigs],
    ['endpoint', endpoints],
  ] as const) {
    const written = documents('hosting_records', 'record', 'kind', kind);
    expect(written, kind).not.toHaveLength(0);
    expect([...store.all()], kind).toEqual(expect.arrayContaining(written));
  }
  expect(said).toEqual([]);
});

it('its logs and metrics are read, and go on', () => {
  const group = '/aws/sagemaker/TrainingJobs';
  const logs = createLogStore(database, systemClock);
  const [stream] = logs.streams(group);
  const range = { limit: 10 };
  const before = logs.read(group, stream!.name, range);
  expect(before.map(({ message }) => message)).toEqual(tables.log_events!.rows.map((row) => row.at(-1)));
  logs.append(group, stream!.name, [{ timestamp: systemClock.now(), message: 'later' }]);
  expect(logs.read(group, stream!.name, { limit: 1_000 }).at(-1)?.message).toBe('later');
  const metrics = createMetricStore(database);
  const [first] = tables.metrics!.rows;
  const dimensions = Object.fromEntries(JSON.parse(String(first![3])) as [string, string][]);
  const found = metrics.buckets(
    { namespace: String(first![1]), metricName: String(first![2]), dimensions },
    { from: 0, to: Number.MAX_SAFE_INTEGER, period: Number.MAX_SAFE_INTEGER },
  );
  const { columns, rows } = tables.metric_samples!;
  const own = rows.filter((row) => row[0] === first![0]);
  expect(found.reduce((sum, { sampleCount }) => sum + sampleCount, 0)).toBe(own.length);
  expect(columns[0]).toBe('metric_id');
});
