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
    join(last, bucket);
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
  const buckets = yield* bucketsOf(metrics, metric, range);
  return joinUnits(buckets).map((bucket) => ({
    timestamp: bucket.start,
    value: plainValue(statistic, bucket),
  }));
}

/** The buckets of a range, oldest first and by unit, read in turns. */
export function* bucketsOf(
  metrics: MetricQueries,
  metric: MetricIdentity,
  range: MetricRange,
): Generator<void, MetricBucket[]> {
  const buckets: MetricBucket[] = [];
  for (const slice of metrics.slices(metric, range)) {
    if (slice.from > range.from || slice.rows) yield;
    for (const bucket of metrics.buckets(metric, slice)) {
      const earlier = sameBucket(buckets, bucket);
      if (earlier) join(earlier, bucket);
      else buckets.push(bucket);
    }
  }
  return buckets.sort((one, other) => one.start - other.start || (one.unit < other.unit ? -1 : 1));
}

/** What an earlier slice had of a bucket is among the last ones. */
const sameBucket = (buckets: readonly MetricBucket[], { start, unit }: MetricBucket) => {
  for (let at = buckets.length - 1; buckets[at]?.start === start; at -= 1)
    if (buckets[at]?.unit === unit) return buckets[at];
  return undefined;
};

const join = (bucket: MetricBucket, more: MetricBucket): void => {
  bucket.sampleCount += more.sampleCount;
  bucket.sum += more.sum;
  bucket.minimum = Math.min(bucket.minimum, more.minimum);
  bucket.maximum = Math.max(bucket.maximum, more.maximum);
};
