/** The savings report as the server sends it to the page: plain values, every sum already made. */
import { type Freshness, type PlaceState } from '../job-list';
import { type JobFilters } from '../job-filters';
import { type JobMoney } from '../money/job-money';
import { type OnDemandPrice } from '../money/price';
import { type Amounts, type Excluded } from './amounts';
import { type InterruptionCosts } from './interruption-costs';
import { type IntervalAdvice, type SlowType, type SpotCandidates } from './opportunities';
import { type MissingPrice } from './missing-price';
import { type Period } from './period';
import { type BarUnit, type PeriodChoice } from './period-choice';

export const reportGroups = ['instance', 'tag', 'prefix', 'job'] as const;
export type ReportGroup = (typeof reportGroups)[number];

/** Columns of the breakdown that its rows can be sorted by; some are of groups alone, some of jobs. */
export const reportSortKeys = [
  'name',
  'jobs',
  'type',
  'instance',
  'ended',
  'hours',
  'interruptions',
  'onDemand',
  'paid',
  'saved',
  'share',
  'sagemaker',
  'onDemandPaid',
] as const;
export type ReportSortKey = (typeof reportSortKeys)[number];

export interface ReportSort {
  by: ReportSortKey;
  descending: boolean;
}

/** What an address asks of the report. */
export interface ReportQuery {
  period: PeriodChoice;
  /** IANA name. */
  zone: string;
  /** Absent: as fits the period. */
  unit?: BarUnit;
  group: ReportGroup;
  /** Of `tag` groups; absent: the commonest key. */
  tagKey?: string;
  /** Of `prefix` groups: how many parts of the name, as hyphens divide it, make a group. */
  prefixParts: number;
  /** Absent: by money. */
  sort?: ReportSort;
  /** Which page of the groups, from 1; absent: the first. */
  groupPage?: number;
  /** The whole report is of the jobs whose names begin so. */
  namePrefix?: string;
  /** Seconds that saving one checkpoint holds up the training: an assumption, which the reader can change. */
  checkpointSeconds: number;
}

/** What a report is of where nothing else is asked. The zone is the reader's, where it is known. */
export const defaultReportQuery: ReportQuery = {
  period: { preset: '30d' },
  zone: 'UTC',
  group: 'instance',
  prefixParts: 1,
  checkpointSeconds: 5,
};

export interface ReportBar {
  /** `YYYY-MM-DD`, its first day. */
  day: string;
  from: number;
  before: number;
  amounts: Amounts;
}

export interface GroupRow {
  /** Absent for jobs that have none: no such tag, no instance type. */
  key?: string;
  amounts: Amounts;
  /** Jobs of the group that `amounts` leave out, since they have no known price and others have. */
  unpriced?: Amounts;
  /** The jobs behind the row; absent for jobs whose instance type nobody knows. */
  filters?: JobFilters;
}

/** The totals by what the reader chose, a page of them. */
export interface ReportGroups {
  by: ReportGroup;
  tagKey?: string;
  rows: GroupRow[];
  /** Which page of the groups `rows` are, from 1, and of how many. */
  page: number;
  pages: number;
  /** How many groups there are on all pages. */
  found: number;
  /** Of `job`, in place of rows: those that saved most. */
  jobs?: ReportJob[];
}

/** A job in the totals, with what it cost. */
export interface ReportJob extends JobMoney {
  name: string;
  /** Slug of the backend, in a report of several. */
  where?: string;
  spot: boolean;
  /** Absent where SageMaker gave none. */
  instanceType?: string;
  instanceCount?: number;
  endedAt: number;
  trainingSeconds: number;
  billableSeconds: number;
  usefulSeconds: number;
  /** The useful time may hold lost work. */
  atMost: boolean;
  interruptions: number;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
}

/** One of two matched runs. */
export interface MatchedJob extends ReportJob {
  /** Seconds from creation to end, waits included. */
  durationSeconds: number;
  /** Final metrics, as SageMaker or the log gave them. */
  metrics: Record<string, number>;
}

/** The newest spot and the newest on-demand run of one script. */
export interface MatchedRuns {
  /** Slug of the backend, in a report of several. */
  where?: string;
  entryPoint: string;
  spot: MatchedJob;
  onDemand: MatchedJob;
  /** How many runs of the script there are in the period, both together. */
  runs: number;
}

export interface ReportPrice extends OnDemandPrice {
  /** Slug of the backend, in a report of several. */
  where?: string;
  byHand: boolean;
}

export interface SavingsReport {
  query: ReportQuery;
  period: Period;
  unit: BarUnit;
  totals: Amounts;
  excluded: Excluded;
  bars: ReportBar[];
  groups: ReportGroups;
  tagKeys: string[];
  interruptions: InterruptionCosts;
  opportunities: {
    spotCandidates: (SpotCandidates & { filters: JobFilters })[];
    intervals: IntervalAdvice[];
    /** Spot jobs whose checkpoint interval was seen, and how many are far from the best one. */
    intervalsSeen: number;
    intervalsFar: number;
    slowTypes: SlowType[];
  };
  matchedRuns: MatchedRuns[];
  matchedRunsFound: number;
  /** Prices that the money is made of, by instance type. */
  prices: ReportPrice[];
  /** Instance types of the period without a price. */
  pricesMissing: MissingPrice[];
  /** Prices are being asked for. */
  pricesPending: boolean;
  /** Why prices could not be read, for the reader. */
  pricesProblem?: string;
  region: string;
  /** The backend's money is simulated; of several: that of some. */
  simulated: boolean;
  freshness: Freshness;
  /** Interrupted jobs whose logs are still to be read for what was lost. */
  toBackfill: number;
  /** Some job has ended, whatever the period. */
  hasEndedJobs: boolean;
  /** Of a report of several backends: how each of them is. */
  places?: PlaceState[];
  /** The totals by backend, whose slug is the key. */
  placeRows?: GroupRow[];
  /** Slugs of those whose money is simulated, where that of others is real. */
  simulatedPlaces?: string[];
}

/** What a report computes from the catalog alone, and so need not compute again until the catalog changes. */
export type ComputedReport = Omit<
  SavingsReport,
  | 'pricesPending'
  | 'pricesProblem'
  | 'simulated'
  | 'freshness'
  | 'toBackfill'
  | 'hasEndedJobs'
  | 'places'
  | 'simulatedPlaces'
>;
