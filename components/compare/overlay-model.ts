/** Prepares one metric's curves of several jobs for one axis: nothing is left to draw but pixels. */
import { extentOf } from '@/components/charts/extent';
import { epochTicks, logTicks, positionTicks, secondTicks, valueTicks } from '@/components/charts/nice-ticks';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { type CompareAxis } from '@/lib/urls/compare';

export interface OverlayPoint {
  x: number;
  y: number;
}

export interface OverlaySeries {
  /** Index among all jobs: it chooses colour and dashes. */
  job: number;
  name: string;
  points: OverlayPoint[];
  resumes: { x: number; y: number; label: string; attempt: number }[];
}

export interface OverlayModel {
  metric: string;
  axis: CompareAxis;
  series: OverlaySeries[];
  x: [number, number];
  y: [number, number];
  xTicks: number[];
  yTicks: number[];
  logScale: boolean;
}

/** The place on an axis of each of a job's values; undefined where the job has no such axis. */
export const axisOf = (job: ComparedJob, axis: CompareAxis): readonly number[] | undefined => {
  if (axis === 'time') return job.times;
  if (axis === 'usd') return job.costs;
  if (job.counts === null) return undefined;
  return (job.counts === 'step') === (axis === 'step') ? job.positions : undefined;
};

/** What most of the jobs count by; time where none counts anything. */
export const usualAxis = (jobs: readonly ComparedJob[]): CompareAxis => {
  const steps = jobs.filter(({ counts }) => counts === 'step').length;
  const epochs = jobs.filter(({ counts }) => counts !== null).length - steps;
  if (steps === 0 && epochs === 0) return 'time';
  return steps > epochs ? 'step' : 'epoch';
};

/** @param range of x to show; all by default */
export const overlayOf = (
  jobs: readonly ComparedJob[],
  metric: string,
  {
    axis,
    logScale,
    hidden,
    range,
  }: {
    axis: CompareAxis;
    logScale: boolean;
    hidden: ReadonlySet<string>;
    range?: readonly [number, number];
  },
): OverlayModel => {
  const all = jobs.flatMap((job, index): OverlaySeries[] => {
    const xs = axisOf(job, axis);
    const values = job.curves.find((curve) => curve.metric === metric)?.values;
    if (xs === undefined || values === undefined || hidden.has(job.name)) return [];
    const points = values.flatMap((y, place): OverlayPoint[] => {
      const x = xs[place];
      return y === null || x === undefined ? [] : [{ x, y }];
    });
    points.sort((a, b) => a.x - b.x);
    return points.length === 0
      ? []
      : [{ job: index, name: job.name, points, resumes: resumesOn(job, axis, points) }];
  });
  const canBeLog = logScale && all.every(({ points }) => points.every(({ y }) => y > 0));
  const x = range ?? spanOf(all.flatMap(({ points }) => points.map((point) => point.x)));
  const series = all.map((one) => ({ ...one, points: within(one.points, x) }));
  const ys = series.flatMap(({ points }) =>
    points.filter((point) => point.x >= x[0] && point.x <= x[1]).map(({ y }) => y),
  );
  const y = paddedExtent(ys, canBeLog);
  return {
    metric,
    axis,
    series,
    x: [x[0], x[1]],
    y,
    xTicks: ticksOf(axis, [x[0], x[1]]),
    yTicks: canBeLog ? logTicks(y) : valueTicks(y),
    logScale: canBeLog,
  };
};

const resumesOn = (job: ComparedJob, axis: CompareAxis, points: readonly OverlayPoint[]) =>
  job.resumes.flatMap(({ attempt, label, position, time, cost }) => {
    const x = axis === 'time' ? time : axis === 'usd' ? cost : position;
    const next = x === undefined ? undefined : (points.find((point) => point.x >= x) ?? points.at(-1));
    return x === undefined || next === undefined ? [] : [{ x, y: next.y, label, attempt }];
  });

/** With one point beyond either end, so that a line leaves the picture where it does. */
const within = (points: readonly OverlayPoint[], [from, to]: readonly [number, number]): OverlayPoint[] => {
  const first = points.findIndex(({ x }) => x >= from);
  if (first === -1) return [];
  const end = points.findIndex(({ x }) => x > to);
  return points.slice(Math.max(0, first - 1), end === -1 ? points.length : end + 1);
};

/** Never without a length. */
const spanOf = (values: readonly number[]): [number, number] => {
  const [from, to] = extentOf(values) ?? [0, 1];
  return [from, from === to ? from + 1 : to];
};

const paddedExtent = (values: readonly number[], logScale: boolean): [number, number] => {
  const [from, to] = values.length === 0 ? [0, 1] : spanOf(values);
  if (values.length > 0 && values.every((value) => value === from))
    return logScale ? [from / 2, from * 2] : [from - 0.5, from + 0.5];
  if (logScale) return [from / 1.1, to * 1.1];
  const margin = (to - from) * 0.05;
  return [from - margin, to + margin];
};

const ticksOf = (axis: CompareAxis, range: [number, number]): number[] => {
  if (axis === 'time') return secondTicks(range, 6);
  if (axis === 'usd') return valueTicks(range, 5);
  return axis === 'step' ? epochTicks(range, 6) : positionTicks(range, 8);
};

/** The value nearest to a place, of the points in order of x. */
export const nearestTo = (points: readonly OverlayPoint[], x: number): OverlayPoint | undefined => {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const point = points[middle];
    if (point !== undefined && point.x < x) low = middle;
    else high = middle;
  }
  const [before, after] = [points[low], points[high]];
  if (before === undefined || after === undefined) return before ?? after;
  return x - before.x <= after.x - x ? before : after;
};
