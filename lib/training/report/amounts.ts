/**
 * Adds up jobs into hours and money, by the formulas of lib/training/money. On demand, paid, saved and the share are of
 * the same spot jobs; what on-demand jobs cost stands beside them. A group's share is of its money, never a mean.
 */
import { shareLeft } from '../money/job-money';
import { usdOf } from '../money/price';
import { type JobStanding } from './job-facts';
import { keysOf } from '../keyed';

/** Sums over finished jobs of one instance type, option and standing. An unknown value adds nothing. */
export interface KindSums {
  /** Absent where SageMaker gave none. */
  instanceType?: string;
  spot: boolean;
  standing: Exclude<JobStanding, 'running'>;
  jobs: number;
  /** Each job's seconds times its number of instances. */
  trainingInstanceSeconds: number;
  billableInstanceSeconds: number;
  /** What on-demand jobs would have taken for the same work; see money/useful-time.ts. */
  usefulInstanceSeconds: number;
  /** Jobs whose useful time may hold lost work. */
  atMostJobs: number;
  /** Seconds of jobs, whatever their number of instances. */
  waitingSeconds: number;
  startingSeconds: number;
  interruptions: number;
  recomputedEpochs: number;
  /** Seconds on instances, times their number: what interruptions are counted against. */
  heldInstanceSeconds: number;
}

/** Of jobs that have something in common, such as the value of a tag. */
export interface GroupSums extends KindSums {
  /** Absent for jobs without the tag. */
  group?: string;
}

/** With what interruptions cost. */
export interface JobSums extends KindSums {
  /** Seconds of jobs on instances. */
  heldSeconds: number;
  interruptedJobs: number;
  /** Of the interrupted jobs, those whose log told what was lost. */
  backfilledJobs: number;
  lostInstanceSeconds: number;
  /** Lost seconds at the share of its training time that each job was billed. */
  lostBillableInstanceSeconds: number;
  ranOutOfWait: number;
  withoutCheckpoints: number;
}

/** USD of one instance an hour, by instance type. A type that is not in it has no known price. */
export type HourlyPrices = ReadonlyMap<string, number>;

interface Sums {
  jobs: number;
  spotJobs: number;
  /** Hours are of instances, but for the idle ones. */
  trainingHours: number;
  billableHours: number;
  /** Hours of jobs without an instance, from their creation on. */
  idleHours: number;
  spotTrainingHours: number;
  spotBillableHours: number;
  spotUsefulHours: number;
  interruptions: number;
  recomputedEpochs: number;
  /** Spot jobs whose useful time may hold lost work: on demand and saved are 'at most'. */
  atMostJobs: number;
  /** Of the spot jobs: what their useful time would have cost on demand, what was paid, and the difference. */
  usdOnDemand: number;
  usdPaid: number;
  usdSaved: number;
  /** What was paid for the on-demand jobs. */
  onDemandUsdPaid: number;
}

/** What a set of jobs comes to, all of it of the same jobs. */
export interface Amounts extends Sums {
  /** False: none of these jobs has a known price, and the money is not known, whatever stands there. */
  priced: boolean;
}

const noSums: Sums = {
  jobs: 0,
  spotJobs: 0,
  trainingHours: 0,
  billableHours: 0,
  idleHours: 0,
  spotTrainingHours: 0,
  spotBillableHours: 0,
  spotUsefulHours: 0,
  interruptions: 0,
  recomputedEpochs: 0,
  atMostJobs: 0,
  usdOnDemand: 0,
  usdPaid: 0,
  usdSaved: 0,
  onDemandUsdPaid: 0,
};

export const noAmounts: Amounts = { ...noSums, priced: true };

export const sumKeys = keysOf(noSums);

export const isPriced = ({ instanceType }: Pick<KindSums, 'instanceType'>, prices: HourlyPrices): boolean =>
  instanceType !== undefined && prices.has(instanceType);

/**
 * The jobs that amounts are of: the counted ones at a known price; where none has one, all that are counted, so that
 * hours and shares stand without a price.
 */
export const inTotals = <One extends KindSums>(sums: readonly One[], prices: HourlyPrices): One[] => {
  const counted = sums.filter(({ standing }) => standing === 'counted');
  const priced = counted.filter((one) => isPriced(one, prices));
  return priced.length > 0 ? priced : counted;
};

/** What is not in the totals is passed over: `excludedOf` tells of it. */
export const amountsOf = (sums: readonly KindSums[], prices: HourlyPrices): Amounts => {
  const of = inTotals(sums, prices);
  const total: Amounts = { ...noAmounts, priced: of.every((one) => isPriced(one, prices)) };
  for (const one of of) {
    const amounts = amountsOfOne(one, prices);
    for (const key of sumKeys) total[key] += amounts[key];
  }
  return total;
};

const amountsOfOne = (sums: KindSums, prices: HourlyPrices): Sums => {
  const price = prices.get(sums.instanceType ?? '') ?? 0;
  const usdPaid = usdOf(sums.billableInstanceSeconds, price);
  const { spot } = sums;
  const usdOnDemand = spot ? usdOf(sums.usefulInstanceSeconds, price) : 0;
  return {
    jobs: sums.jobs,
    spotJobs: spot ? sums.jobs : 0,
    trainingHours: sums.trainingInstanceSeconds / 3600,
    billableHours: sums.billableInstanceSeconds / 3600,
    idleHours: (sums.waitingSeconds + sums.startingSeconds) / 3600,
    spotTrainingHours: spot ? sums.trainingInstanceSeconds / 3600 : 0,
    spotBillableHours: spot ? sums.billableInstanceSeconds / 3600 : 0,
    spotUsefulHours: spot ? sums.usefulInstanceSeconds / 3600 : 0,
    interruptions: sums.interruptions,
    recomputedEpochs: sums.recomputedEpochs,
    atMostJobs: spot ? sums.atMostJobs : 0,
    usdOnDemand,
    usdPaid: spot ? usdPaid : 0,
    usdSaved: spot ? usdOnDemand - usdPaid : 0,
    onDemandUsdPaid: spot ? 0 : usdPaid,
  };
};

/** 1 − paid ÷ on demand of the spot jobs; of their hours where there is no price. Undefined where they cost nothing. */
export const savedShareOf = (amounts: Amounts): number | undefined =>
  amounts.priced
    ? shareLeft(amounts.usdPaid, amounts.usdOnDemand)
    : shareLeft(amounts.spotBillableHours, amounts.spotUsefulHours);

/** 1 − billable ÷ training time of the same spot jobs: SageMaker's own 'managed spot training savings'. */
export const sageMakerShareOf = ({ spotBillableHours, spotTrainingHours }: Amounts): number | undefined =>
  shareLeft(spotBillableHours, spotTrainingHours);

/** Jobs that the totals leave out, for one reason. Absent hours or money are unknown. */
export interface ApartJobs {
  jobs: number;
  trainingHours?: number;
  /** Of those at known prices; absent where none has one. */
  usdPaid?: number;
  /** Hours trained whose price is not known. */
  unpricedHours?: number;
}

export interface Excluded {
  running: ApartJobs;
  failed: ApartJobs;
  /** Billable or training seconds, or the number of instances, were not given. */
  unbilled: ApartJobs;
  /** Counted jobs whose instance type has no known price, with all that can be said without one. */
  unpriced: { amounts: Amounts; instanceTypes: string[] };
}

/** @param running jobs that have not ended */
export const excludedOf = (sums: readonly KindSums[], prices: HourlyPrices, running: number): Excluded => {
  const failed = sums.filter(({ standing }) => standing === 'failed');
  const unbilled = sums.filter(({ standing }) => standing === 'unbilled');
  const unpriced = sums.filter((one) => one.standing === 'counted' && !isPriced(one, prices));
  const failedPriced = failed.filter((one) => isPriced(one, prices));
  const unpricedHours = hoursIn(failed) - hoursIn(failedPriced);
  return {
    running: { jobs: running },
    failed: {
      jobs: jobsIn(failed),
      trainingHours: hoursIn(failed),
      ...((failedPriced.length > 0 || failed.length === 0) && { usdPaid: usdPaidIn(failedPriced, prices) }),
      ...(unpricedHours > 0 && { unpricedHours }),
    },
    unbilled: { jobs: jobsIn(unbilled) },
    unpriced: {
      amounts: amountsOf(unpriced, noPrices),
      instanceTypes: [...new Set(unpriced.map(({ instanceType = 'unknown' }) => instanceType))].sort(),
    },
  };
};

const noPrices: HourlyPrices = new Map();

const jobsIn = (sums: readonly KindSums[]) => sums.reduce((total, { jobs }) => total + jobs, 0);
const hoursIn = (sums: readonly KindSums[]) =>
  sums.reduce((total, { trainingInstanceSeconds }) => total + trainingInstanceSeconds, 0) / 3600;
const usdPaidIn = (sums: readonly KindSums[], prices: HourlyPrices) =>
  sums.reduce(
    (usd, one) => usd + usdOf(one.billableInstanceSeconds, prices.get(one.instanceType ?? '') ?? 0),
    0,
  );
