/**
 * The columns of the job list and what the CSV says of a job. The table, its preferences, the sorting in an address and
 * the CSV are drawn from this table. What a column is sorted by is in lib/catalog/listed-jobs.ts; how it is drawn where
 * it is more than a text, in components/jobs/list/job-cells.tsx.
 */
import { type Counting } from '../training-log/model';
import { placeName } from './backend-slug';
import { type CsvValue } from './csv';
import { fleetLabel } from './fleet';
import { type ListedStanding } from './job-filters';
import { type LauncherKind, launcherLabel } from './launched-by';
import { lookUp } from './look-up';
import { type JobMoney, jobMoneyOf } from './money/job-money';
import { wholeSeconds } from './money/seconds';

/** One job in a list. Absent is unknown. */
export interface JobRow {
  name: string;
  /** Slug of the backend that has it, in a list that shows several. */
  where?: string;
  status: string;
  secondaryStatus: string;
  spot: boolean;
  interruptions: number;
  /** Ms since the epoch. */
  createdAt: number;
  /** Ms since the epoch; absent while the job runs. */
  endedAt?: number;
  trainingSeconds?: number;
  billableSeconds?: number;
  /** What an on-demand job would have taken; see money/useful-time.ts. */
  usefulSeconds?: number;
  /** The useful time may hold lost work: what is derived from it is 'at most'. */
  atMost: boolean;
  /** It failed, or ended before it trained: it has saved nothing. */
  forNothing: boolean;
  /** 1 − billable ÷ useful seconds, of spot jobs whose cost was not for nothing. */
  savedShare?: number;
  instanceType?: string;
  instanceCount?: number;
  /** What launched it in its owner's name, where that is told. */
  launchedBy?: LauncherKind;
  /** It has no instances of its own. */
  serverless?: boolean;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
  /** Epochs, rounds or steps complete by the log, with a fraction. */
  position?: number;
  counts?: Counting;
  /** How many are planned. */
  of?: number;
  /** Part that is complete, 0 to 1. */
  epochShare?: number;
  /** Set where somebody marked the job so. */
  favourite?: boolean;
  archived?: boolean;
  /** On-demand price of one instance. */
  usdPerHour?: number;
  /** Of the columns that the reader added, by their text (value-columns.ts). */
  values?: Record<string, string | number>;
}

/** One job with what a savings report counts of it. Absent is unknown. */
export interface ExportedJob extends Omit<
  JobRow,
  'position' | 'counts' | 'of' | 'epochShare' | 'values' | 'favourite' | 'archived'
> {
  /** Whole seconds from creation to end. */
  durationSeconds?: number;
  waitingSeconds: number;
  recomputedEpochs?: number;
  lostSeconds?: number;
  /** Whether it saves checkpoints. */
  checkpoints: boolean;
  standing: ListedStanding;
  /** The backend's money is that of a simulation. */
  simulated?: boolean;
}

/** By head: `{usd}` in one stands for the money's name, which says where it is simulated. */
type CsvCells = Record<string, (job: ExportedJob, money: JobMoney) => CsvValue>;

/** What the CSV alone says. */
interface CsvPart {
  csv: CsvCells;
  ofSeveral?: true;
}

interface JobColumn extends Partial<CsvPart> {
  label: string;
  /** Px. */
  minWidth: number;
  /** Shown only to those who ask for it. */
  hidden?: true;
  /** Only a list that shows several backends has it, which always shows it. */
  ofSeveral?: true;
  /** It is an amount, which needs prices and may be simulated. */
  money?: true;
  /** What the list shows, where that is a text; of nothing, `absent` says why. */
  text?: (job: JobRow) => string | undefined;
  absent?: string;
}

/** What a job's instances are paid as. */
export const capacityLabel = (spot: boolean, serverless = false): string =>
  spot ? 'Spot' : serverless ? 'Serverless' : 'On demand';

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');
const isoTime = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** In the order of the CSV; `listOrder` is that of the list. */
const parts = {
  name: { label: 'Name', minWidth: 150, csv: { name: ({ name }) => name } },
  where: {
    label: 'Account and Region',
    minWidth: 130,
    ofSeveral: true,
    csv: {
      'account and Region': ({ where }) => where && placeName(where),
      'money is': ({ simulated }) => (simulated ? 'simulated' : 'real'),
    },
  },
  status: {
    label: 'Status',
    minWidth: 146,
    csv: { status: ({ status }) => status, 'secondary status': ({ secondaryStatus }) => secondaryStatus },
  },
  spot: {
    label: 'Type',
    minWidth: 98,
    text: ({ spot, serverless }) => capacityLabel(spot, serverless),
    csv: { spot: ({ spot }) => yesOrNo(spot) },
  },
  created: { label: 'Created', minWidth: 130, csv: { created: ({ createdAt }) => isoTime(createdAt) } },
  ended: {
    label: 'Ended',
    minWidth: 130,
    hidden: true,
    csv: { ended: ({ endedAt }) => isoTime(endedAt) },
  },
  duration: {
    label: 'Duration',
    minWidth: 100,
    csv: { 'duration seconds': ({ durationSeconds }) => durationSeconds },
  },
  instance: {
    label: 'Instance',
    minWidth: 120,
    hidden: true,
    text: ({ instanceType, instanceCount }) => instanceType && fleetLabel(instanceType, instanceCount),
    absent: 'Not given by SageMaker, or serverless',
    csv: {
      'instance type': ({ instanceType }) => instanceType,
      'instance count': ({ instanceCount }) => instanceCount,
    },
  },
  times: {
    csv: {
      'useful seconds': ({ usefulSeconds }) => usefulSeconds,
      'training seconds': ({ trainingSeconds }) => trainingSeconds,
      'billable seconds': ({ billableSeconds }) => billableSeconds,
    },
  },
  savings: {
    label: 'Savings',
    minWidth: 92,
    csv: {
      'saved share': (_, { savedShare }) => savedShare,
      'SageMaker savings share': (_, { sageMakerShare }) => sageMakerShare,
    },
  },
  price: {
    csv: {
      'on-demand {usd} per hour': ({ usdPerHour }) => usdPerHour,
      '{usd} on demand': (_, { usdOnDemand }) => usdOnDemand,
    },
  },
  cost: {
    label: 'Cost',
    minWidth: 100,
    hidden: true,
    money: true,
    csv: { '{usd} paid': (_, { usdPaid }) => usdPaid },
  },
  saved: {
    label: 'Saved',
    minWidth: 100,
    hidden: true,
    money: true,
    csv: { '{usd} saved': (_, { usdSaved }) => usdSaved },
  },
  bound: {
    csv: {
      'on demand and saved are at most': ({ spot, atMost }) => (spot ? yesOrNo(atMost) : undefined),
    },
  },
  interruptions: {
    label: 'Interruptions',
    minWidth: 120,
    csv: { interruptions: ({ interruptions }) => interruptions },
  },
  progress: { label: 'Epochs', minWidth: 104 },
  waste: {
    csv: {
      'waiting seconds': ({ waitingSeconds }) => wholeSeconds(waitingSeconds),
      'recomputed epochs': ({ recomputedEpochs }) => recomputedEpochs,
      'lost seconds': ({ lostSeconds }) => lostSeconds,
    },
  },
  checkpoints: { csv: { checkpoints: ({ checkpoints }) => yesOrNo(checkpoints) } },
  standing: { csv: { standing: ({ standing }) => standing } },
  launcher: {
    label: 'Launched by',
    minWidth: 120,
    hidden: true,
    text: ({ launchedBy }) => launchedBy && launcherLabel(launchedBy),
    absent: 'SageMaker names nothing that launched it',
    csv: { 'launched by': ({ launchedBy }) => launchedBy && launcherLabel(launchedBy) },
  },
  gone: { csv: { 'no longer in the account since': ({ goneAt }) => isoTime(goneAt) } },
  serverless: { csv: { serverless: ({ serverless }) => yesOrNo(serverless ?? false) } },
} satisfies Record<string, JobColumn | CsvPart>;

type Parts = typeof parts;
/** What a list of jobs can show and be sorted by. */
export type JobSortKey = {
  [Key in keyof Parts]: Parts[Key] extends { label: string } ? Key : never;
}[keyof Parts];
/** Those that are more than a text. */
export type DrawnColumnKey = {
  [Key in JobSortKey]: Parts[Key] extends { text: unknown } ? never : Key;
}[JobSortKey];

export const jobColumns: Record<JobSortKey, JobColumn> = parts;

export const isSortKey = (key: string): key is JobSortKey =>
  'label' in (lookUp<JobColumn | CsvPart>(parts, key) ?? {});

/** The first ones of the list, in its order; the others come behind them. */
const firstListed = [
  'name',
  'where',
  'status',
  'spot',
  'interruptions',
  'progress',
  'duration',
  'savings',
  'instance',
  'created',
] as const satisfies readonly JobSortKey[];

/** In the order of the list. */
export const jobSortKeys: readonly JobSortKey[] = [
  ...new Set([...firstListed, ...Object.keys(parts).filter(isSortKey)]),
];

const cellsIn = (several: boolean) =>
  Object.values<JobColumn | CsvPart>(parts)
    .filter(({ ofSeveral = false }) => several || !ofSeveral)
    .flatMap(({ csv = {} }) => Object.entries(csv));
const cells = { ofOne: cellsIn(false), ofSeveral: cellsIn(true) };

/** @param usd what money is called */
export const csvHead = (usd: string, of: keyof typeof cells = 'ofOne'): string[] =>
  cells[of].map(([head]) => head.replace('{usd}', usd));

export const csvCellsOf = (job: ExportedJob, of: keyof typeof cells = 'ofOne'): CsvValue[] => {
  const money = jobMoneyOf(job, job.usdPerHour);
  return cells[of].map(([, value]) => value(job, money));
};

/** What names a row among those of several backends: names are unique in one only. */
export const jobKeyOf = ({ name, where }: Pick<JobRow, 'name' | 'where'>): string =>
  where === undefined ? name : `${name} (${placeName(where)})`;
