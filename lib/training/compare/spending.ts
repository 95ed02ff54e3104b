import { type OnDemandPrice, shareOfUsd, usdOf } from '../money/price';
import { isTerminal } from '../status';
import { timelineOf } from '../timeline';
import { type TrainingJob } from '../training-job';

/** USD for the billable seconds of all instances; undefined where they, or the price, are not known. */
export const paidOf = (job: TrainingJob, price: OnDemandPrice | undefined): number | undefined => {
  const { billableSeconds, instanceCount, instanceType } = job;
  if (billableSeconds === undefined || instanceCount === undefined) return undefined;
  if (price === undefined || price.instanceType !== instanceType) return undefined;
  return usdOf(billableSeconds * instanceCount, price.usdPerHour);
};

/**
 * What a job had cost by a moment, USD: what it cost in all, spread over the time on its instances. A spot job that
 * runs has no billable seconds yet, and so no cost.
 * @param now ms since the epoch
 */
export const spendingOf = (
  job: TrainingJob,
  price: OnDemandPrice | undefined,
  now: number,
): ((at: number) => number) | undefined => {
  const segments = timelineOf(job, now)
    .filter(({ kind }) => kind === 'downloading' || kind === 'training' || kind === 'uploading')
    .map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt ?? now }));
  const secondsUntil = (at: number) =>
    segments.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(at, to) - from), 0) / 1000;
  const all = secondsUntil(Infinity);
  if (all <= 0) return undefined;
  const usdPaid = paidOf(job, price);
  if (usdPaid !== undefined && isTerminal(job.status))
    return (at) => shareOfUsd(usdPaid, secondsUntil(at) / all);
  if (job.spot || price === undefined || price.instanceType !== job.instanceType) return undefined;
  const { instanceCount } = job;
  if (instanceCount === undefined) return undefined;
  return (at) => usdOf(secondsUntil(at) * instanceCount, price.usdPerHour);
};
