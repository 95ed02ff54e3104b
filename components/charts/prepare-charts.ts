import { type TrainingModel } from '@/lib/training-log/model';
import { type MetricSeries } from '@/lib/training/job-snapshot';
import { type CurveDetail, type MetricCurve } from '@/lib/training/metric-curves';
import { type ResumePoint } from '@/lib/training/resume-points';
import { type TimeSeries, timeSeries } from '@/lib/training/time-series';
import { type ChartAxis, type ChartModel } from './chart-model';
import { groupMetrics, type MetricGroup } from './metric-groups';
import { prepareEpochChart } from './prepare-epoch-chart';
import { prepareTimeChart } from './prepare-time-chart';

export interface ChartsInput {
  axis: ChartAxis;
  detail: CurveDetail;
  reading: TrainingModel;
  /** Values between those of the reading are left out: a distance between two is no gap. */
  thinned?: boolean;
  /** Of the reading, in that detail. */
  curves: readonly MetricCurve[];
  metrics: readonly MetricSeries[];
  resumePoints: readonly ResumePoint[];
  interruptions: readonly { startedAt: number; endedAt: number }[];
  /** Ms since the epoch. */
  origin: number;
  plannedLast?: number;
}

/**
 * One chart per metric group and fit. Metrics that the log does not count have the time axis only: they stand behind
 * the others, and say so.
 */
export const prepareCharts = (input: ChartsInput): ChartModel[] => {
  const curves = input.curves.filter(({ points }) => points.length > 0);
  const fits = [...new Set(curves.map(({ fit }) => fit))];
  const curveNames = new Set(curves.map(({ metric }) => bareName(metric)));
  const uncounted = input.metrics.filter(
    ({ name, points }) => points.length > 0 && !curveNames.has(bareName(name)),
  );
  if (input.axis === 'epoch') {
    const counted = fits.flatMap((fit) => {
      const own = curves.filter((curve) => curve.fit === fit);
      return groupsOf(own, fit).map((group) => prepareEpochChart({ ...input, curves: own, group }));
    });
    return [...counted, ...timeCharts(input, timeSeries([], uncounted)).map(byTimeOnly(counted))];
  }
  return timeCharts(input, timeSeries(curves, uncounted));
};

/** Of two charts of one quantity, each has its own id. */
const byTimeOnly = (counted: readonly ChartModel[]) => (chart: ChartModel) => ({
  ...chart,
  id: counted.some(({ id }) => id === chart.id) ? `${chart.id} by time` : chart.id,
  note: 'By time: the log counts no value of it.',
});

const timeCharts = (input: ChartsInput, series: readonly TimeSeries[]): ChartModel[] => {
  return [...new Set(series.map(({ fit }) => fit))].flatMap((fit) => {
    const own = series.filter((one) => one.fit === fit);
    return groupsOf(own, fit).map((group) => prepareTimeChart({ ...input, series: own, group }));
  });
};

/** The groups of one fit; where there are several, each chart says which it is of. */
const groupsOf = (curves: readonly { metric: string }[], fit: string | undefined): MetricGroup[] =>
  groupMetrics([...new Set(curves.map(({ metric }) => metric))]).map((group) =>
    fit === undefined
      ? group
      : { ...group, id: `${fit.toLowerCase()} ${group.id}`, title: `${group.title}, ${fit}` },
  );

/** A metric definition may call `val_loss` what the log calls so too, or `validation:loss`: one of them is enough. */
const bareName = (name: string) =>
  name
    .toLowerCase()
    .replace(/^validation[-_:. /]/, 'val_')
    .replace(/^train(ing)?[-_:. /]/, '')
    .replace(/\bacc$/, 'accuracy')
    .replace(/[-:. /]/g, '_');
