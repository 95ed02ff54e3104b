import { type EpochAxisName, type EpochRecord } from '@/lib/training/epochs';
import { type EpochSeries, type ResumePoint } from '@/lib/training/epoch-series';
import { type MetricSeries } from '@/lib/training/job-snapshot';
import { timeSeries } from '@/lib/training/time-series';
import { type ChartAxis, type ChartModel } from './chart-model';
import { groupMetrics } from './metric-groups';
import { prepareEpochChart } from './prepare-epoch-chart';
import { prepareTimeChart } from './prepare-time-chart';

export interface ChartsInput {
  axis: ChartAxis;
  series: readonly EpochSeries[];
  records: readonly EpochRecord[];
  metrics: readonly MetricSeries[];
  resumePoints: readonly ResumePoint[];
  interruptions: readonly { startedAt: number; endedAt: number }[];
  /** Ms since the epoch. */
  origin: number;
  plannedLast?: number;
  countedBy?: EpochAxisName;
}

/** One chart per metric group. Metrics that have no epochs appear on the time axis only. */
export const prepareCharts = (input: ChartsInput): ChartModel[] => {
  const named = input.series.filter((series) => series.points.length > 0).map((series) => series.metric);
  if (input.axis === 'epoch') {
    return groupMetrics(named).map((group) => prepareEpochChart({ ...input, group }));
  }
  const measured = input.metrics.filter((series) => series.points.length > 0).map((series) => series.name);
  const known = new Set(named.map(bareName));
  const metrics = [...named, ...measured.filter((name) => !known.has(bareName(name)))];
  const series = timeSeries(input.records, input.metrics);
  return groupMetrics(metrics).map((group) => prepareTimeChart({ ...input, series, group }));
};

/** A metric definition may call `val_loss` what the log calls so too, or `validation:loss`: one of them is enough. */
const bareName = (name: string) =>
  name
    .toLowerCase()
    .replace(/^validation[-_:. /]/, 'val_')
    .replace(/^train(ing)?[-_:. /]/, '')
    .replace(/\bacc$/, 'accuracy')
    .replace(/[-:. /]/g, '_');
