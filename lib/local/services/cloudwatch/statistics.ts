import {
  type MetricBucket,
  type MetricIdentity,
  type MetricQueries,
  type MetricRange,
} from '../../store/metric-store';
import { weightedRank } from './weighted-rank';

/** One value of one period. `timestamp` is the period's start, milliseconds since the epoch. */
export interface Point {
  timestamp: number;
  value: number;
}

export const plainStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type PlainStatistic = (typeof plainStatistics)[number];

const plain: Readonly<Record<PlainStatistic, (bucket: MetricBucket) => number>> = {
  SampleCount: (bucket) => bucket.sampleCount,
  Average: (bucket) => bucket.sum / bucket.sampleCount,
  Sum: (bucket) => bucket.sum,
  Minimum: (bucket) => bucket.minimum,
  Maximum: (bucket) => bucket.maximum,
};

export const isPlainStatistic = (name: string): name is PlainStatistic => Object.hasOwn(plain, name);
export const plainValue = (name: PlainStatistic, bucket: MetricBucket): number => plain[name](bucket);

/** The share that a percentile's name stands for (`p99.9` is 0.999); undefined if it names none. */
export const percentileShare = (name: string): number | undefined => {
  const match = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name);
  return match ? Number(match[1]) / 100 : undefined;
};

/** The buckets of all units as one. */
export const joinUnits = (buckets: readonly MetricBucket[]): MetricBucket[] => {
  const joined: MetricBucket[] = [];
  for (const bucket of buckets) {
    const last = joined.at(-1);
    if (last?.start !== bucket.start) {
      joined.push({ ...bucket });
      continue;
    }
    last.sampleCount += bucket.sampleCount;
    last.sum += bucket.sum;
    last.minimum = Math.min(last.minimum, bucket.minimum);
    last.maximum = Math.max(last.maximum, bucket.maximum);
  }
  return joined;
};

/**
 * Nearest-rank percentile of each period, in turns. As in CloudWatch a period has none where its values are hidden in
 * a statistic set, or where one is negative.
 */
export function* percentilePoints(
  metrics: MetricQueries,
  metric: MetricIdentity,
  range: MetricRange,
  share: number,
): Generator<void, Point[]> {
  const periods = new Map<number, Period>();
  for (const some of metrics.values(metric, range)) {
    for (const { start, value, count, exact } of some) {
      const period = periods.get(start) ?? { values: [], counts: [], total: 0, hasNone: false };
      periods.set(start, period);
      period.hasNone ||= !exact || value < 0;
      if (period.hasNone) continue;
      period.values.push(value);
      period.counts.push(count);
      period.total += count;
    }
    if (some.length > fewValues) yield;
  }
  const points: Point[] = [];
  for (const [timestamp, period] of [...periods].sort(([one], [other]) => one - other)) {
    if (period.values.length > fewValues) yield;
    if (period.hasNone) continue;
    const numbers = {
      values: Float64Array.from(period.values),
      counts: Float64Array.from(period.counts),
    };
    // The tolerance keeps 7 % of 100 values at the 7th, where 0.07 × 100 is a little more than 7.
    const value = yield* weightedRank(numbers, share * period.total * (1 - 1e-12));
    points.push({ timestamp, value });
  }
  return points;
}

/** Values that take no turn of their own. */
const fewValues = 1000;

interface Period {
  values: number[];
  counts: number[];
  total: number;
  hasNone: boolean;
}

/** Oldest first, in turns. `statistic` is a plain statistic or a percentile. */
export function* pointsOf(
  metrics: MetricQueries,
  metric: MetricIdentity,
  range: MetricRange,
  statistic: string,
): Generator<void, Point[]> {
  const share = percentileShare(statistic);
  if (share !== undefined) return yield* percentilePoints(metrics, metric, range, share);
  if (!isPlainStatistic(statistic)) throw new RangeError(`not a statistic: ${statistic}`);
  const points: Point[] = [];
  for (const window of windowsOf(range)) {
    if (window.from > range.from) yield;
    for (const bucket of joinUnits(metrics.buckets(metric, window)))
      points.push({ timestamp: bucket.start, value: plainValue(statistic, bucket) });
  }
  return points;
}

/** Periods that are read between two pauses, and the most pauses: a long range may hold next to nothing. */
const periodsAtOnce = 1440;
const maxWindows = 16;

function* windowsOf(range: MetricRange): Generator<MetricRange> {
  const periods = Math.ceil((range.to - range.from) / range.period);
  const step = range.period * Math.max(periodsAtOnce, Math.ceil(periods / maxWindows));
  for (let { from } = range; from < range.to; from += step)
    yield { ...range, from, to: Math.min(range.to, from + step) };
}
