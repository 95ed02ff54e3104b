/** What the numbers and values of an attempt's first lines say of where it took up. */
import {
  addValues,
  type AttemptDraft,
  countsOfSeries,
  type MetricValues,
  type PointDraft,
  type SeriesDraft,
} from './drafts';
import { kindOfName } from './metric-names';
import { type Scale } from './scale';

export interface Start {
  /** It begins at the first epoch, round or step again. */
  atBase: boolean;
  /** Positions between which it took up; equal where it is certain. */
  from: number;
  to: number;
  /** Only every n-th epoch is printed: where between the two it took up is not told by the numbers. */
  sparse?: boolean;
}

/** The first series is where an attempt takes up; one that was thrown away at once still shows it. */
export const firstSeries = (attempt: AttemptDraft): SeriesDraft | undefined =>
  attempt.series.find((series) => countsOfSeries(series) !== undefined);

/**
 * @param reference the first attempt that began at the beginning: how the job prints its first positions
 */
export const startOf = (
  attempt: AttemptDraft,
  reference: AttemptDraft | undefined,
  scale: Scale,
): Start | undefined => {
  const series = firstSeries(attempt);
  const earlier = reference && reference !== attempt ? firstSeries(reference) : undefined;
  if (!series) return undefined;
  if (scale.counts === 'step') return stepStart(series, earlier);
  const { first } = series;
  if (!first || countsOfSeries(series) === 'step') return undefined;
  const earlierFirst = earlier?.first;
  if (series.fractional)
    return partStart(
      first.raw - 1,
      distance(series),
      earlierFirst && { at: earlierFirst.raw - 1, distance: distance(earlier as SeriesDraft) },
    );
  const whole = first.number - scale.base;
  const isWhole =
    first.part >= 1 || first.part === 0 || first.bar || first.step === undefined || first.steps === undefined;
  if (isWhole) return wholeStart(whole, series, scale, earlier);
  const within = partStart(
    first.part,
    distance(series),
    earlierFirst && earlierFirst.part > 0 && earlierFirst.part < 1
      ? { at: earlierFirst.part, distance: distance(earlier as SeriesDraft) }
      : undefined,
  );
  if (within.atBase || earlierFirst === undefined) return { atBase: whole <= 0, from: whole, to: whole };
  return { atBase: false, from: whole + within.from, to: whole + within.to };
};

/** A log that prints every tenth epoch names the tenth first, wherever before it training took up. */
const wholeStart = (
  whole: number,
  series: SeriesDraft,
  { base }: Scale,
  earlier: SeriesDraft | undefined,
): Start => {
  const earlierWhole = earlier?.first ? earlier.first.number - base : 0;
  const between = (earlier && distance(earlier)) ?? distance(series) ?? earlierWhole + 1;
  if (between <= 1 + 1e-9) return { atBase: whole <= 0, from: whole, to: whole };
  if (whole <= earlierWhole) return { atBase: true, from: 0, to: whole };
  const from = Math.max(0, whole + 1 - between);
  return { atBase: false, from, to: whole, sparse: true };
};

const distance = ({ first }: SeriesDraft): number | undefined =>
  first?.second === undefined ? undefined : first.second - first.raw;

/** A first position that lies beyond where the job printed its very first one tells that it took up before it. */
const partStart = (
  at: number,
  between: number | undefined,
  earlier: { at: number; distance: number | undefined } | undefined,
): Start => {
  const reference = earlier?.at ?? between ?? at;
  const isRegular =
    earlier?.distance !== undefined &&
    earlier.at > 0 &&
    Math.abs(earlier.distance - earlier.at) <= 0.05 * earlier.at + 0.011;
  const isBeyond =
    at >= 2 * reference - 1e-9 ? at > reference + 1e-9 : isRegular && at > reference * 1.05 + 0.011;
  if (!isBeyond) return { atBase: true, from: 0, to: 0 };
  const wide = Math.max(between ?? 0, earlier?.at ?? 0);
  return { atBase: false, from: Math.max(0, at - wide), to: at };
};

const stepStart = (series: SeriesDraft, earlier: SeriesDraft | undefined): Start | undefined => {
  const { steps } = series;
  if (!steps) return undefined;
  const between = steps.second === undefined ? undefined : steps.second - steps.first;
  const reference = earlier?.steps?.first;
  if (reference === undefined) {
    const isBeyond = between !== undefined && steps.first > 2 * between;
    return isBeyond
      ? { atBase: false, from: steps.first - between, to: steps.first }
      : { atBase: true, from: 0, to: 0 };
  }
  if (steps.first <= Math.max(reference, 1)) return { atBase: true, from: 0, to: 0 };
  const wide = between ?? reference;
  return { atBase: false, from: Math.max(0, steps.first - Math.max(wide, 1)), to: steps.first };
};

/** What is complete at the first line that tells a position: took it up before that, its first line is the same. */
export const firstPrinted = (
  attempt: AttemptDraft,
  { counts, base, fractional }: Scale,
): number | undefined => {
  const series = firstSeries(attempt);
  if (counts === 'step') return series?.steps?.first;
  const first = series?.first;
  if (!first) return undefined;
  return fractional ? first.raw - 1 : first.number - base + (first.part > 0 ? first.part : 1);
};

/**
 * Whether the first values are more like those at the very beginning or like the last ones before the interruption:
 * 1 is the beginning, 0 the end; undefined where they do not tell.
 */
export const likeness = (
  first: AttemptDraft,
  before: AttemptDraft,
  after: AttemptDraft,
): number | undefined => {
  const [start, end, now] = [pointsOf(first)[0], lastPoints(before), pointsOf(after)[0]];
  if (!start || !end || !now) return undefined;
  const shares: number[] = [];
  for (const [name, value] of now.metrics) {
    const [a, b] = [start.metrics.get(name), end.get(name)];
    if (a === undefined || b === undefined || kindOfName(name) !== 'metric') continue;
    if (Math.abs(a - b) < 0.03 * Math.max(Math.abs(a), Math.abs(b))) continue;
    shares.push((value - b) / (a - b));
  }
  if (shares.length === 0) return undefined;
  shares.sort((a, b) => a - b);
  return shares[Math.floor(shares.length / 2)];
};

const pointsOf = (attempt: AttemptDraft): PointDraft[] => {
  const series = firstSeries(attempt);
  if (!series) return [];
  return series.points.length > 0 ? series.points : series.stepPoints;
};

/** The last value of each metric. */
const lastPoints = (attempt: AttemptDraft): MetricValues | undefined => {
  const points = pointsOf(attempt);
  const last = points.at(-1);
  const first = points[0];
  if (!last || last === first) return undefined;
  const values: MetricValues = new Map();
  for (const { metrics } of points.slice(-20)) addValues(values, metrics);
  return values;
};
