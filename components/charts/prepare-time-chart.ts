/**
 * Prepares one chart on the time axis: seconds since the job was created, interruptions as bands, and never a
 * line across a change of attempt. Values come from the log's epochs, and from CloudWatch for a metric that the
 * log gives without an epoch.
 */
import { type ResumePoint } from '@/lib/training/resume-points';
import { type TimeSeries } from '@/lib/training/time-series';
import { type ChartBand, type ChartLine, type ChartModel, type Reading } from './chart-model';
import { collectLines, type PlotPoint } from './collect-lines';
import { type MetricGroup } from './metric-groups';
import { splitAtGaps } from './split-at-gaps';

/** CloudWatch's points do not keep exact time: only clearly more than the usual step is a gap. */
const GAP_TOLERANCE = 3;

export interface TimeChartInput {
  group: MetricGroup;
  series: readonly TimeSeries[];
  thinned?: boolean;
  resumePoints: readonly ResumePoint[];
  /** Times in ms since the epoch. */
  interruptions: readonly { startedAt: number; endedAt: number }[];
  /** Ms since the epoch; x counts from here. */
  origin: number;
  /** Is shown whole, whatever was measured in it. Ms since the epoch. */
  span?: readonly [from: number, to: number];
}

interface TimePoint extends PlotPoint {
  reading: Reading;
}

export const prepareTimeChart = (input: TimeChartInput): ChartModel => {
  const { group, origin } = input;
  const readings = new Map<number, Reading[]>();
  const drawn: { line: Omit<ChartLine, 'key' | 'single'>; points: PlotPoint[] }[] = [];
  const bands: ChartBand[] = input.interruptions.map(({ startedAt, endedAt }) => ({
    kind: 'interruption',
    from: (startedAt - origin) / 1000,
    to: (endedAt - origin) / 1000,
    label: 'Interrupted',
  }));

  for (const metric of group.metrics) {
    const points = pointsOf(metric, input);
    for (const { x, reading } of points) readings.set(x, [...(readings.get(x) ?? []), reading]);
    const isCut = (before: TimePoint, after: TimePoint) =>
      before.reading.attempt !== after.reading.attempt ||
      bands.some((band) => before.x <= band.from && after.x >= band.to);
    for (const segment of splitAtGaps(points, isCut, input.thinned ? Infinity : GAP_TOLERANCE)) {
      const lost = segment.findIndex((point) => point.reading.superseded);
      const counting = lost === -1 ? segment : segment.slice(0, lost);
      if (counting.length > 0) drawn.push({ line: { metric, kind: 'counting' }, points: counting });
      if (lost === -1) continue;
      const anchor = segment[lost - 1];
      drawn.push({
        line: { metric, kind: 'superseded', ...(anchor && { anchor: anchor.x }) },
        points: segment.slice(Math.max(0, lost - 1)),
      });
    }
  }

  const marks = input.resumePoints.map(({ attempt, label, checkpoint, at }) => ({
    x: (at - origin) / 1000,
    attempt,
    label,
    ...(checkpoint !== undefined && { checkpoint }),
  }));
  const xs = [
    ...readings.keys(),
    ...bands.flatMap((band) => [band.from, band.to]),
    ...marks.map(({ x }) => x),
    ...(input.span ?? []).map((at) => (at - origin) / 1000),
  ];
  const first = xs.length > 0 ? Math.max(0, Math.min(...xs)) : 0;
  const last = Math.max(first + 1, ...xs);
  return {
    id: group.id,
    title: group.title,
    axis: 'time',
    xLabel: 'Time since the job was created',
    metrics: group.metrics,
    ...collectLines(drawn),
    marks,
    bands,
    domain: [first, last],
    tickKind: 'clock',
    origin,
    readings,
  };
};

/** CloudWatch's points do not say which attempt they are of: an interruption between two of them tells. */
const pointsOf = (metric: string, { series, origin }: TimeChartInput): TimePoint[] =>
  (series.find((candidate) => candidate.metric === metric)?.points ?? []).map((point) => ({
    x: (point.at - origin) / 1000,
    y: point.value,
    reading: { metric, ...point },
  }));
