/**
 * What a page is sent of a long log: a boosting job of 50,000 rounds says several megabytes, of which a chart shows a
 * thousand places. Peaks and dips stay, as does what a verdict, a resume point or the end rests on.
 */
import {
  type EpochModel,
  type PointModel,
  type SeriesModel,
  type TrainingModel,
} from '../training-log/model';
import { type JobSnapshot } from './job-snapshot';
import { lookUp } from './look-up';

/** Values that a page is sent at most, of epochs and of points each. About 25 bytes each. */
const MAX_VALUES = 12_000;
/** What an epoch or a point takes beside its values, in values. */
const EPOCH_VALUES = 5;
const POINT_VALUES = 3;

const bounded = new WeakMap<TrainingModel, Map<number, TrainingModel>>();

/**
 * @param values how many it may have, of epochs and of points each
 * @returns the model itself where it is small enough; the same object for the same model
 */
export const boundedReading = (model: TrainingModel, values = MAX_VALUES): TrainingModel => {
  const cache = bounded.get(model) ?? new Map<number, TrainingModel>();
  bounded.set(model, cache);
  const result = cache.get(values) ?? bound(model, values);
  cache.set(values, result);
  return result;
};

/** A snapshot as a page is sent it: says so where values are left out. */
export const boundedSnapshot = (snapshot: JobSnapshot): JobSnapshot => {
  const reading = boundedReading(snapshot.reading);
  return reading === snapshot.reading ? snapshot : { ...snapshot, reading, thinned: true };
};

const bound = (model: TrainingModel, values: number): TrainingModel => {
  const series = model.attempts.flatMap((attempt) => attempt.series);
  const epochShare = shareOf(
    series.map(({ epochs }) => valuesIn(epochs, EPOCH_VALUES)),
    values,
  );
  const pointShare = shareOf(
    series.map(({ points }) => valuesIn(points, POINT_VALUES)),
    values,
  );
  if (epochShare === 1 && pointShare === 1) return model;
  const edges = model.resumes.flatMap(({ at, lost = 0 }) => (at === undefined ? [] : [at, at + lost]));
  return {
    ...model,
    attempts: model.attempts.map((attempt) => ({
      ...attempt,
      series: attempt.series.map((one) => boundSeries(one, epochShare, pointShare, edges)),
    })),
  };
};

const valuesIn = (places: readonly { metrics: object }[], own: number): number =>
  places.reduce((sum, { metrics }) => sum + own + Object.keys(metrics).length, 0);

const shareOf = (counts: readonly number[], values: number): number =>
  Math.min(
    1,
    values /
      Math.max(
        1,
        counts.reduce((sum, count) => sum + count, 0),
      ),
  );

const boundSeries = (
  series: SeriesModel,
  epochShare: number,
  pointShare: number,
  edges: readonly number[],
): SeriesModel => {
  const epochs = thinned(series.epochs, epochShare, ({ number }) => number - series.base + 1, edges);
  const points = thinned(series.points, pointShare, ({ position }) => position, edges);
  // Whether an epoch has several points is told by their numbers: that must not change.
  const isDetailed = series.points.length > series.epochs.length;
  const most = isDetailed ? points.length : Math.min(points.length, epochs.length);
  return { ...series, epochs, points: most < points.length ? points.slice(-most) : points };
};

/** @param position of a place, complete epochs, rounds or steps; ascending */
const thinned = <Place extends EpochModel | PointModel>(
  places: readonly Place[],
  share: number,
  position: (place: Place) => number,
  edges: readonly number[],
): Place[] => {
  const allowed = Math.floor(places.length * share);
  if (share === 1 || places.length <= 2) return [...places];
  const kept = new Set([0, places.length - 1]);
  for (const edge of edges) {
    const at = places.findIndex((place) => position(place) >= edge);
    for (const index of [at - 1, at, at + 1]) if (at !== -1 && places[index]) kept.add(index);
  }
  const names = new Set(places.flatMap(({ metrics }) => Object.keys(metrics)));
  const buckets = Math.max(1, Math.floor((allowed - kept.size) / Math.max(1, 2 * names.size)));
  const size = places.length / buckets;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [from, to] = [Math.floor(bucket * size), Math.floor((bucket + 1) * size)];
    for (const name of names) for (const index of extremesIn(places, name, from, to)) kept.add(index);
  }
  return places.filter((_, index) => kept.has(index));
};

/** Indices of the lowest and the highest value of a metric. */
const extremesIn = (
  places: readonly { metrics: Readonly<Record<string, number>> }[],
  name: string,
  from: number,
  to: number,
): number[] => {
  let [lowest, highest] = [-1, -1];
  let [low, high] = [Infinity, -Infinity];
  for (let index = from; index < to; index++) {
    const metrics = places[index]?.metrics;
    const value = metrics && lookUp(metrics, name);
    if (value === undefined) continue;
    if (value < low) [low, lowest] = [value, index];
    if (value > high) [high, highest] = [value, index];
  }
  return lowest === -1 ? [] : [lowest, highest];
};
