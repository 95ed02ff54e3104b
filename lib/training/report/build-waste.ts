/** Puts the waste board together from the catalog's sums, the prices and the endpoints that nobody asks. */
import { type JobFilters } from '../job-filters';
import { idleInstanceSeconds, type WasteCause, wasteCauses, wastedHours, wastedUsd } from '../money/waste';
import { usdOf } from '../money/price';
import { type HourlyPrices } from './amounts';
import { leadingPartLengths } from './name-parts';
import { nameGroupOf } from './build-report';
import { type SpotRate } from './opportunities';
import { type Period } from './period';
import {
  type BoardGrouping,
  type IdleEndpoint,
  type WasteBoard,
  type WasteBound,
  type WasteFigures,
  type WasteQuery,
  type WasteRow,
  type WasteSource,
  type WasteSums,
} from './waste-board';
import { recordOf } from '../keyed';

export interface WasteInput {
  query: WasteQuery;
  grouping: BoardGrouping;
  period: Period;
  /** Ms since the epoch. */
  now: number;
  /** The jobs of the board, whatever their standing. */
  base: JobFilters;
  /** One for each backend, each with its own prices and its own experience of spot. */
  parts: readonly WastePart[];
}

export interface WastePart {
  /** Slug of the backend, where the board is of several. */
  where?: string;
  sums: readonly WasteSums[];
  idle: readonly IdleEndpoint[];
  prices: HourlyPrices;
  /** What spot jobs saved of their on-demand cost. */
  rateOf: (instanceType: string) => SpotRate;
  /** Whole seconds that an instance of the type stays on spot. */
  within: (instanceType: string) => number;
}

export type DerivedBoard = Pick<
  WasteBoard,
  'totals' | 'rows' | 'page' | 'pages' | 'found' | 'interruptedJobs' | 'backfilledJobs' | 'noSpotRate'
>;

type Source = WasteSource & { cause: WasteCause };

/** Rows on a page where nothing else is asked. */
const pageRows = 50;
const maxSources = 20;

/** @param rowsOnPage Infinity: all of them */
export const buildWaste = (input: WasteInput, rowsOnPage = pageRows): DerivedBoard => {
  const { query, parts } = input;
  const ofGroups = new Map<string | undefined, Source[]>();
  const add = (key: string | undefined, source: Source | undefined) => {
    if (source === undefined) return;
    const existing = ofGroups.get(key);
    if (existing) existing.push(source);
    else ofGroups.set(key, [source]);
  };
  for (const part of parts) {
    for (const one of addedUp(part.sums, input.grouping))
      add(groupOfJobs(part, one, input.grouping), jobSource(input, part, one));
    for (const one of part.idle)
      add(groupOfEndpoint(part, one, input.grouping), endpointSource(input, part, one));
  }
  const all = [...ofGroups]
    .map(([key, sources]): WasteRow => {
      const filters = rowFilters(input, key);
      return { ...(key !== undefined && { key }), ...(filters && { filters }), ...rowOf(sources) };
    })
    .sort(byQuery(query.sort));
  const pages = Math.max(1, Math.ceil(all.length / rowsOnPage));
  const page = Math.min(query.page, pages);
  const interrupted = parts.flatMap(({ sums }) => sums).filter(({ cause }) => cause === 'recomputed');
  return {
    totals: totalsOf(input),
    rows: page === 1 ? all.slice(0, rowsOnPage) : all.slice((page - 1) * rowsOnPage, page * rowsOnPage),
    page,
    pages,
    found: all.length,
    interruptedJobs: interrupted.reduce((total, one) => total + one.interruptedJobs, 0),
    backfilledJobs: interrupted.reduce((total, one) => total + one.backfilledJobs, 0),
    noSpotRate: parts.some(({ sums, rateOf }) =>
      sums.some(
        ({ cause, instanceType }) =>
          cause === 'onDemand' && instanceType !== undefined && rateOf(instanceType).rate === undefined,
      ),
    ),
  };
};

/** Undefined where it is known that nothing was wasted. */
const jobSource = (input: WasteInput, part: WastePart, sums: WasteSums): Source | undefined => {
  const { cause, instanceType } = sums;
  const price = instanceType === undefined ? undefined : part.prices.get(instanceType);
  const { rate, atMost = false } = instanceType === undefined ? {} : part.rateOf(instanceType);
  const unknown =
    cause === 'recomputed'
      ? sums.interruptedJobs > 0 && sums.backfilledJobs === 0
      : cause === 'onDemand' && rate === undefined;
  const usd = price === undefined || unknown ? undefined : wastedUsd(sums, price, rate);
  const hours = wastedHours(sums);
  const nothing = usd === undefined ? hours === 0 && !unknown : usd === 0;
  // A failed job is told even if it cost nothing measurable: that it failed is the matter.
  if (nothing && cause !== 'failed') return undefined;
  const filters = filtersOf(input, part, sums, price !== undefined);
  const bound = boundOf(sums, atMost);
  return {
    cause,
    instanceType: instanceType ?? 'unknown',
    count: cause === 'recomputed' ? sums.interruptedJobs : sums.jobs,
    ...(usd !== undefined && { usd }),
    ...(unknown && { unknown }),
    ...(bound && !unknown && { bound }),
    hours,
    ...(filters && { filters }),
    ...placeOf(part),
  };
};

/** Logs that were not read, or do not tell, may hold more lost work: that was wasted, and was not saved. */
const boundOf = (sums: WasteSums, atMost: boolean): WasteBound | undefined => {
  if (sums.cause === 'recomputed') return sums.backfilledJobs < sums.interruptedJobs ? 'at least' : undefined;
  return sums.cause === 'onDemand' && atMost ? 'at most' : undefined;
};

const filtersOf = (
  { base, grouping }: WasteInput,
  { where, within }: WastePart,
  { cause, group, instanceType }: WasteSums,
  priced: boolean,
): JobFilters | undefined => {
  if (instanceType === undefined) return undefined;
  const standing = priced ? 'counted' : 'unpriced';
  const of = {
    ...base,
    ...groupFilters(grouping, group),
    instanceTypes: [instanceType],
    ...(where !== undefined && { where: [where] }),
  };
  switch (cause) {
    case 'failed':
      return { ...of, standing: 'failed' };
    case 'recomputed':
      return { ...of, standing, spot: true, interrupted: true };
    case 'onDemand':
      return {
        ...of,
        standing,
        spot: false,
        outcomes: ['completed'],
        suitsSpotWithin: within(instanceType),
      };
  }
};

const placeOf = ({ where }: WastePart) => (where === undefined ? {} : { where });

const groupFilters = (grouping: BoardGrouping, key: string | undefined): Partial<JobFilters> => {
  switch (grouping.by) {
    case 'instance':
    case 'where':
      return {};
    case 'prefix':
      return key === undefined ? {} : { nameGroup: nameGroupOf(key, grouping.parts) };
    case 'tag':
      return {
        tags: [key === undefined ? { key: grouping.key, absent: true } : { key: grouping.key, value: key }],
      };
  }
};

const rowFilters = ({ base, grouping }: WasteInput, key: string | undefined): JobFilters | undefined => {
  if (grouping.by === 'where') return { ...base, ...(key !== undefined && { where: [key] }) };
  if (grouping.by !== 'instance') return { ...base, ...groupFilters(grouping, key) };
  return key === undefined ? undefined : { ...base, instanceTypes: [key] };
};

const groupOfJobs = (part: WastePart, { group }: WasteSums, { by }: BoardGrouping): string | undefined =>
  by === 'where' ? part.where : group;

const groupOfEndpoint = (part: WastePart, one: IdleEndpoint, grouping: BoardGrouping): string | undefined => {
  switch (grouping.by) {
    case 'where':
      return part.where;
    case 'instance':
      return one.instanceType;
    case 'prefix':
      return one.endpoint.slice(0, leadingPartLengths(one.endpoint)[grouping.parts - 1]);
    case 'tag':
      return Object.entries(one.tags).find(([key]) => key === grouping.key)?.[1];
  }
};

const endpointSource = (
  { period, now }: WasteInput,
  part: WastePart,
  one: IdleEndpoint,
): Source | undefined => {
  const seconds = idleInstanceSeconds(one, period, now);
  if (seconds <= 0) return undefined;
  return {
    cause: 'idle',
    instanceType: one.instanceType,
    count: 1,
    ...(one.usdPerHour !== undefined && { usd: usdOf(seconds, one.usdPerHour) }),
    hours: seconds / 3600,
    endpoint: one.endpoint,
    ...placeOf(part),
  };
};

const rowOf = (sources: readonly Source[]): Omit<WasteRow, 'key' | 'filters'> => {
  const figures = recordOf(wasteCauses, (cause) => figureOf(sources.filter((one) => one.cause === cause)));
  const unpriced = sources.filter(({ usd, unknown }) => usd === undefined && !unknown);
  const bound = boundOfSum(wasteCauses.map((cause) => figures[cause].bound));
  return {
    figures,
    ...(bound && { bound }),
    usd: wasteCauses.reduce((sum, cause) => sum + figures[cause].usd, 0),
    unpricedHours: unpriced.reduce((sum, { hours }) => sum + hours, 0),
    unpriced: unpriced.sort((a, b) => b.hours - a.hours).slice(0, maxSources),
  };
};

/** What is bounded on both sides is only about right. */
const boundOfSum = (bounds: readonly (WasteBound | undefined)[]): WasteBound | undefined => {
  const [bound, another] = new Set(bounds.filter((one) => one !== undefined));
  return another === undefined ? bound : 'about';
};

const figureOf = (sources: readonly Source[]): WasteFigures[WasteCause] => {
  const priced = sources.filter(({ usd }) => usd !== undefined);
  const bound = boundOfSum(priced.map((one) => one.bound));
  const countIn = (of: readonly Source[]) => of.reduce((sum, { count }) => sum + count, 0);
  return {
    usd: priced.reduce((sum, { usd = 0 }) => sum + usd, 0),
    ...(bound && { bound }),
    count: countIn(sources),
    pricedCount: countIn(priced),
    unknownCount: countIn(sources.filter(({ unknown }) => unknown)),
    sources: [...sources].sort((a, b) => (b.usd ?? 0) - (a.usd ?? 0)).slice(0, maxSources),
    moreSources: Math.max(0, sources.length - maxSources),
  };
};

/** Of all groups together: one source for each backend, cause and type, which leads to the jobs of all of them. */
const totalsOf = (input: WasteInput): Omit<WasteRow, 'key' | 'filters'> => {
  const all: WasteInput = { ...input, grouping: { by: 'where' } };
  return rowOf(
    input.parts.flatMap((part) => [
      ...addedUp(part.sums, all.grouping).flatMap((one) => jobSource(all, part, one) ?? []),
      ...part.idle.flatMap((one) => endpointSource(all, part, one) ?? []),
    ]),
  );
};

/** One for each group, cause and instance type, which is one list of jobs; by backend there is one group. */
const addedUp = (sums: readonly WasteSums[], { by }: BoardGrouping): WasteSums[] => {
  const merged = new Map<string, WasteSums>();
  for (const { group, ...rest } of sums) {
    const one: WasteSums = { ...rest, ...(by !== 'where' && group !== undefined && { group }) };
    const of = JSON.stringify([one.group, one.cause, one.instanceType]);
    const existing = merged.get(of);
    merged.set(of, existing ? sumOf(existing, one) : one);
  }
  return [...merged.values()];
};

const sumOf = (a: WasteSums, b: WasteSums): WasteSums => ({
  ...a,
  jobs: a.jobs + b.jobs,
  trainingInstanceSeconds: a.trainingInstanceSeconds + b.trainingInstanceSeconds,
  billableInstanceSeconds: a.billableInstanceSeconds + b.billableInstanceSeconds,
  interruptedJobs: a.interruptedJobs + b.interruptedJobs,
  backfilledJobs: a.backfilledJobs + b.backfilledJobs,
  lostInstanceSeconds: a.lostInstanceSeconds + b.lostInstanceSeconds,
  lostBillableInstanceSeconds: a.lostBillableInstanceSeconds + b.lostBillableInstanceSeconds,
});

const byQuery =
  ({ by, descending }: WasteQuery['sort']) =>
  (a: WasteRow, b: WasteRow): number => {
    const name = Number(a.key === undefined) - Number(b.key === undefined) || compare(a.key, b.key);
    if (by === 'group') return descending ? -name : name;
    const order = sortValue(a, by) - sortValue(b, by);
    return (descending ? -order : order) || b.unpricedHours - a.unpricedHours || name;
  };

const compare = (a = '', b = ''): number => a.localeCompare(b, 'en');

const sortValue = (row: WasteRow, by: Exclude<WasteQuery['sort']['by'], 'group'>): number => {
  if (by === 'total') return row.usd;
  return by === 'unpriced' ? row.unpricedHours : row.figures[by].usd;
};
