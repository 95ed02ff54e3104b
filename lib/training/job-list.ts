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

/** One of several backends that a page shows together. */
export interface PlaceState {
  slug: string;
  /** Jobs of it that are known; absent before it was ever read. */
  jobs?: number;
  /** Absent while it is asked for the first time. */
  freshness?: Freshness;
  /** Slug of the one that shows the same account and Region, and so these jobs. */
  sameAs?: string;
}

/** How true a page of several backends is to all of them: as old as the oldest, and never read where none was. */
export const freshnessOfAll = (places: readonly PlaceState[]): Freshness => {
  const told = places.flatMap(({ freshness }) => freshness ?? []);
  const read = told.filter(({ asOf }) => asOf !== undefined);
  const first = told.flatMap(({ firstSync }) => firstSync ?? []);
  const totals = first.flatMap(({ total }) => total ?? []);
  // What one cannot say is said of it beside the list, and hides no other.
  const problem = told.length === places.length && read.length === 0 ? told[0]?.problem : undefined;
  return {
    ...(read.length > 0 && { asOf: Math.min(...read.map(({ asOf = 0 }) => asOf)) }),
    ...(first.length > 0 && {
      firstSync: {
        stored: first.reduce((sum, { stored }) => sum + stored, 0),
        ...(totals.length === first.length && { total: totals.reduce((sum, one) => sum + one, 0) }),
      },
    }),
    throttled: false,
    ...(problem && { problem }),
  };
};

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
  /** The amounts that are shown are those of a simulation; `partly`: of some of the backends. */
  simulated?: boolean | 'partly';
  /** Of a list that shows several. */
  places?: PlaceState[];
}

/**
 * A list that does not change is told anew when its last answer is so much later, in ms: else who watches it would have to
 * take it for old.
 */
export const toldEveryMs = 30_000;

/** What of a page is worth telling anew: the time of its last answer is in steps. */
export const newsIn = ({ freshness, places, ...page }: JobPage): unknown => ({
  ...page,
  freshness: inSteps(freshness),
  places: places?.map((place) => ({ ...place, freshness: place.freshness && inSteps(place.freshness) })),
});

const inSteps = ({ asOf, ...freshness }: Freshness): Freshness => ({
  ...freshness,
  ...(asOf !== undefined && { asOf: Math.floor(asOf / toldEveryMs) }),
});

/** What a server-sent event of a list carries, by event name. */
export interface JobListEvents {
  /** Now, and whenever it changes. */
  page: JobPage;
  /** Why there is no page to show; the server closes the connection after it. */
  problem: ActionError;
}
