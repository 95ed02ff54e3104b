import { z } from 'zod';
import { type Sqlite } from './database';
import {
  type ListedMetric,
  type MetricBucket,
  type MetricIdentity,
  type MetricQueries,
  type MetricRange,
  type MetricSample,
  type MetricStore,
  type WeightedValue,
} from './metric-store';
import { createDocumentReader } from './set-aside';
import { addColumn } from './table-column';
import { number, orNull, type RowOf, rowReader, text } from './rows';

/**
 * Metrics and their samples in SQLite. As in CloudWatch, a sample of standard resolution belongs to its minute
 * and one of high resolution to its second. A single value is a statistic set whose minimum is its maximum.
 * Several values that were put as one are one row, with each and its count beside their sums, as doubles.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS metrics (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
    last_sample INTEGER NOT NULL, UNIQUE (namespace, name, dimensions)
  );
  CREATE TABLE IF NOT EXISTS metric_samples (
    metric_id INTEGER NOT NULL, timestamp INTEGER NOT NULL, unit TEXT NOT NULL,
    sample_count REAL NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL
  );
  CREATE INDEX IF NOT EXISTS metric_samples_by_time ON metric_samples (metric_id, timestamp);
`;

const distributionRow = z.object({
  start: z.number(),
  unit: z.string(),
  distribution: z.instanceof(ArrayBuffer),
});

/** A hundred and fifty values each. */
const distributionsAtOnce = 100;

const lastRow = Number.MAX_SAFE_INTEGER;
const everyRow: readonly [number, number] = [0, lastRow];

const readDistribution = (row: unknown): WeightedValue[] => {
  const { start, unit, distribution } = distributionRow.parse(row);
  const numbers = new Float64Array(distribution);
  return Array.from({ length: numbers.length / 2 }, (_, index) => {
    const [value, count] = [numbers[2 * index]!, numbers[2 * index + 1]!];
    return { start, unit, value, count, exact: true };
  });
};

/** The dimensions as one string, the same for every order they were given in. */
const canonical = (dimensions: MetricIdentity['dimensions']): string =>
  JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));

/** As `canonical` writes them. */
const pairs = z.array(z.tuple([z.string(), z.string()]));

/** Text that is no JSON would fail the whole of a list. */
const readable = "CASE WHEN json_valid(dimensions) THEN dimensions ELSE '[]' END";

const idRow = rowReader<{ id: number }>({ id: number });
const greatestRow = rowReader<{ id: number | null }>({ id: orNull(number) });
const numberRow = rowReader<{ number: number }>({ number });
const sliceEnd = rowReader<{ timestamp: number; row: number }>({ timestamp: number, row: number });
const metricRow = rowReader<{ id: number; namespace: string; name: string; dimensions: string }>({
  id: number,
  namespace: text,
  name: text,
  dimensions: text,
});
const bucketRow = rowReader<MetricBucket>({
  start: number,
  unit: text,
  sampleCount: number,
  sum: number,
  minimum: number,
  maximum: number,
});
const valueRow = rowReader<Omit<WeightedValue, 'exact'> & { exact: number }>({
  start: number,
  unit: text,
  value: number,
  count: number,
  exact: number,
});

const isSameMetric = (one: MetricIdentity, other: MetricIdentity): boolean =>
  one.dimensions === other.dimensions &&
  one.metricName === other.metricName &&
  one.namespace === other.namespace;

/** Samples of a slice. */
const sliceSamples = 5000;

const rangeCondition =
  'metric_id = ? AND timestamp >= ? AND timestamp < ? AND rowid > ? AND rowid <= ? AND (? IS NULL OR unit = ?)';
/** Start of the bucket that a sample falls into; bound to origin, period, period, origin. */
const bucketStart = 'CAST((timestamp - ?) / ? AS INTEGER) * ? + ?';

export const createMetricStore = (database: Sqlite): MetricStore & MetricQueries => {
  database.exec(schema);
  addColumn(database, 'metric_samples', 'distribution', 'BLOB');

  const insertMetric = database.prepare(
    `INSERT INTO metrics (namespace, name, dimensions, last_sample) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_sample = max(last_sample, excluded.last_sample)`,
  );
  const selectMetric = database.prepare(
    'SELECT id FROM metrics WHERE namespace = ? AND name = ? AND dimensions = ?',
  );
  const selectGreatest = database.prepare('SELECT max(id) AS id FROM metrics');
  const insertSample = database.prepare(
    `INSERT INTO metric_samples (metric_id, timestamp, unit, sample_count, sum, minimum, maximum, distribution)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectBuckets = database.prepare(
    `SELECT ${bucketStart} AS start, unit, sum(sample_count) AS sampleCount, sum(sum) AS sum,
       min(minimum) AS minimum, max(maximum) AS maximum
     FROM metric_samples WHERE ${rangeCondition} GROUP BY 1, unit ORDER BY 1, unit`,
  );
  const selectValues = database.prepare(
    `SELECT ${bucketStart} AS start, unit, minimum AS value, sum(sample_count) AS count,
       min(minimum = maximum OR sample_count = 1) AS exact
     FROM metric_samples WHERE ${rangeCondition} AND distribution IS NULL
     GROUP BY 1, unit, minimum ORDER BY 1, unit, minimum`,
  );
  const selectDistributions = database.prepare(
    `SELECT ${bucketStart} AS start, unit, distribution, rowid AS number
     FROM metric_samples WHERE ${rangeCondition} AND distribution IS NOT NULL AND rowid > ?
     ORDER BY rowid LIMIT ${distributionsAtOnce}`,
  );

  const selectSliceEnd = database.prepare(
    `SELECT timestamp, rowid AS row FROM metric_samples
     WHERE metric_id = ? AND timestamp >= ? AND timestamp < ? AND (timestamp > ? OR rowid > ?)
     ORDER BY timestamp, rowid LIMIT 1 OFFSET ${sliceSamples - 1}`,
  );

  const metricId = ({ namespace, metricName, dimensions }: MetricIdentity) =>
    idRow.perhaps(selectMetric.get(namespace, metricName, canonical(dimensions)))?.id;

  const removeMetric = database.prepare('DELETE FROM metrics WHERE id = ?');
  /** The id may be another metric's later. */
  const keepSamples = database.prepare(
    'UPDATE metric_samples SET metric_id = -metric_id WHERE metric_id = ?',
  );
  const readDimensions = createDocumentReader(database, {
    schema: pairs,
    title: (id) => `metric ${id}`,
    remove: (id) => {
      keepSamples.run(Number(id));
      removeMetric.run(Number(id));
    },
  });
  const listed = ({ id, namespace, name, dimensions }: RowOf<typeof metricRow>): ListedMetric | undefined => {
    const read = readDimensions(String(id), dimensions);
    return read && { id, namespace, metricName: name, dimensions: Object.fromEntries(read) };
  };

  const put = (samples: readonly MetricSample[]) => {
    let last: { sample: MetricSample; timestamp: number; id: number | undefined } | undefined;
    for (const sample of samples) {
      const resolution = sample.storageResolution === 1 ? 1000 : 60_000;
      const timestamp = Math.floor(sample.timestamp / resolution) * resolution;
      // The values of one datum come one after another: its metric is looked up once.
      if (!last || !isSameMetric(last.sample, sample) || last.timestamp !== timestamp) {
        insertMetric.run(sample.namespace, sample.metricName, canonical(sample.dimensions), timestamp);
        last = { sample, timestamp, id: metricId(sample) };
      }
      insertSample.run(
        last.id,
        timestamp,
        sample.unit ?? 'None',
        sample.sampleCount,
        sample.sum,
        sample.minimum,
        sample.maximum,
        sample.distribution ? Buffer.from(sample.distribution.buffer) : null,
      );
    }
  };

  const bind = (id: number, range: MetricRange) => {
    const { from, to, period, origin = from, rows = everyRow, unit = null } = range;
    return [origin, period, period, origin, id, from, to, ...rows, unit, unit];
  };

  function* slicesOf(id: number, range: MetricRange): Generator<MetricRange> {
    const { origin = range.from, to } = range;
    let { from } = range;
    let passed = 0;
    for (;;) {
      const end = sliceEnd.perhaps(selectSliceEnd.get(id, from, to, from, passed));
      const slice = { ...range, origin, from };
      if (end?.timestamp === from) {
        // More samples of one time than a slice holds: its rows are divided.
        yield { ...slice, to: from + 1, rows: [passed, end.row] };
        passed = end.row;
      } else if (passed > 0) {
        yield { ...slice, to: from + 1, rows: [passed, lastRow] };
        [from, passed] = [from + 1, 0];
      } else if (end) {
        yield { ...slice, to: end.timestamp };
        from = end.timestamp;
      } else {
        yield { ...slice, to };
        return;
      }
    }
  }

  return {
    put: database.transaction(put).immediate,
    buckets(metric, range) {
      const id = metricId(metric);
      return id === undefined ? [] : bucketRow.rows(selectBuckets.all(...bind(id, range)));
    },
    *slices(metric, range) {
      const id = metricId(metric);
      if (id !== undefined) yield* slicesOf(id, range);
    },
    *values(metric, range) {
      const id = metricId(metric);
      if (id === undefined) return;
      for (const slice of slicesOf(id, range)) {
        const rows = valueRow.rows(selectValues.all(...bind(id, slice)));
        yield rows.map((row) => ({ ...row, exact: row.exact === 1 }));
        for (let after = 0; ;) {
          const spread = selectDistributions.all(...bind(id, slice), after);
          if (spread.length === 0) break;
          yield spread.flatMap(readDistribution);
          after = numberRow.row(spread.at(-1)).number;
        }
      }
    },
    greatestId: () => greatestRow.row(selectGreatest.get()).id ?? 0,
    list({ namespace, metricName, dimensions = [], activeSince, afterId, throughId, limit }) {
      const where: string[] = [];
      const values: (string | number)[] = [];
      const require = (condition: string, ...bound: (string | number)[]) => {
        where.push(condition);
        values.push(...bound);
      };
      if (namespace !== undefined) require('namespace = ?', namespace);
      if (metricName !== undefined) require('name = ?', metricName);
      if (activeSince !== undefined) require('last_sample >= ?', activeSince);
      if (afterId !== undefined) require('id > ?', afterId);
      if (throughId !== undefined) require('id <= ?', throughId);
      for (const { name, value } of dimensions) {
        const pair = `SELECT 1 FROM json_each(${readable}) AS pair WHERE pair.type = 'array' AND pair.value ->> 0 = ?`;
        if (value === undefined) require(`EXISTS (${pair})`, name);
        else require(`EXISTS (${pair} AND pair.value ->> 1 = ?)`, name, value);
      }
      const condition = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
      const select = database.prepare(
        `SELECT id, namespace, name, dimensions FROM metrics ${condition} ORDER BY id LIMIT ?`,
      );
      for (;;) {
        const rows = metricRow.rows(select.all(...values, limit));
        const read = rows.flatMap((row) => listed(row) ?? []);
        // What was set aside has left its place to another one.
        if (read.length === rows.length) return read;
      }
    },
  };
};
