import { type TrainingModel } from '@/lib/training-log/model';
import { toCsv } from '@/lib/training/csv';
import { type MetricSeries } from '@/lib/training/job-snapshot';
import { type CurveDetail, type MetricCurve } from '@/lib/training/metric-curves';

/**
 * The values behind the charts as CSV: one row per epoch and attempt (or, in detail, per line of the log that gave a
 * value), then, for jobs whose log counts nothing, one row per moment. Times are ISO 8601 in UTC; a value that is not
 * known is an empty cell.
 */
export const metricsCsv = (
  reading: TrainingModel,
  detail: CurveDetail,
  curves: readonly MetricCurve[],
  metrics: readonly MetricSeries[],
): string =>
  curves.some(({ points }) => points.length > 0)
    ? toCsv(pointRows(reading, detail, curves))
    : toCsv(momentRows(metrics));

interface Row {
  x: number;
  attempt: number;
  fit: string | undefined;
  superseded: boolean;
  at: number;
  values: Map<string, number>;
}

const pointRows = (reading: TrainingModel, detail: CurveDetail, curves: readonly MetricCurve[]) => {
  const names = [...new Set(curves.map(({ metric }) => metric))];
  const fits = curves.some(({ fit }) => fit !== undefined);
  const rows = new Map<string, Row>();
  for (const { metric, fit, points } of curves) {
    for (const { x, attempt, superseded, at, value } of points) {
      const key = JSON.stringify([fit, attempt, x, detail === 'all' ? at : 0]);
      const row = rows.get(key) ?? { x, attempt, fit, superseded, at, values: new Map() };
      rows.set(key, row);
      row.at = Math.max(row.at, at);
      row.values.set(metric, value);
    }
  }
  return [
    [reading.counts ?? 'epoch', 'attempt', ...(fits ? ['fit'] : []), 'superseded', 'time', ...names],
    ...[...rows.values()]
      .sort(
        (a, b) => a.attempt - b.attempt || compareText(a.fit ?? '', b.fit ?? '') || a.x - b.x || a.at - b.at,
      )
      .map(({ x, attempt, fit, superseded, at, values }) => [
        x,
        attempt,
        ...(fits ? [fit] : []),
        superseded ? 'yes' : 'no',
        iso(at),
        ...names.map((name) => values.get(name)),
      ]),
  ];
};

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

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const iso = (at: number) => new Date(at).toISOString();
