/**
 * Prepares one chart on the axis that the script counts by. What was trained twice appears twice: the latest attempt's
 * value on the counting line, the earlier one on a superseded line that starts where that attempt was last still
 * counting.
 */
import { type TrainingModel } from '@/lib/training-log/model';
import { capitalized } from '@/lib/training/format';
import { type CurveDetail, type CurvePoint, type MetricCurve } from '@/lib/training/metric-curves';
import { axisValue, baseOf, countOf, isWhole, samePosition, unitNames } from '@/lib/training/position';
import { type ResumePoint } from '@/lib/training/resume-points';
import { type ChartLine, type ChartModel, type Reading } from './chart-model';
import { collectLines, type PlotPoint } from './collect-lines';
import { type MetricGroup } from './metric-groups';
import { splitAtGaps } from './split-at-gaps';

export interface EpochChartInput {
  group: MetricGroup;
  curves: readonly MetricCurve[];
  detail: CurveDetail;
  reading: TrainingModel;
  thinned?: boolean;
  resumePoints: readonly ResumePoint[];
  /** The last number the job means to train, where known: the axis then does not move while it runs. */
  plannedLast?: number;
}

/** Steps within an epoch are not printed evenly: only clearly more than the usual step is a gap. */
const detailGapTolerance = 5;

export const prepareEpochChart = (input: EpochChartInput): ChartModel => {
  const { group, detail, reading, resumePoints } = input;
  const counts = reading.counts ?? 'epoch';
  const readings = new Map<number, Reading[]>();
  const drawn: { line: Omit<ChartLine, 'key' | 'single'>; points: PlotPoint[] }[] = [];
  const usual = detail === 'one' && counts !== 'step' ? 1 : detailGapTolerance;
  const tolerance = input.thinned ? Infinity : usual;

  for (const metric of group.metrics) {
    const points = (input.curves.find((curve) => curve.metric === metric)?.points ?? [])
      .map((point) => ({ ...point, y: point.value }))
      .sort((a, b) => a.x - b.x || a.attempt - b.attempt);
    for (const point of points)
      readings.set(point.x, [...(readings.get(point.x) ?? []), readingOf(metric, point)]);
    const counting = points.filter((point) => !point.superseded);
    for (const line of countingLines(counting)) {
      for (const segment of splitAtGaps(line, () => false, tolerance)) {
        drawn.push({ line: { metric, kind: 'counting' }, points: segment });
      }
    }
    for (const attempt of new Set(points.map((point) => point.attempt))) {
      const lost = points.filter((point) => point.attempt === attempt && point.superseded);
      if (lost.length === 0) continue;
      const first = lost[0]?.x ?? 0;
      const anchor = counting.findLast((point) => point.attempt === attempt && point.x < first);
      for (const segment of splitAtGaps(anchor ? [anchor, ...lost] : lost, () => false, tolerance)) {
        const start = anchor && segment[0] === anchor ? { anchor: anchor.x } : {};
        drawn.push({ line: { metric, kind: 'superseded', ...start }, points: segment });
      }
    }
  }

  const isDetailed = detail === 'all' || counts === 'step';
  const marks = resumePoints.map(({ attempt, x, position, label, checkpoint }) => ({
    // Between the last epoch kept and the first of the attempt, where each is one point.
    x: isDetailed || !isWhole(position) ? x : x + 0.5,
    attempt,
    label,
    ...(checkpoint !== undefined && { checkpoint }),
  }));
  const xs = [...readings.keys(), ...marks.map(({ x }) => x)];
  const start = counts === 'step' || isDetailed ? axisValue(0, baseOf(reading)) : 1;
  const first = xs.length > 0 ? Math.min(...xs) : start;
  const from = isDetailed ? Math.min(Math.floor(first), first) : first;
  const last = Math.max(from + (isDetailed ? samePosition : 1), input.plannedLast ?? first, ...xs);
  for (const list of readings.values()) list.sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0));
  const { one } = unitNames[counts];

  return {
    id: group.id,
    title: group.title,
    axis: 'epoch',
    xLabel: capitalized(one),
    metrics: group.metrics,
    ...collectLines(drawn),
    marks,
    bands: [...interruptionBands(reading, isDetailed), ...recomputedBands(reading, isDetailed)],
    domain: [from, last],
    tickKind: isDetailed ? 'part' : 'whole',
    readings,
  };
};

/**
 * What counts is one line over all attempts. Where it cannot be told whether an attempt resumed, several count at one
 * place: then each attempt has a line of its own, since one through all would zigzag.
 */
const countingLines = <Point extends { x: number; attempt: number }>(points: readonly Point[]): Point[][] => {
  const isAmbiguous = points.some(({ x, attempt }, index) => {
    const before = points[index - 1];
    return before !== undefined && before.x === x && before.attempt !== attempt;
  });
  if (!isAmbiguous) return [[...points]];
  return [...new Set(points.map(({ attempt }) => attempt))].map((attempt) =>
    points.filter((point) => point.attempt === attempt),
  );
};

const readingOf = (metric: string, point: CurvePoint): Reading => {
  const { value, attempt, epoch, superseded, at, line } = point;
  return { metric, value, attempt, ...(epoch !== undefined && { epoch }), superseded, at, line };
};

/** Where training broke off, as far as the log tells. */
const interruptionBands = (reading: TrainingModel, isDetailed: boolean) => {
  const base = baseOf(reading);
  return reading.resumes.flatMap(({ at, lost }) => {
    if (at === undefined || lost === undefined) return [];
    const place = at + lost;
    const x = axisValue(place, base) + (isDetailed || !isWhole(place) ? 0 : 0.5);
    return [{ kind: 'interruption' as const, from: x, to: x, label: 'Interrupted' }];
  });
};

/** From where an attempt resumed to the furthest that the one before had come: work that was done twice. */
const recomputedBands = (reading: TrainingModel, isDetailed: boolean) => {
  const base = baseOf(reading);
  return reading.resumes.flatMap(({ at, lost }) => {
    if (at === undefined || lost === undefined || lost <= samePosition) return [];
    const margin = isDetailed ? 0 : 0.5;
    const counts = reading.counts ?? 'epoch';
    return [
      {
        kind: 'recomputed' as const,
        from: axisValue(at, base) + margin,
        to: axisValue(at + lost, base) + margin,
        label: `${countOf(lost, counts)} trained again`,
      },
    ];
  });
};
