/** Where the next dollar or hour is, each with the figures behind it. Nothing is estimated without an observation. */
import { shareOfUsd, usdOf } from '../money/price';
import { type Amounts, amountsOf, type HourlyPrices, type JobSums, savedShareOf } from './amounts';
import { dalyInterval, isFarFrom, wasteShare, youngInterval } from './checkpoint-interval';
import { type InterruptionRate, secondsBetweenInterruptions } from './interruption-costs';

/** Completed on-demand jobs of one type that spot would have suited. */
export interface SpotCandidates {
  /** Slug of the backend, in a report of several. */
  where?: string;
  instanceType: string;
  jobs: number;
  trainingHours: number;
  /** Absent where the type has no known price. */
  usdPaid?: number;
  /** Savings share of the account's own spot jobs: of this type, else of all; undefined where none has run. */
  rate?: number;
  rateOf: 'this type' | 'all types';
  /** The rate may hold lost work: what would have been saved is at most this. */
  atMost: boolean;
  usdWouldSave?: number;
}

/** Sums over on-demand jobs that spot would have suited, by instance type. */
export type CandidateSums = Pick<
  JobSums,
  'instanceType' | 'jobs' | 'trainingInstanceSeconds' | 'billableInstanceSeconds'
>;

/** @param sums all finished jobs of the period, for the observed rates */
export const spotCandidatesOf = (
  candidates: readonly CandidateSums[],
  sums: readonly JobSums[],
  prices: HourlyPrices,
): SpotCandidates[] => {
  const rateOf = spotRatesOf(sums, prices);
  return candidates
    .flatMap((one) => {
      const { instanceType } = one;
      if (instanceType === undefined) return [];
      const price = prices.get(instanceType);
      const { rate, of, atMost } = rateOf(instanceType);
      const usdPaid = price === undefined ? undefined : usdOf(one.billableInstanceSeconds, price);
      return {
        instanceType,
        jobs: one.jobs,
        trainingHours: one.trainingInstanceSeconds / 3600,
        ...(usdPaid !== undefined && { usdPaid }),
        ...(rate !== undefined && { rate }),
        ...(rate !== undefined && usdPaid !== undefined && { usdWouldSave: shareOfUsd(usdPaid, rate) }),
        rateOf: of,
        atMost,
      };
    })
    .sort((a, b) => (b.usdWouldSave ?? 0) - (a.usdWouldSave ?? 0) || (b.usdPaid ?? 0) - (a.usdPaid ?? 0));
};

/** Undefined where no spot job has run; at most this where a log did not tell what an interruption lost. */
export interface SpotRate {
  rate: number | undefined;
  atMost: boolean;
}

/** What the account's own spot jobs saved: of the type, else of all; no rate where none has run. */
export const spotRatesOf = (sums: readonly JobSums[], prices: HourlyPrices) => {
  const rateIn = (amounts: Amounts) => ({ rate: savedShareOf(amounts), atMost: amounts.atMostJobs > 0 });
  const overall = rateIn(amountsOf(sums, prices));
  return (instanceType: string): SpotRate & { of: SpotCandidates['rateOf'] } => {
    const own = rateIn(ofType(sums, instanceType, prices));
    return own.rate === undefined ? { ...overall, of: 'all types' } : { ...own, of: 'this type' };
  };
};

const ofType = (sums: readonly JobSums[], instanceType: string, prices: HourlyPrices): Amounts =>
  amountsOf(
    sums.filter((one) => one.instanceType === instanceType),
    prices,
  );

/** A finished spot job whose checkpoints were seen in S3. */
export interface CheckpointedJob {
  name: string;
  instanceType: string;
  instanceCount: number;
  /** Median seconds between two of its checkpoints. */
  intervalSeconds: number;
  /** Seconds on instances. */
  heldSeconds: number;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
}

/** A job whose checkpoint interval is far from the best one. */
export interface IntervalAdvice extends CheckpointedJob {
  /** Slug of the backend, in a report of several. */
  where?: string;
  /** Mean seconds between interruptions of a job with so many instances. */
  secondsBetween: number;
  /** By Daly, and Young's first approximation of it. */
  bestSeconds: number;
  youngSeconds: number;
  /** Hours of the job that the better interval would have been expected to save. */
  hoursSaved: number;
}

/** @param checkpointSeconds δ, how long saving one checkpoint holds up the training */
export const intervalAdviceOf = (
  jobs: readonly CheckpointedJob[],
  rates: readonly InterruptionRate[],
  checkpointSeconds: number,
): IntervalAdvice[] =>
  jobs
    .flatMap((job) => {
      const perInstance = secondsBetweenInterruptions(rates, job.instanceType);
      if (perInstance === undefined) return [];
      // Any of its instances taken away interrupts the whole job.
      const secondsBetween = perInstance / job.instanceCount;
      const bestSeconds = dalyInterval(checkpointSeconds, secondsBetween);
      if (!isFarFrom(job.intervalSeconds, bestSeconds)) return [];
      const waste = (interval: number) =>
        wasteShare(Math.min(interval, job.heldSeconds), checkpointSeconds, secondsBetween);
      return {
        ...job,
        secondsBetween,
        bestSeconds,
        youngSeconds: youngInterval(checkpointSeconds, secondsBetween),
        hoursSaved: (Math.max(0, waste(job.intervalSeconds) - waste(bestSeconds)) * job.heldSeconds) / 3600,
      };
    })
    .sort((a, b) => b.hoursSaved - a.hoursSaved || (a.name < b.name ? -1 : 1));

/** An instance type that makes its jobs wait longer, for each hour they train, than it saves of that hour's price. */
export interface SlowType {
  /** Slug of the backend, in a report of several. */
  where?: string;
  instanceType: string;
  jobs: number;
  waitingHours: number;
  heldHours: number;
  /** Hours waited for each hour held. */
  waitRatio: number;
  /** Savings share of its spot jobs. */
  share: number;
}

export const slowTypesOf = (
  sums: readonly JobSums[],
  rates: readonly InterruptionRate[],
  prices: HourlyPrices,
): SlowType[] =>
  rates
    .flatMap(({ instanceType, waitingHours, heldHours }) => {
      const share = savedShareOf(ofType(sums, instanceType, prices));
      if (share === undefined || heldHours <= 0) return [];
      const waitRatio = waitingHours / heldHours;
      if (waitRatio <= share) return [];
      const jobs = sums
        .filter((one) => one.spot && one.instanceType === instanceType)
        .reduce((total, one) => total + one.jobs, 0);
      return { instanceType, jobs, waitingHours, heldHours, waitRatio, share };
    })
    .sort((a, b) => b.waitRatio - b.share - (a.waitRatio - a.share));
