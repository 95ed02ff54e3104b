/**
 * What one job cost, and what spot saved against on demand: the one room of these formulas, for the job's page, lists,
 * the report, the waste board and exports. On spot SageMaker shrinks the billable seconds by the discount, so money is
 * billable seconds at the on-demand price, and no discount is applied again.
 * Source: DescribeTrainingJob, BillableTimeInSeconds.
 */
import { describeStatus } from '../status';
import { type TrainingJob } from '../training-job';
import { usdOf } from './price';
import { endedUntrained, type UsefulTime } from './useful-time';

/** What the money of a job is made of; seconds are of one instance. What is absent is not known. */
export interface BilledTime {
  spot: boolean;
  /** It failed, or ended before it trained: it has saved nothing, and what it cost was spent for nothing. */
  forNothing: boolean;
  instanceCount?: number;
  /** As SageMaker reports them. */
  trainingSeconds?: number;
  billableSeconds?: number;
  /** What an on-demand job would have taken; see useful-time.ts. */
  usefulSeconds?: number;
}

/** What is absent is not known yet, cannot be known, or has no meaning for the job: never zero. */
export interface JobMoney {
  /** 1 − billable ÷ useful seconds: what spot saved of the on-demand cost. Not of what was for nothing. */
  savedShare?: number;
  /** 1 − billable ÷ training seconds: SageMaker's own 'managed spot training savings'. Spot jobs only. */
  sageMakerShare?: number;
  /** USD of all instances. */
  usdPaid?: number;
  /** What the useful time would have cost; of an on-demand job, what was paid. */
  usdOnDemand?: number;
  /** 0 for an on-demand job; absent for what was for nothing. */
  usdSaved?: number;
}

/** @param usdPerHour on-demand price of one instance; absent where it is not known */
export const jobMoneyOf = (billed: BilledTime, usdPerHour?: number): JobMoney => {
  const { spot, forNothing, instanceCount, trainingSeconds, billableSeconds, usefulSeconds } = billed;
  const money: JobMoney = {};
  if (spot && billableSeconds !== undefined) {
    if (!forNothing) setDefined(money, 'savedShare', shareLeft(billableSeconds, usefulSeconds));
    setDefined(money, 'sageMakerShare', shareLeft(billableSeconds, trainingSeconds));
  }
  if (usdPerHour === undefined || instanceCount === undefined) return money;
  const usd = (seconds: number) => usdOf(seconds * instanceCount, usdPerHour);
  if (billableSeconds !== undefined) money.usdPaid = usd(billableSeconds);
  const onDemandSeconds = spot ? usefulSeconds : billableSeconds;
  if (onDemandSeconds === undefined) return money;
  money.usdOnDemand = usd(onDemandSeconds);
  if (billableSeconds !== undefined && !forNothing) money.usdSaved = usd(onDemandSeconds - billableSeconds);
  return money;
};

/** 1 − part ÷ whole; undefined where the whole is nothing or not known. */
export const shareLeft = (part: number, whole: number | undefined): number | undefined =>
  whole === undefined || whole <= 0 ? undefined : 1 - part / whole;

const setDefined = (money: JobMoney, key: keyof JobMoney, value: number | undefined) => {
  if (value !== undefined) money[key] = value;
};

/** @param useful absent where SageMaker told of no time on an instance */
export const billedTimeOf = (job: TrainingJob, useful: UsefulTime | undefined): BilledTime => {
  const { spot, instanceCount, trainingSeconds, billableSeconds } = job;
  return {
    spot,
    forNothing: wasForNothing(job),
    ...(instanceCount !== undefined && { instanceCount }),
    ...(trainingSeconds !== undefined && { trainingSeconds }),
    ...(billableSeconds !== undefined && { billableSeconds }),
    ...(useful && { usefulSeconds: useful.seconds }),
  };
};

export const hasFailed = (job: Pick<TrainingJob, 'status' | 'secondaryStatus'>): boolean =>
  describeStatus(job).outcome === 'failed';

/** What it cost was spent for nothing. */
export const wasForNothing = (job: TrainingJob): boolean => hasFailed(job) || endedUntrained(job);
