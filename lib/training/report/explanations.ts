/** How each number of the report is computed: the formula, where it comes from, and what went into it. */
import { formatDuration, formatHours, formatNumber, formatShare, formatUsdPerHour } from '../format';
import { amountTexts, atMostText, usdOr } from '../money/money-text';
import { type Amounts } from './amounts';
import { farFactor } from './checkpoint-interval';
import { type IntervalAdvice, type SlowType, type SpotCandidates } from './opportunities';
import { type ReportJob, type ReportPrice, type SavingsReport } from './savings-report';

export interface Explanation {
  formula: string;
  source: string;
  inputs: [name: string, value: string][];
}

const describe = 'DescribeTrainingJob and Search: TrainingTimeInSeconds and BillableTimeInSeconds';
const prices = 'the on-demand prices listed at the end of this page';
const transitions = 'SecondaryStatusTransitions of each job';
const logs = 'the log of each job, by epoch';

export type TotalKey =
  | 'saved'
  | 'share'
  | 'sageMakerShare'
  | 'paid'
  | 'onDemand'
  | 'onDemandPaid'
  | 'jobs'
  | 'trainingHours'
  | 'billableHours'
  | 'idleHours'
  | 'spotJobs'
  | 'spotHours'
  | 'interruptions'
  | 'recomputedEpochs';

const useful =
  'Useful time = start-up once, downloading once, what was trained counted once, uploading: no waits for capacity, nothing twice.';

/** Of any set of jobs: the whole report, a bar, a group. */
export const explainAmounts = (amounts: Amounts): Record<TotalKey, Explanation> => {
  const texts = amountTexts(amounts);
  const onDemandJobs = amounts.jobs - amounts.spotJobs;
  const hours: Explanation['inputs'] = [
    ['jobs', formatNumber(amounts.jobs)],
    ['instance-hours trained', formatHours(amounts.trainingHours)],
    ['instance-hours billed', formatHours(amounts.billableHours)],
  ];
  const spot: Explanation['inputs'] = [
    ['spot jobs', formatNumber(amounts.spotJobs)],
    ['useful instance-hours', atMostText(formatHours(amounts.spotUsefulHours), amounts.atMostJobs > 0)],
    ['on demand they would have cost', texts.onDemand],
    ['paid for them', texts.paid],
    ...atMostInput(amounts),
  ];
  return {
    saved: {
      formula: `Saved = what on demand would have cost − paid, of the spot jobs. On demand = useful time × instances × price ÷ 3600. ${useful}`,
      source: `${transitions}; ${logs}; ${describe}; ${prices}`,
      inputs: spot,
    },
    share: {
      formula:
        'Saved = 1 − paid ÷ what on demand would have cost, of the same spot jobs together: weighted by money (by hours where there is no price), no mean of shares.',
      source: `${transitions}; ${logs}; ${describe}`,
      inputs: [['saved', texts.savedShare], ...spot],
    },
    sageMakerShare: {
      formula:
        'SageMaker’s own = 1 − billable ÷ training seconds of the same spot jobs. Its training seconds count the waits after interruptions, so that waiting looks like saving.',
      source: describe,
      inputs: [
        ['spot jobs', formatNumber(amounts.spotJobs)],
        ['instance-hours of training time', formatHours(amounts.spotTrainingHours)],
        ['instance-hours billed', formatHours(amounts.spotBillableHours)],
      ],
    },
    paid: {
      formula: 'Paid = billable seconds × instances × on-demand price ÷ 3600, of the spot jobs.',
      source: `${describe}; ${prices}`,
      inputs: [['instance-hours billed', formatHours(amounts.spotBillableHours)], ...spot.slice(0, 1)],
    },
    onDemand: {
      formula: `On demand would have cost = useful time × instances × on-demand price ÷ 3600, of the spot jobs. ${useful}`,
      source: `${transitions}; ${logs}; ${prices}`,
      inputs: spot,
    },
    onDemandPaid: {
      formula: 'Paid for on-demand jobs = billable seconds × instances × on-demand price ÷ 3600.',
      source: `${describe}; ${prices}`,
      inputs: [['on-demand jobs', formatNumber(onDemandJobs)]],
    },
    jobs: {
      formula:
        'Jobs that ended in the period, did not fail, and whose billable seconds and price are known; where no price is known, all that did not fail.',
      source: 'Search, TrainingJobStatus',
      inputs: [
        ['on spot', formatNumber(amounts.spotJobs)],
        ['on demand', formatNumber(amounts.jobs - amounts.spotJobs)],
      ],
    },
    trainingHours: {
      formula:
        'Training hours = sum of training seconds × instances ÷ 3600. On spot SageMaker may count waits in them.',
      source: describe,
      inputs: hours,
    },
    billableHours: {
      formula:
        'Billable hours = sum of billable seconds × instances ÷ 3600. On spot they are shortened by the discount; they are no clock time.',
      source: describe,
      inputs: hours,
    },
    idleHours: {
      formula:
        'Idle hours = time in which a job had no instance: from its creation to the first, and from each interruption to the next. Hours of jobs, not of instances.',
      source: transitions,
      inputs: [['jobs', formatNumber(amounts.jobs)]],
    },
    spotJobs: {
      formula: 'Spot’s share of jobs = spot jobs ÷ jobs.',
      source: 'EnableManagedSpotTraining of each job',
      inputs: [
        ['spot jobs', formatNumber(amounts.spotJobs)],
        ['jobs', formatNumber(amounts.jobs)],
      ],
    },
    spotHours: {
      formula: 'Spot’s share of hours = instance-hours trained on spot ÷ instance-hours trained.',
      source: describe,
      inputs: [
        ['on spot', formatHours(amounts.spotTrainingHours)],
        ['all', formatHours(amounts.trainingHours)],
      ],
    },
    interruptions: {
      formula: 'Interruptions = transitions to Interrupted; two in a row are one.',
      source: transitions,
      inputs: [['jobs', formatNumber(amounts.jobs)]],
    },
    recomputedEpochs: {
      formula:
        'Recomputed epochs = epochs that a later attempt trained again. Known only of jobs whose log was read and names its epochs.',
      source: logs,
      inputs: [['interruptions', formatNumber(amounts.interruptions)]],
    },
  };
};

/** Why figures are 'at most'. */
const atMostInput = ({ atMostJobs }: Amounts): Explanation['inputs'] =>
  atMostJobs === 0 ? [] : [['jobs whose log does not tell what was lost', formatNumber(atMostJobs)]];

export const explainInterruptions = ({
  interruptions,
}: Pick<SavingsReport, 'interruptions'>): Record<
  'lost' | 'waiting' | 'recomputed' | 'outOfWait' | 'withoutCheckpoints' | 'count',
  Explanation
> => {
  const backfilled: [string, string] = [
    'interrupted jobs whose log told',
    `${formatNumber(interruptions.backfilledJobs)} of ${formatNumber(interruptions.interruptedJobs)}`,
  ];
  return {
    count: {
      formula: 'Interruptions of all spot jobs that ended in the period, failed ones too.',
      source: transitions,
      inputs: [['interrupted jobs', formatNumber(interruptions.interruptedJobs)]],
    },
    recomputed: {
      formula: 'Epochs that a later attempt trained again.',
      source: logs,
      inputs: [backfilled],
    },
    lost: {
      formula:
        'Lost time = in each interrupted attempt, from the end of the last epoch that was kept to the interruption, × instances. Lost money = lost seconds × billable ÷ training seconds of the job × price ÷ 3600.',
      source: `${logs}; ${transitions}; ${prices}`,
      inputs: [['instance-hours lost', formatHours(interruptions.lostHours)], backfilled],
    },
    waiting: {
      formula:
        'Time from each interruption until the next instance was there. Hours of jobs, not of instances.',
      source: transitions,
      inputs: [['interruptions', formatNumber(interruptions.interruptions)]],
    },
    outOfWait: {
      formula: 'Jobs that ended with MaxWaitTimeExceeded.',
      source: 'SecondaryStatus of each job',
      inputs: [],
    },
    withoutCheckpoints: {
      formula: 'Spot jobs without CheckpointConfig: each interruption costs all they have trained.',
      source: 'CheckpointConfig of each job',
      inputs: [],
    },
  };
};

export const explainRate: Omit<Explanation, 'inputs'> = {
  formula: 'Rate = interruptions ÷ hours that instances were held on spot × 100.',
  source: transitions,
};

export const explainCandidates = (one: SpotCandidates): Explanation => ({
  formula:
    'Would have saved = paid × savings share of your own spot jobs. Counted are completed on-demand jobs that save checkpoints, or took no longer than an instance of the type stays on spot.',
  source: `${describe}; ${prices}`,
  inputs: [
    ['jobs', formatNumber(one.jobs)],
    ['paid', usdOr(one.usdPaid)],
    [
      `savings share of ${one.rateOf}`,
      one.rate === undefined ? 'no spot job has run' : atMostText(formatShare(one.rate), one.atMost),
    ],
  ],
});

export const explainInterval = (one: IntervalAdvice, checkpointSeconds: number): Explanation => ({
  formula: `Best interval by Daly: √(2δM) · (1 + √(δ/2M)/3 + (δ/2M)/9) − δ; Young’s first approximation is √(2δM). An interval more than ${farFactor} times longer or shorter is far from it. Hours = (δ/τ + τ/2M at the job’s interval − at the best one) × hours on instances.`,
  source:
    'J. T. Daly, Future Generation Computer Systems 22(3), 2006; J. W. Young, Communications of the ACM 17(9), 1974; checkpoint times in S3; your own interruptions',
  inputs: [
    ['τ, the job’s interval', formatDuration(one.intervalSeconds)],
    ['M, time between interruptions', formatDuration(one.secondsBetween)],
    ['δ, one checkpoint (assumed)', formatDuration(checkpointSeconds)],
    ['best by Young', formatDuration(one.youngSeconds)],
    ['on instances', formatDuration(one.heldSeconds)],
  ],
});

export const explainSlowType = (one: SlowType): Explanation => ({
  formula: 'Flagged where hours waited for each hour held exceed the share of its price that spot saved.',
  source: `${transitions}; ${describe}`,
  inputs: [
    ['waited', formatHours(one.waitingHours)],
    ['held', formatHours(one.heldHours)],
    ['savings share', formatShare(one.share)],
  ],
});

export const explainJob = (job: ReportJob, price: ReportPrice | undefined): Explanation => ({
  formula: job.spot
    ? `Paid = billable seconds × instances × price ÷ 3600; on demand = useful time × instances × price ÷ 3600; saved is the difference. ${useful}`
    : 'Paid = billable seconds × instances × price ÷ 3600. On demand nothing is saved.',
  source: `${describe}; ${transitions}; ${logs}; ${price?.source ?? prices}${price?.asOf === undefined ? '' : `, ${price.asOf}`}`,
  inputs: [
    ['useful time', atMostText(formatDuration(job.usefulSeconds), job.atMost)],
    ['training seconds', formatNumber(job.trainingSeconds)],
    ['billable seconds', formatNumber(job.billableSeconds)],
    ['instances', formatNumber(job.instanceCount ?? Number.NaN)],
    ['price', price === undefined ? 'not known' : formatUsdPerHour(price.usdPerHour)],
  ],
});
