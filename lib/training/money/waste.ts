/**
 * What was spent for nothing, in dollars. Each job is in one cause at most, so that causes add up: what failed, what an
 * interrupted spot job that did not fail had to train again, what a completed on-demand job would have saved on spot,
 * and what endpoints cost that nobody asked anything.
 */
import { usdOf } from './price';

export const wasteCauses = ['failed', 'recomputed', 'onDemand', 'idle'] as const;
export type WasteCause = (typeof wasteCauses)[number];

/** Seconds of jobs, each times its number of instances. */
export interface WastedSeconds {
  cause: Exclude<WasteCause, 'idle'>;
  trainingInstanceSeconds: number;
  billableInstanceSeconds: number;
  lostInstanceSeconds: number;
  /** Lost seconds at the share of its training time that each job was billed. */
  lostBillableInstanceSeconds: number;
}

/**
 * USD of all of these jobs.
 * @param usdPerHour on-demand price of one instance
 * @param savedShare what spot jobs saved of their on-demand cost; undefined where no spot job has run
 * @returns undefined where it cannot be said
 */
export const wastedUsd = (
  sums: WastedSeconds,
  usdPerHour: number,
  savedShare: number | undefined,
): number | undefined => {
  switch (sums.cause) {
    case 'failed':
      return usdOf(sums.billableInstanceSeconds, usdPerHour);
    case 'recomputed':
      return usdOf(sums.lostBillableInstanceSeconds, usdPerHour);
    case 'onDemand':
      // Where spot was dearer than on demand, nothing was wasted.
      return savedShare === undefined
        ? undefined
        : Math.max(0, usdOf(sums.billableInstanceSeconds, usdPerHour) * savedShare);
  }
};

/** Instance-hours of the cause, with or without a price. */
export const wastedHours = (sums: WastedSeconds): number =>
  (sums.cause === 'recomputed' ? sums.lostInstanceSeconds : sums.trainingInstanceSeconds) / 3600;

/** One variant of an endpoint in service. Times are ms since the epoch. */
export interface IdleTime {
  /** End of the last hour (or five minutes) in which it was asked, or else since when it is in service. */
  idleSince: number;
  instanceCount: number;
}

/** Instance-seconds that nobody asked anything, within a period. */
export const idleInstanceSeconds = (
  { idleSince, instanceCount }: IdleTime,
  period: { from: number; before: number },
  now: number,
): number => {
  const from = Math.max(idleSince, period.from);
  const until = Math.min(now, period.before);
  return (Math.max(0, until - from) / 1000) * instanceCount;
};
