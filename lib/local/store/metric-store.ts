/** One sample of a metric, or of a statistic set. */
export interface MetricSample {
  namespace: string;
  metricName: string;
  /** Dimension name to value; the whole map identifies the metric. */
  dimensions: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  timestamp: number;
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** Of a sample that several values make up: each, and after it how often it came. */
  distribution?: Float64Array<ArrayBuffer>;
  unit?: string;
  /** 1 or 60 seconds. */
  storageResolution?: number;
}

/** What the engine needs of CloudWatch: it puts samples; the service reads them. Durable when `put` returns. */
export interface MetricStore {
  put(samples: readonly MetricSample[]): void;
}

export type MetricIdentity = Pick<MetricSample, 'namespace' | 'metricName' | 'dimensions'>;

/** Time range and grouping of a query: `from` inclusive, `to` exclusive, all in milliseconds. */
export interface MetricRange {
  from: number;
  to: number;
  /** Buckets of this length, the first of which starts at `origin`. */
  period: number;
  /** Default: `from`. */
  origin?: number;
  /** Only samples in rows after the first and up to the second. */
  rows?: readonly [after: number, through: number];
  /** Only samples of this unit; absent: samples of every unit. */
  unit?: string;
}

/** The samples of one unit in one bucket. `start` in milliseconds since the epoch. */
export interface MetricBucket {
  start: number;
  unit: string;
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
}

/** One value and how often it was put. `exact` is false where only the ends of a statistic set are known. */
export interface WeightedValue {
  start: number;
  unit: string;
  value: number;
  count: number;
  exact: boolean;
}

export interface ListedMetric extends MetricIdentity {
  /** Orders the list: pass the last one as `afterId` to go on. */
  id: number;
}

/** What the CloudWatch service reads. */
export interface MetricQueries {
  /** Pieces of a range, oldest first, of a few thousand samples each: two may have a share in one bucket. */
  slices(metric: MetricIdentity, range: MetricRange): Generator<MetricRange>;
  /** Buckets that hold samples, oldest first. The work grows with the samples: see `slices`. */
  buckets(metric: MetricIdentity, range: MetricRange): MetricBucket[];
  /** The values behind the buckets, which percentiles are made of, some at a time; one may come several times. */
  values(metric: MetricIdentity, range: MetricRange): Generator<WeightedValue[]>;
  list(filter: {
    namespace?: string;
    metricName?: string;
    /** Every one must be among the metric's dimensions; without a value, any value will do. */
    dimensions?: readonly { name: string; value?: string }[];
    /** Only metrics with a sample at or after this time (ms). */
    activeSince?: number;
    afterId?: number;
    /** Inclusive: bounds the work of a filter that few metrics pass. */
    throughId?: number;
    limit: number;
  }): ListedMetric[];
  /** 0 where there is none. */
  greatestId(): number;
}
