import { type ActionError } from '../errors/action-result';
import { type JobRow, type JobSortKey } from './job-columns';
import { type JobFilters } from './job-filters';

export interface JobQuery {
  filters: JobFilters;
  sort: { by: JobSortKey; descending: boolean };
  /** Counts from 1. */
  page: number;
  pageSize: number;
  /** The columns that are shown, in their order, as value-columns.ts writes them; absent is the usual ones. */
  columns?: string[];
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
  /** How many of those are archived. */
  archived: number;
  /** The page that the rows are of: the last one where the query asked for one beyond it. */
  page: number;
  freshness: Freshness;
  /** The amounts that are shown are those of a simulation. */
  simulated?: boolean;
}

/** What a server-sent event of a list carries, by event name. */
export interface JobListEvents {
  /** Now, and whenever it changes. */
  page: JobPage;
  /** Why there is no page to show; the server closes the connection after it. */
  problem: ActionError;
}
