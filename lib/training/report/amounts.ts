/**
 * Adds up jobs into hours and money. Money = billable seconds × instances × on-demand price ÷ 3600; the spot
 * discount is already in the billable seconds. A group's savings share is of its money, never a mean of shares.
 * Source: DescribeTrainingJob, BillableTimeInSeconds; prices: AWS Price List.
 */
import { type JobStanding } from './job-facts';

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
  examinedJobs: number;
  lostInstanceSeconds: number;
  /** Lost seconds at the share of its training time that each job was billed. */
  lostBillableInstanceSeconds: number;
  ranOutOfWait: number;
  withoutCheckpoints: number;
}

/** USD of one instance an hour, by instance type. A type that is not in it has no known price. */
export type HourlyPrices = ReadonlyMap<string, number>;

/** What a set of jobs that are in the totals comes to. Hours are of instances, but for the idle ones. */
export interface Amounts {
  jobs: number;
  spotJobs: number;
  trainingHours: number;
  billableHours: number;
  /** Hours of jobs without an instance, from their creation on. */
  idleHours: number;
  spotTrainingHours: number;
  interruptions: number;
  recomputedEpochs: number;
  /** What the same time would have cost on demand. */
  usdOnDemand: number;
  usdPaid: number;
  usdSaved: number;
  /** Of `usdOnDemand` and `usdPaid`, what is of spot jobs. */
  spotUsdOnDemand: number;
  spotUsdPaid: number;
  /** What of `spotUsdOnDemand` is of waits after interruptions, where SageMaker counts them as training time. */
  spotUsdWaits: number;
}

export const noAmounts: Amounts = {
  jobs: 0,
  spotJobs: 0,
  trainingHours: 0,
  billableHours: 0,
  idleHours: 0,
  spotTrainingHours: 0,
  interruptions: 0,
  recomputedEpochs: 0,
  usdOnDemand: 0,
  usdPaid: 0,
  usdSaved: 0,
  spotUsdOnDemand: 0,
  spotUsdPaid: 0,
  spotUsdWaits: 0,
};

const amountKeys = Object.keys(noAmounts) as (keyof Amounts)[];

/** Of these sums, those that the totals are made of: counted, at a known price. */
export const inTotals = <Sums extends KindSums>(sums: readonly Sums[], prices: HourlyPrices): Sums[] =>
  sums.filter(
    ({ standing, instanceType }) =>
      standing === 'counted' && instanceType !== undefined && prices.has(instanceType),
  );

/** What is not in the totals is passed over: `apartOf` tells of it. */
export const amountsOf = (sums: readonly KindSums[], prices: HourlyPrices): Amounts => {
  const total = { ...noAmounts };
  for (const one of inTotals(sums, prices)) {
    const amounts = amountsOfOne(one, prices);
    for (const key of amountKeys) total[key] += amounts[key];
  }
  return total;
};

const amountsOfOne = (sums: KindSums, prices: HourlyPrices): Amounts => {
  const usdPerSecond = (prices.get(sums.instanceType ?? '') ?? 0) / 3600;
  const usdPaid = sums.billableInstanceSeconds * usdPerSecond;
  // What was run on demand costs on demand what was paid for it.
  const usdOnDemand = sums.spot ? sums.trainingInstanceSeconds * usdPerSecond : usdPaid;
  return {
    jobs: sums.jobs,
    spotJobs: sums.spot ? sums.jobs : 0,
    trainingHours: sums.trainingInstanceSeconds / 3600,
    billableHours: sums.billableInstanceSeconds / 3600,
    idleHours: (sums.waitingSeconds + sums.startingSeconds) / 3600,
    spotTrainingHours: sums.spot ? sums.trainingInstanceSeconds / 3600 : 0,
    interruptions: sums.interruptions,
    recomputedEpochs: sums.recomputedEpochs,
    usdOnDemand,
    usdPaid,
    usdSaved: usdOnDemand - usdPaid,
    spotUsdOnDemand: sums.spot ? usdOnDemand : 0,
    spotUsdPaid: sums.spot ? usdPaid : 0,
    spotUsdWaits: sums.spot
      ? Math.max(0, sums.trainingInstanceSeconds - sums.heldInstanceSeconds) * usdPerSecond
      : 0,
  };
};

/** 1 − paid ÷ on demand, of the spot jobs; undefined where they cost nothing on demand. */
export const spotSavingsShare = ({ spotUsdOnDemand, spotUsdPaid }: Amounts): number | undefined =>
  spotUsdOnDemand > 0 ? 1 - spotUsdPaid / spotUsdOnDemand : undefined;

/** The same against the cost of the time on instances alone: on demand nobody waits for capacity. */
export const shareWithoutWaits = ({
  spotUsdOnDemand,
  spotUsdPaid,
  spotUsdWaits,
}: Amounts): number | undefined => {
  const held = spotUsdOnDemand - spotUsdWaits;
  return held > 0 ? 1 - spotUsdPaid / held : undefined;
};

/** Jobs that the totals leave out, for one reason. Absent hours or money are unknown. */
export interface ApartJobs {
  jobs: number;
  trainingHours?: number;
  /** At known prices. */
  usdPaid?: number;
}

export interface Apart {
  running: ApartJobs;
  failed: ApartJobs;
  /** Billable or training seconds, or the number of instances, were not given. */
  unbilled: ApartJobs;
  /** The price of their instance type is not known. */
  unpriced: ApartJobs & { instanceTypes: string[] };
}

/** @param running jobs that have not ended */
export const apartOf = (sums: readonly KindSums[], prices: HourlyPrices, running: number): Apart => {
  const failed = sums.filter(({ standing }) => standing === 'failed');
  const unbilled = sums.filter(({ standing }) => standing === 'unbilled');
  const counted = new Set(inTotals(sums, prices));
  const unpriced = sums.filter((one) => one.standing === 'counted' && !counted.has(one));
  return {
    running: { jobs: running },
    failed: {
      jobs: jobsIn(failed),
      trainingHours: hoursIn(failed),
      usdPaid: failed.reduce(
        (usd, one) => usd + (one.billableInstanceSeconds / 3600) * (prices.get(one.instanceType ?? '') ?? 0),
        0,
      ),
    },
    unbilled: { jobs: jobsIn(unbilled) },
    unpriced: {
      jobs: jobsIn(unpriced),
      trainingHours: hoursIn(unpriced),
      instanceTypes: [...new Set(unpriced.map(({ instanceType = 'unknown' }) => instanceType))].sort(),
    },
  };
};

const jobsIn = (sums: readonly KindSums[]) => sums.reduce((total, { jobs }) => total + jobs, 0);
const hoursIn = (sums: readonly KindSums[]) =>
  sums.reduce((total, { trainingInstanceSeconds }) => total + trainingInstanceSeconds / 3600, 0);
