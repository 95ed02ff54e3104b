/** The waste board as the server sends it to the page: plain values, every sum already made. */
import { type JobFilters } from '../job-filters';
import { type Freshness, type PlaceState } from '../job-list';
import { type WasteCause, type WastedSeconds } from '../money/waste';
import { type MissingPrice } from './missing-price';
import { type Period } from './period';
import { type PeriodChoice } from './period-choice';

/** `where`: by backend, of a board of several; of one there is nothing to divide by it. */
export const wasteGroups = ['owner', 'tag', 'prefix', 'instance', 'where'] as const;
export type WasteGroup = (typeof wasteGroups)[number];

export const wasteSortKeys = [
  'group',
  'failed',
  'recomputed',
  'onDemand',
  'idle',
  'total',
  'unpriced',
] as const;
export type WasteSortKey = (typeof wasteSortKeys)[number];

/** What an address asks of the board. */
export interface WasteQuery {
  period: PeriodChoice;
  /** IANA name. */
  zone: string;
  /** Absent: by owner where a tag names one, else by the most telling tag, else by name. */
  group?: WasteGroup;
  /** Of `tag`; absent: the most telling. */
  tagKey?: string;
  /** Of `prefix`: how many parts of the name make a group. */
  prefixParts: number;
  namePrefix?: string;
  sort: { by: WasteSortKey; descending: boolean };
  /** From 1. */
  page: number;
}

export const defaultWasteQuery: WasteQuery = {
  period: { preset: '30d' },
  zone: 'UTC',
  prefixParts: 1,
  sort: { by: 'total', descending: true },
  page: 1,
};

/** By what the catalog groups jobs. */
export type WasteGrouping = { by: 'instance' } | { by: 'prefix'; parts: number } | { by: 'tag'; key: string };

/** By what a board groups them: of several backends by these, too. */
export type BoardGrouping = WasteGrouping | { by: 'where' };

/** Jobs of one group, cause and instance type. */
export interface WasteSums extends WastedSeconds {
  /** Absent for jobs that have none, such as no tag. */
  group?: string;
  instanceType?: string;
  jobs: number;
  /** Of `recomputed`: jobs that were interrupted, and those of them whose log told what was lost. */
  interruptedJobs: number;
  backfilledJobs: number;
}

/** A variant of an endpoint in service that nobody asks anything. */
export interface IdleEndpoint {
  endpoint: string;
  variant: string;
  /** Its own, or else those of the job whose model it serves. */
  tags: Record<string, string>;
  instanceType: string;
  instanceCount: number;
  /** On-demand price of hosting; absent where it is not known. */
  usdPerHour?: number;
  /** Ms since the epoch. */
  idleSince: number;
}

/** How a sum stands to the truth where not all of it is known. */
export type WasteBound = 'at least' | 'at most' | 'about';

/** What leads from a figure to what it is made of. */
export interface WasteSource {
  instanceType: string;
  /** Jobs; 1 for an endpoint. */
  count: number;
  /** Absent without a price, and where it is unknown. */
  usd?: number;
  /** What was wasted cannot be said, whatever the price: no log tells it, or no spot job to reckon by. */
  unknown?: boolean;
  bound?: WasteBound;
  /** Of instances. */
  hours: number;
  filters?: JobFilters;
  endpoint?: string;
  /** Of a board of several backends: the slug of its own. */
  where?: string;
}

export interface WasteFigure {
  /** Sum of what has a price. */
  usd: number;
  bound?: WasteBound;
  /** Jobs, or endpoints. */
  count: number;
  /** Of these, those that the money is of, and those of which it cannot be said, whatever the price. */
  pricedCount: number;
  unknownCount: number;
  /** One for each instance type, or each endpoint; the dearest first, and no more than a reader reads. */
  sources: WasteSource[];
  moreSources: number;
}

export type WasteFigures = Record<WasteCause, WasteFigure>;

export interface WasteRow {
  /** Absent for jobs that have none. */
  key?: string;
  /** All its finished jobs, wasteful or not; absent for jobs whose instance type nobody knows. */
  filters?: JobFilters;
  figures: WasteFigures;
  usd: number;
  bound?: WasteBound;
  /** Instance-hours of all causes whose price is not known. */
  unpricedHours: number;
  unpriced: (WasteSource & { cause: WasteCause })[];
}

export interface WasteBoard {
  query: WasteQuery;
  period: Period;
  grouping: { by: WasteGroup; tagKey?: string; ownerKey?: string };
  tagKeys: string[];
  totals: Omit<WasteRow, 'key' | 'filters'>;
  rows: WasteRow[];
  /** Which page `rows` are, from 1, of how many, and how many rows there are on all. */
  page: number;
  pages: number;
  found: number;
  /** Of the interrupted jobs that did not fail, and those of them whose log told what was lost. */
  interruptedJobs: number;
  backfilledJobs: number;
  /** No spot job has run in the period: what on-demand jobs would have saved cannot be said. */
  noSpotRate: boolean;
  endpoints: { pending: boolean; problem?: string };
  pricesMissing: MissingPrice[];
  pricesPending: boolean;
  /** The backend's money is simulated; of several: that of some. */
  simulated: boolean;
  freshness: Freshness;
  /** Interrupted jobs whose logs are still to be read. */
  toBackfill: number;
  /** Of a board of several backends: how each of them is. */
  places?: PlaceState[];
  /** Slugs of those whose money is simulated, where that of others is real. */
  simulatedPlaces?: string[];
}
