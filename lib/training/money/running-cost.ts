/**
 * What a job that still runs has cost so far, what an hour of it costs, and what it will have cost, each an estimate
 * with its basis: SageMaker tells billable seconds at the end only.
 */
import { wholeSeconds } from './seconds';
import { usdOf } from './price';

/** How much of their time on instances the account's finished spot jobs were billed. */
export interface SpotBilling {
  /** Billable seconds ÷ seconds on instances. */
  share: number;
  jobs: number;
  of: 'this type' | 'all types';
}

export interface RunningJob {
  spot: boolean;
  instanceCount?: number;
  /** Seconds on instances so far: no waits. */
  heldSeconds: number;
  /** It has an instance now. */
  onInstance: boolean;
  /** Training seconds still needed, as its log shows. */
  secondsLeft?: number;
  maxRuntimeSeconds?: number;
}

export interface RunningCost {
  /** Whole seconds on instances so far. */
  heldSeconds: number;
  /** What the money rests on: `full` is the on-demand price, which spot never exceeds. */
  rate: 'on demand' | 'observed' | 'full';
  /** Absent without a price or a number of instances. */
  usdSoFar?: number;
  /** Of all instances. 0 while it has none. */
  usdPerHour?: number;
  usdAtEnd?: number;
  /** What the end is reckoned by; absent where nothing tells. */
  end?: { by: 'pace'; secondsLeft: number } | { by: 'max runtime'; maxRuntimeSeconds: number };
}

/** @param usdPerHour on-demand price of one instance */
export const runningCostOf = (
  job: RunningJob,
  usdPerHour: number | undefined,
  billing: SpotBilling | undefined,
): RunningCost => {
  const rate = !job.spot ? 'on demand' : billing === undefined ? 'full' : 'observed';
  const end = endOf(job);
  const cost: RunningCost = {
    heldSeconds: wholeSeconds(job.heldSeconds),
    rate,
    ...(end && { end }),
  };
  if (usdPerHour === undefined || job.instanceCount === undefined) return cost;
  const instances = job.instanceCount;
  const price = usdPerHour * (job.spot ? (billing?.share ?? 1) : 1);
  const usd = (seconds: number) => usdOf(seconds * instances, price);
  cost.usdSoFar = usd(job.heldSeconds);
  cost.usdPerHour = job.onInstance ? usd(3600) : 0;
  if (end?.by === 'pace') cost.usdAtEnd = usd(job.heldSeconds + end.secondsLeft);
  // What ran beyond it already is not taken back.
  if (end?.by === 'max runtime') cost.usdAtEnd = usd(Math.max(job.heldSeconds, end.maxRuntimeSeconds));
  return cost;
};

const endOf = ({ secondsLeft, maxRuntimeSeconds }: RunningJob): RunningCost['end'] => {
  if (secondsLeft !== undefined) return { by: 'pace', secondsLeft: wholeSeconds(secondsLeft) };
  return maxRuntimeSeconds === undefined ? undefined : { by: 'max runtime', maxRuntimeSeconds };
};
