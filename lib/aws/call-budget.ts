import { type Clock } from '../process/clock';

/**
 * Who waits for a call. What people wait for goes first, and a part of each budget is kept for it, so that no
 * synchronisation keeps a page waiting.
 */
export type Lane = 'people' | 'background';

/**
 * Calls a second that Spotdeck allows itself at most, by operation: below AWS's own limits where they are known
 * (ListTrainingJobs 2, FilterLogEvents 5, GetLogEvents 10, DescribeLogStreams 25, GetMetricData 50). Those of the
 * others are not published: there it begins high and comes down when AWS throttles.
 */
export const callRates: ReadonlyMap<string, number> = new Map([
  ['ListTrainingJobs', 1],
  ['FilterLogEvents', 4],
  ['GetLogEvents', 8],
  ['DescribeLogStreams', 15],
  ['GetMetricData', 25],
  ['Search', 20],
  ['DescribeTrainingJob', 20],
  ['ListServiceQuotas', 5],
  ['ListRoles', 5],
]);
const rateOfOthers = 50;

/** What the background leaves of a budget to people. */
const reservedShare = 0.25;
/** A budget holds what it gives in so many seconds. */
const burstSeconds = 2;
/** Throttling halves the pace, down to a call in so many seconds. */
const slowestSeconds = 5;
/** Without throttling it doubles again in so many seconds. */
const recoverySeconds = 15;

interface Bucket {
  maxRate: number;
  /** Calls a second now. */
  rate: number;
  tokens: number;
  at: number;
  /** What is left of the background's own pace, where it has one. */
  paced: number;
  waiting: Record<Lane, (() => void)[]>;
  cancel?: () => void;
  throttledAt: number;
}

/** The calls of one account, each operation for itself: one that is throttled takes nothing from another. */
export interface CallBudget {
  /** Resolves when the call may be made. */
  take: (operation: string, lane: Lane) => Promise<void>;
  /** AWS has throttled the operation. */
  throttled: (operation: string) => void;
  /** When it last did, of any operation, ms since the epoch; -Infinity: never. */
  throttledAt: () => number;
}

/** @param backgroundRate calls a second that the background makes of each operation at most; people are not held to it */
export const createCallBudget = (clock: Clock, rates = callRates, backgroundRate = Infinity): CallBudget => {
  const buckets = new Map<string, Bucket>();
  let lastThrottledAt = -Infinity;

  const getBucket = (operation: string): Bucket => {
    const existing = buckets.get(operation);
    if (existing) return existing;
    const rate = rates.get(operation) ?? rateOfOthers;
    const made: Bucket = {
      maxRate: rate,
      rate,
      tokens: sizeOf(rate),
      at: clock.now(),
      paced: burstOf(backgroundRate),
      waiting: { people: [], background: [] },
      throttledAt: -Infinity,
    };
    buckets.set(operation, made);
    return made;
  };

  const refill = (bucket: Bucket) => {
    const now = clock.now();
    const seconds = Math.max(0, now - bucket.at) / 1000;
    bucket.at = now;
    bucket.tokens = Math.min(sizeOf(bucket.rate), bucket.tokens + seconds * bucket.rate);
    // Without a pace of its own it has as much as it asks for, which cannot be multiplied by no time at all.
    if (backgroundRate !== Infinity)
      bucket.paced = Math.min(burstOf(backgroundRate), bucket.paced + seconds * backgroundRate);
    bucket.rate = Math.min(bucket.maxRate, bucket.rate * 2 ** (seconds / recoverySeconds));
  };

  /** Tokens that must be there for a lane to take one. */
  const needed = (bucket: Bucket, lane: Lane): number =>
    lane === 'people' ? 1 : 1 + Math.min(1, reservedShare * sizeOf(bucket.rate));

  const secondsUntil = (bucket: Bucket, lane: Lane): number =>
    Math.max(
      0,
      (needed(bucket, lane) - bucket.tokens) / bucket.rate,
      lane === 'background' && bucket.paced < 1 ? (1 - bucket.paced) / backgroundRate : 0,
    );

  const next = (bucket: Bucket): Lane | undefined =>
    bucket.waiting.people.length > 0
      ? 'people'
      : bucket.waiting.background.length > 0
        ? 'background'
        : undefined;

  const serve = (bucket: Bucket) => {
    bucket.cancel?.();
    delete bucket.cancel;
    refill(bucket);
    for (let lane = next(bucket); lane !== undefined; lane = next(bucket)) {
      const seconds = secondsUntil(bucket, lane);
      if (seconds > 0) {
        bucket.cancel = clock.after(Math.ceil(seconds * 1000), () => serve(bucket));
        return;
      }
      bucket.tokens -= 1;
      if (lane === 'background') bucket.paced -= 1;
      bucket.waiting[lane].shift()?.();
    }
  };

  return {
    take: (operation, lane) =>
      new Promise((resolve) => {
        const bucket = getBucket(operation);
        bucket.waiting[lane].push(resolve);
        serve(bucket);
      }),
    throttled: (operation) => {
      const bucket = getBucket(operation);
      refill(bucket);
      lastThrottledAt = clock.now();
      // Calls that were under way together are throttled together: they are one sign.
      if (clock.now() - bucket.throttledAt < 1_000) return;
      bucket.throttledAt = clock.now();
      bucket.rate = Math.max(1 / slowestSeconds, bucket.rate / 2);
      bucket.tokens = Math.min(bucket.tokens, 0);
    },
    throttledAt: () => lastThrottledAt,
  };
};

/** One call at least, or none would ever be made. */
const burstOf = (backgroundRate: number): number => Math.max(1, backgroundRate);

/** Two calls at least, so that the background is never shut out by what is kept for people. */
const sizeOf = (rate: number): number => Math.max(2, rate * burstSeconds);
