import { toCsv } from '@/lib/training/csv';
import { type EpochSeries } from '@/lib/training/epoch-series';
import { type EpochRecord } from '@/lib/training/epochs';
import { type MetricSeries } from '@/lib/training/job-snapshot';

/**
 * The values behind the charts as CSV: one row per epoch and attempt, then, for jobs whose log names no
 * epoch, one row per moment. Times are ISO 8601 in UTC; a value that is not known is an empty cell.
 */
export const metricsCsv = (
  records: readonly EpochRecord[],
  series: readonly EpochSeries[],
  metrics: readonly MetricSeries[],
): string => (records.length > 0 ? toCsv(epochRows(records, series)) : toCsv(momentRows(metrics)));

const epochRows = (records: readonly EpochRecord[], series: readonly EpochSeries[]) => {
  const names = series.map(({ metric }) => metric);
  const superseded = new Set(
    series.flatMap(({ points }) =>
      points.filter((point) => point.superseded).map((point) => `${point.attempt}/${point.epoch}`),
    ),
  );
  return [
    ['epoch', 'attempt', 'superseded', 'time', ...names],
    ...records
      .filter(hasValue(names))
      .map((record) => [
        record.epoch,
        record.attempt,
        superseded.has(`${record.attempt}/${record.epoch}`) ? 'yes' : 'no',
        iso(record.endedAt ?? record.startedAt),
        ...names.map((name) => record.metrics[name]),
      ]),
  ];
};

/** An epoch that an interruption cut off has no values. */
const hasValue = (names: readonly string[]) => (record: EpochRecord) =>
  names.some((name) => record.metrics[name] !== undefined);

const momentRows = (metrics: readonly MetricSeries[]) => {
  const moments = new Map<number, Map<string, number>>();
  for (const { name, points } of metrics) {
    for (const { at, value } of points) {
      moments.set(at, (moments.get(at) ?? new Map<string, number>()).set(name, value));
    }
  }
  return [
    ['time', ...metrics.map(({ name }) => name)],
    ...[...moments.entries()]
      .sort(([a], [b]) => a - b)
      .map(([at, values]) => [iso(at), ...metrics.map(({ name }) => values.get(name))]),
  ];
};

const iso = (at: number) => new Date(at).toISOString();
