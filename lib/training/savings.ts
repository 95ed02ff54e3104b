/**
 * What spot saved. SageMaker shrinks the billable seconds by the spot discount, so money is billable seconds at
 * the on-demand price, and no discount is applied again.
 * Source: DescribeTrainingJob, BillableTimeInSeconds and TrainingTimeInSeconds; docs/architecture.md, "Money".
 */
import { type TrainingJob } from './training-job';

/** On-demand price of an instance type in a Region. */
export interface OnDemandPrice {
  instanceType: string;
  region: string;
  usdPerHour: number;
  /** Where the price comes from, for the reader. */
  source: string;
  /** ISO date it was read or published, where known. */
  asOf?: string;
}

/** What is absent is not known yet, or cannot be known: never zero. */
export interface Savings {
  /** Seconds of one instance, as SageMaker reports them. */
  trainingSeconds?: number;
  billableSeconds?: number;
  /** 1 − billable/training seconds; spot jobs only. */
  share?: number;
  /** USD of all instances. */
  usdOnDemand?: number;
  usdPaid?: number;
  /** Spot jobs only. */
  usdSaved?: number;
}

type Billed = Pick<
  TrainingJob,
  'spot' | 'trainingSeconds' | 'billableSeconds' | 'instanceCount' | 'instanceType'
>;

/** @param price on-demand price of the job's instance type; one of another type is passed over */
export const savingsOf = (job: Billed, price?: OnDemandPrice): Savings => {
  const { trainingSeconds, billableSeconds, instanceCount } = job;
  const savings: Savings = {};
  if (trainingSeconds !== undefined) savings.trainingSeconds = trainingSeconds;
  if (billableSeconds !== undefined) savings.billableSeconds = billableSeconds;
  if (job.spot && trainingSeconds !== undefined && trainingSeconds > 0 && billableSeconds !== undefined) {
    savings.share = 1 - billableSeconds / trainingSeconds;
  }
  if (price === undefined || price.instanceType !== job.instanceType || instanceCount === undefined)
    return savings;
  const usd = (seconds: number) => (seconds * instanceCount * price.usdPerHour) / 3600;
  if (trainingSeconds !== undefined) savings.usdOnDemand = usd(trainingSeconds);
  if (billableSeconds !== undefined) savings.usdPaid = usd(billableSeconds);
  if (job.spot && trainingSeconds !== undefined && billableSeconds !== undefined) {
    savings.usdSaved = usd(trainingSeconds - billableSeconds);
  }
  return savings;
};
