/** Metrics over time: from the log where it counts, else as CloudWatch gives them. */
import { type MetricSeries } from './job-snapshot';
import { type MetricCurve } from './metric-curves';

export interface TimeSeries {
  metric: string;
  fit?: string;
  points: TimePoint[];
}

export interface TimePoint {
  /** Ms since the epoch. */
  at: number;
  value: number;
  /** Absent for CloudWatch's points, which know none of these. */
  attempt?: number;
  epoch?: number;
  line?: number;
  superseded: boolean;
}

/** Times ascending. A metric that the log gives is not taken from CloudWatch too. */
export const timeSeries = (
  curves: readonly MetricCurve[],
  metrics: readonly MetricSeries[] = [],
): TimeSeries[] => {
  const named = new Set(curves.map(({ metric }) => metric));
  return [
    ...curves.map(({ metric, fit, points }) => ({
      metric,
      ...(fit !== undefined && { fit }),
      points: points.map(({ at, value, attempt, epoch, line, superseded }) => ({
        at,
        value,
        attempt,
        ...(epoch !== undefined && { epoch }),
        line,
        superseded,
      })),
    })),
    ...metrics
      .filter(({ name }) => !named.has(name))
      .map(({ name, points }) => ({
        metric: name,
        points: points.map(({ at, value }) => ({ at, value, superseded: false })),
      })),
  ].map((series) => ({ ...series, points: series.points.sort((a, b) => a.at - b.at) }));
};
