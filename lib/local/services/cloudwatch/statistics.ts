import {
  type MetricBucket,
  type MetricIdentity,
  type MetricQueries,
  type MetricRange,
} from '../../store/metric-store';

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
 * Nearest-rank percentile of each period. As in CloudWatch a period has none where its values are hidden in a
 * statistic set, or where one is negative.
 */
export const percentilePoints = (
  metrics: MetricQueries,
  metric: MetricIdentity,
  range: MetricRange,
  share: number,
): Point[] => {
  const values = metrics.values(metric, range).sort((a, b) => a.start - b.start || a.value - b.value);
  const points: Point[] = [];
  for (let first = 0; first < values.length;) {
    const timestamp = values[first]!.start;
    let end = first;
    while (end < values.length && values[end]!.start === timestamp) end += 1;
    const period = values.slice(first, end);
    first = end;
    if (period.some(({ exact, value }) => !exact || value < 0)) continue;
    const total = period.reduce((sum, { count }) => sum + count, 0);
    // The tolerance keeps 7 % of 100 values at the 7th, where 0.07 × 100 is a little more than 7.
    const rank = share * total * (1 - 1e-12);
    let passed = 0;
    const hit = period.find(({ count }) => (passed += count) >= rank) ?? period.at(-1)!;
    points.push({ timestamp, value: hit.value });
  }
  return points;
};

/** Oldest first. `statistic` is a plain statistic or a percentile. */
export const pointsOf = (
  metrics: MetricQueries,
  metric: MetricIdentity,
  range: MetricRange,
  statistic: string,
): Point[] => {
  const share = percentileShare(statistic);
  if (share !== undefined) return percentilePoints(metrics, metric, range, share);
  if (!isPlainStatistic(statistic)) throw new RangeError(`not a statistic: ${statistic}`);
  return joinUnits(metrics.buckets(metric, range)).map((bucket) => ({
    timestamp: bucket.start,
    value: plainValue(statistic, bucket),
  }));
};
