import { type ActionError } from '../errors/action-result';
import { type Counting } from '../training-log/model';
import { type JobStanding } from './report/job-facts';

/** What a list of jobs can be sorted by. */
export const jobSortKeys = [
  'name',
  'status',
  'spot',
  'interruptions',
  'progress',
  'duration',
  'savings',
  'instance',
  'created',
] as const;
export type JobSortKey = (typeof jobSortKeys)[number];

/** All of these must hold; a member that is absent, or an empty list, asks nothing. */
export interface JobFilters {
  /** Each must be part of the name, upper and lower case alike. */
  nameContains: string[];
  /** Outcomes as `describeStatus` names them, or a status that it does not know; one must hold. */
  outcomes: string[];
  spot?: boolean;
  instanceTypes: string[];
  /** Ms since the epoch, inclusive. */
  createdFrom?: number;
  /** Ms since the epoch, exclusive. */
  createdBefore?: number;
  /** Each must be there; without a value, any value will do; `absent`, none may be there. */
  tags: { key: string; value?: string; absent?: boolean }[];
  /** Names begin with this, upper and lower case alike. */
  namePrefix?: string;
  /** The name itself, or with `-*` at the end the names that go on behind it with a hyphen, and it itself. */
  nameGroup?: string;
  /** Ms since the epoch, inclusive; a job that has not ended meets neither bound. */
  endedFrom?: number;
  /** Ms since the epoch, exclusive. */
  endedBefore?: number;
  /** How the job stands to the savings report. */
  standing?: ListedStanding;
  /** Whether it saves checkpoints. */
  checkpoints?: boolean;
  /** Whether it was ever interrupted. */
  interrupted?: boolean;
  /** It saves checkpoints, or needed no more than so many training seconds: spot would have suited it. */
  suitsSpotWithin?: number;
}

/** As JobStanding, but counted jobs whose price is not known stand apart. */
export const listedStandings = [
  'counted',
  'unpriced',
  'failed',
  'unbilled',
  'running',
] as const satisfies readonly (JobStanding | 'unpriced')[];
export type ListedStanding = (typeof listedStandings)[number];

export interface JobQuery {
  filters: JobFilters;
  sort: { by: JobSortKey; descending: boolean };
  /** Counts from 1. */
  page: number;
  pageSize: number;
}

/** One job in a list. Absent is unknown. */
export interface JobRow {
  name: string;
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
  /** 1 − billable ÷ useful seconds, of spot jobs that did not fail. */
  savedShare?: number;
  instanceType?: string;
  instanceCount?: number;
  /** Epochs, rounds or steps complete by the log, with a fraction. */
  position?: number;
  counts?: Counting;
  /** How many are planned. */
  of?: number;
  /** Part that is complete, 0 to 1. */
  epochShare?: number;
}

/** How true a list is to its backend. */
export interface Freshness {
  /** When the backend was last asked for all changes, ms since the epoch; absent before the first answer. */
  asOf?: number;
  /** While older jobs are still being read for the first time; `total` where SageMaker gives it. */
  firstSync?: { stored: number; total?: number };
  /** AWS is limiting requests; the list catches up more slowly. */
  throttled: boolean;
  /** Why the last try failed. */
  problem?: ActionError;
}

export interface JobPage {
  rows: JobRow[];
  /** Jobs that match the filters. */
  total: number;
  /** Jobs there are, whatever the filters. */
  totalUnfiltered: number;
  /** The page that the rows are of: the last one where the query asked for one beyond it. */
  page: number;
  freshness: Freshness;
}

/** What a filter can offer to choose from. */
export interface JobFacets {
  instanceTypes: string[];
  tags: { key: string; value: string }[];
}

export const noFilters: JobFilters = { nameContains: [], outcomes: [], instanceTypes: [], tags: [] };

export const hasFilters = (filters: JobFilters): boolean =>
  Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : value !== undefined));
