/**
 * Turns what the log says into curves to draw. Where an attempt took up at a position, all that earlier attempts had
 * trained beyond it is lost: those values stay, marked as superseded, and what counts is the latest attempt's.
 */
import { type SeriesModel, type TrainingModel } from '../training-log/model';
import { type Attempt } from './attempts';
import { axisValue, baseOf, samePosition } from './position';

/** `one`: the last value of each epoch. `all`: every line that gave a value. */
export type CurveDetail = 'one' | 'all';

export interface MetricCurve {
  metric: string;
  /** Which of several things that were trained one after the other; absent where there is one only. */
  fit?: string;
  /** By attempt, then position: each attempt is a segment of its own. */
  points: CurvePoint[];
}

export interface CurvePoint {
  /** On the axis of the script's numbers: see `axisValue`. */
  x: number;
  /** Complete epochs, rounds or steps. */
  position: number;
  value: number;
  attempt: number;
  /** As the script numbers it; absent for steps. */
  epoch?: number;
  /** Ms since the epoch. */
  at: number;
  /** `sequence` of the log's line. */
  line: number;
  /** A later attempt trained this again, or the script threw it away. */
  superseded: boolean;
}

interface Located {
  attempt: number;
  series: SeriesModel;
  fit?: string;
}

/**
 * One curve a metric and fit, in the order they first appeared.
 * @param attempts where given, what the job does not know as an attempt is left out
 */
export const metricCurves = (
  model: TrainingModel,
  detail: CurveDetail,
  attempts: readonly Attempt[] = [],
): MetricCurve[] => {
  const base = baseOf(model);
  const isSuperseded = supersededIn(model);
  const curves = new Map<string, MetricCurve>();
  for (const { attempt, series, fit } of located(model, attempts)) {
    for (const point of pointsOf(series, detail)) {
      const superseded = series.discarded || isSuperseded({ attempt, position: point.position });
      for (const [metric, value] of Object.entries(point.metrics)) {
        const key = JSON.stringify([fit, metric]);
        const curve = curves.get(key) ?? { metric, ...(fit !== undefined && { fit }), points: [] };
        curves.set(key, curve);
        const { position, epoch, at, line } = point;
        const x = detail === 'one' && epoch !== undefined ? epoch : axisValue(position, base);
        curve.points.push({
          x,
          position,
          value,
          attempt,
          ...(epoch !== undefined && { epoch }),
          at,
          line,
          superseded,
        });
      }
    }
  }
  return [...curves.values()];
};

/** Whether some epoch has more than one value of a metric, so that `all` shows more than `one`. */
export const hasDetail = (model: TrainingModel): boolean =>
  model.attempts.some(({ series }) =>
    series.some(({ epochs, points }) => epochs.length > 0 && points.length > epochs.length),
  );

/** A run of few epochs is only a curve with all its points. */
export const usualDetail = (model: TrainingModel): CurveDetail =>
  model.attempts.some(({ series }) => series.some(({ epochs }) => epochs.length > 2)) ? 'one' : 'all';

const located = (model: TrainingModel, attempts: readonly Attempt[]): Located[] => {
  const numbers = new Set(attempts.map(({ number }) => number));
  const kept = model.attempts.filter(({ attempt }) => numbers.size === 0 || numbers.has(attempt));
  const isManifold = kept.some(({ series }) => series.filter(({ discarded }) => !discarded).length > 1);
  return kept.flatMap(({ attempt, series }) =>
    series.map((one) => ({
      attempt,
      series: one,
      ...(isManifold && { fit: one.label ?? `Fit ${one.number}` }),
    })),
  );
};

interface SeriesPoint {
  position: number;
  epoch?: number;
  metrics: Readonly<Record<string, number>>;
  at: number;
  line: number;
}

const pointsOf = (series: SeriesModel, detail: CurveDetail): SeriesPoint[] => {
  if (detail === 'all' || series.epochs.length === 0) {
    return series.points.map((point) => ({
      ...point,
      ...(series.counts !== 'step' && {
        epoch: Math.max(1, Math.ceil(point.position - samePosition)) + series.base - 1,
      }),
    }));
  }
  return series.epochs.map(({ number, metrics, startedAt, endedAt, line }) => ({
    position: number - series.base + 1,
    epoch: number,
    metrics,
    at: endedAt ?? startedAt,
    line,
  }));
};

/** Tells of a position whether a later attempt took up before it. Where none is known to have, nothing is. */
const supersededIn = (model: TrainingModel): ((point: { attempt: number; position: number }) => boolean) => {
  const tookUp = model.resumes.flatMap(({ attempt, at }) => (at === undefined ? [] : [{ attempt, at }]));
  return ({ attempt, position }) =>
    tookUp.some((resume) => resume.attempt > attempt && position > resume.at + samePosition);
};
