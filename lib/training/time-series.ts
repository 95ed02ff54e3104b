/** Metrics over time: from the log's epochs where it names them, else as CloudWatch gives them. */
import { supersededIn } from './epoch-series';
import { type EpochRecord } from './epochs';
import { type MetricSeries } from './job-snapshot';

export interface TimeSeries {
  metric: string;
  points: TimePoint[];
}

export interface TimePoint {
  /** Ms since the epoch. */
  at: number;
  value: number;
  /** Absent for CloudWatch's points, which know neither. */
  attempt?: number;
  epoch?: number;
  superseded: boolean;
}

/** One series a metric, times ascending. A metric that the log gives by epoch is not taken from CloudWatch too. */
export const timeSeries = (
  records: readonly EpochRecord[],
  metrics: readonly MetricSeries[] = [],
): TimeSeries[] => {
  const isSuperseded = supersededIn(records);
  const byMetric = new Map<string, TimePoint[]>();
  for (const record of records) {
    const { attempt, epoch } = record;
    const at = record.endedAt ?? record.startedAt;
    const superseded = isSuperseded(record);
    for (const [metric, value] of Object.entries(record.metrics)) {
      const points = byMetric.get(metric) ?? [];
      points.push({ at, value, attempt, epoch, superseded });
      byMetric.set(metric, points);
    }
  }
  for (const { name, points } of metrics) {
    if (byMetric.has(name)) continue;
    byMetric.set(
      name,
      points.map(({ at, value }) => ({ at, value, superseded: false })),
    );
  }
  return [...byMetric].map(([metric, points]) => ({ metric, points: points.sort((a, b) => a.at - b.at) }));
};
