/** What interruptions cost, over all finished spot jobs, failed ones too: their interruptions were as real. */
import { usdOf } from '../money/price';
import { type HourlyPrices, isPriced, type JobSums } from './amounts';

export interface InterruptionCosts {
  interruptions: number;
  interruptedJobs: number;
  /** Of the interrupted jobs, those whose log told what was lost; recomputed work is known of these alone. */
  backfilledJobs: number;
  recomputedEpochs: number;
  /** Hours of instances. */
  lostHours: number;
  /** Of the lost hours those whose price is known, and what they cost at the share of its time each job was billed. */
  lostPricedHours: number;
  usdLost: number;
  /** Hours of jobs between an interruption and the next instance. */
  waitingHours: number;
  ranOutOfWait: number;
  withoutCheckpoints: number;
  rates: InterruptionRate[];
}

export interface InterruptionRate {
  instanceType: string;
  interruptions: number;
  /** Hours that instances were held on spot. */
  instanceHours: number;
  /** Interruptions per 100 of these hours; undefined without any. */
  per100Hours?: number;
  /** Hours of jobs. */
  waitingHours: number;
  heldHours: number;
}

export const interruptionCostsOf = (sums: readonly JobSums[], prices: HourlyPrices): InterruptionCosts => {
  const spot = sums.filter((one) => one.spot);
  const sum = (value: (one: JobSums) => number) => spot.reduce((total, one) => total + value(one), 0);
  return {
    interruptions: sum((one) => one.interruptions),
    interruptedJobs: sum((one) => one.interruptedJobs),
    backfilledJobs: sum((one) => one.backfilledJobs),
    recomputedEpochs: sum((one) => one.recomputedEpochs),
    lostHours: sum((one) => one.lostInstanceSeconds) / 3600,
    lostPricedHours: sum((one) => (isPriced(one, prices) ? one.lostInstanceSeconds : 0)) / 3600,
    usdLost: sum((one) => usdOf(one.lostBillableInstanceSeconds, prices.get(one.instanceType ?? '') ?? 0)),
    waitingHours: sum((one) => one.waitingSeconds) / 3600,
    ranOutOfWait: sum((one) => one.ranOutOfWait),
    withoutCheckpoints: sum((one) => one.withoutCheckpoints),
    rates: ratesOf(spot),
  };
};

/** Whether any log told what was lost; nothing is lost where nothing was interrupted. */
export const isLostWorkKnown = ({
  backfilledJobs,
  interruptedJobs,
}: Pick<InterruptionCosts, 'backfilledJobs' | 'interruptedJobs'>): boolean =>
  backfilledJobs > 0 || interruptedJobs === 0;

const ratesOf = (spot: readonly JobSums[]): InterruptionRate[] => {
  const rates = new Map<string, InterruptionRate>();
  for (const one of spot) {
    if (one.instanceType === undefined) continue;
    const existing = rates.get(one.instanceType);
    rates.set(one.instanceType, {
      instanceType: one.instanceType,
      interruptions: (existing?.interruptions ?? 0) + one.interruptions,
      instanceHours: (existing?.instanceHours ?? 0) + one.heldInstanceSeconds / 3600,
      waitingHours: (existing?.waitingHours ?? 0) + one.waitingSeconds / 3600,
      heldHours: (existing?.heldHours ?? 0) + one.heldSeconds / 3600,
    });
  }
  return [...rates.values()].map(withRate).sort(mostFirst);
};

/** Of the same instance types in several places. */
export const mergedRates = (all: readonly InterruptionRate[]): InterruptionRate[] => {
  const merged = new Map<string, InterruptionRate>();
  for (const one of all) {
    const existing = merged.get(one.instanceType);
    merged.set(one.instanceType, {
      instanceType: one.instanceType,
      interruptions: (existing?.interruptions ?? 0) + one.interruptions,
      instanceHours: (existing?.instanceHours ?? 0) + one.instanceHours,
      waitingHours: (existing?.waitingHours ?? 0) + one.waitingHours,
      heldHours: (existing?.heldHours ?? 0) + one.heldHours,
    });
  }
  return [...merged.values()].map(withRate).sort(mostFirst);
};

const withRate = (rate: InterruptionRate): InterruptionRate => ({
  ...rate,
  ...(rate.instanceHours > 0 && { per100Hours: (rate.interruptions / rate.instanceHours) * 100 }),
});

const mostFirst = (a: InterruptionRate, b: InterruptionRate): number =>
  b.interruptions - a.interruptions || (a.instanceType < b.instanceType ? -1 : 1);

/**
 * Mean seconds that one instance ran on spot before it was taken away, as observed: of the type where it lost an
 * instance, else of all types together; undefined where no instance was ever taken.
 */
export const secondsBetweenInterruptions = (
  rates: readonly InterruptionRate[],
  instanceType: string | undefined,
): number | undefined => {
  const own = rates.filter((rate) => rate.instanceType === instanceType && rate.interruptions > 0);
  const used = own.length > 0 ? own : rates;
  const interruptions = used.reduce((total, rate) => total + rate.interruptions, 0);
  const hours = used.reduce((total, rate) => total + rate.instanceHours, 0);
  return interruptions > 0 && hours > 0 ? (hours * 3600) / interruptions : undefined;
};
