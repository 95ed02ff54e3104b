/** Puts the report together from the catalog's sums and the prices. */
import { fleetParts } from '../fleet';
import { type JobFilters, noFilters } from '../job-filters';
import {
  amountsOf,
  excludedOf,
  type GroupSums,
  type HourlyPrices,
  isPriced,
  type JobSums,
  type KindSums,
} from './amounts';
import {
  type InterruptionCosts,
  secondsBetweenInterruptions,
  type InterruptionRate,
} from './interruption-costs';
import {
  type CandidateSums,
  type CheckpointedJob,
  intervalAdviceOf,
  slowTypesOf,
  spotCandidatesOf,
} from './opportunities';
import { type MissingPrice } from './missing-price';
import { type Bar, type Period } from './period';
import { groupOrder } from './row-order';
import { rungBelow } from './suiting-rungs';
import {
  type GroupRow,
  type ReportGroups,
  type ReportQuery,
  type ReportSort,
  type SavingsReport,
} from './savings-report';

export interface ReportInput {
  query: ReportQuery;
  period: Period;
  bars: readonly Bar[];
  /** Of all finished jobs; `bar` is an index into `bars`, absent for what is in none. */
  sums: readonly (JobSums & { bar?: number })[];
  /** Jobs that have not ended; none of a period that is over. */
  running: number;
  prices: HourlyPrices;
  /** Of the same sums and prices. */
  interruptions: InterruptionCosts;
  /** For groups by tag or by prefix. */
  groupSums?: readonly GroupSums[];
  tagKey?: string;
  candidates: readonly CandidateSums[];
  checkpointed: readonly CheckpointedJob[];
}

/** What the report derives by itself; the rest is added by who reads it. */
export type DerivedReport = Pick<
  SavingsReport,
  'totals' | 'excluded' | 'bars' | 'interruptions' | 'opportunities' | 'pricesMissing'
> & { groups: GroupPage };

type GroupPage = Pick<ReportGroups, 'rows' | 'page' | 'pages' | 'found'>;

export const groupsOnPage = 50;

const maxAdvice = 20;

/** @param rowsOnPage Infinity: all groups are on one */
export const buildReport = (input: ReportInput, rowsOnPage = groupsOnPage): DerivedReport => {
  const { query, period, bars, sums, running, prices, interruptions, candidates, checkpointed } = input;
  const { rates } = interruptions;
  const intervals = intervalAdviceOf(checkpointed, rates, query.checkpointSeconds);
  const base = baseFilters(query, period);
  const sumsOfBar = bars.map((): JobSums[] => []);
  for (const one of sums) if (one.bar !== undefined) sumsOfBar[one.bar]?.push(one);
  return {
    totals: amountsOf(sums, prices),
    excluded: excludedOf(sums, prices, running),
    bars: bars.map((bar, index) => ({ ...bar, amounts: amountsOf(sumsOfBar[index] ?? [], prices) })),
    groups: groupsOf(input, { ...base, standing: 'counted' }, rowsOnPage),
    interruptions,
    opportunities: {
      spotCandidates: spotCandidatesOf(candidates, sums, prices).map((one) => ({
        ...one,
        filters: {
          ...base,
          standing: 'counted',
          spot: false,
          outcomes: ['completed'],
          instanceTypes: [one.instanceType],
          suitsSpotWithin: suitsWithin(rates, one.instanceType),
        },
      })),
      intervals: intervals.slice(0, maxAdvice),
      intervalsSeen: checkpointed.length,
      intervalsFar: intervals.length,
      slowTypes: slowTypesOf(sums, rates, prices),
    },
    pricesMissing: pricesMissingIn(sums, prices),
  };
};

/** Instance types without a price; of a mixed fleet those that have none, each by its own name. */
export const pricesMissingIn = (
  sums: readonly Pick<KindSums, 'instanceType'>[],
  prices: HourlyPrices,
): MissingPrice[] =>
  [
    ...new Set(
      sums.flatMap(({ instanceType }) =>
        instanceType === undefined || prices.has(instanceType)
          ? []
          : fleetParts(instanceType)
              .map((part) => part.instanceType)
              .filter((type) => !prices.has(type)),
      ),
    ),
  ]
    .sort()
    .map((instanceType) => ({ instanceType }));

/** The jobs of the report, whatever their standing. */
export const baseFilters = (query: { namePrefix?: string }, period: Period): JobFilters => ({
  ...noFilters,
  endedFrom: period.from,
  endedBefore: period.before,
  ...(query.namePrefix !== undefined && { namePrefix: query.namePrefix }),
});

/** A job that runs longer without checkpoints is likely to be lost on spot. Seconds; a rung of those that sums are kept by. */
export const suitsWithin = (rates: readonly InterruptionRate[], instanceType: string): number =>
  rungBelow(secondsBetweenInterruptions(rates, instanceType) ?? neverInterrupted);

/** Where no interruption was ever seen any length will do: SageMaker's longest job is 28 days. */
const neverInterrupted = 28 * 86_400;

const groupsOf = (input: ReportInput, base: JobFilters, rowsOnPage: number): GroupPage => {
  const { query, sums, groupSums = [], tagKey, prices } = input;
  const page = query.groupPage ?? 1;
  switch (query.group) {
    case 'job':
      return pageOf([], page, () => undefined, rowsOnPage);
    case 'instance':
      return pageOf(
        groupRows(sums, ({ instanceType }) => instanceType, prices, query.sort),
        page,
        (key) => (key === undefined ? undefined : { ...base, instanceTypes: [key] }),
        rowsOnPage,
      );
    case 'tag':
      return pageOf(
        groupRows(groupSums, ({ group }) => group, prices, query.sort),
        page,
        (value) =>
          tagKey === undefined
            ? undefined
            : {
                ...base,
                tags: [value === undefined ? { key: tagKey, absent: true } : { key: tagKey, value }],
              },
        rowsOnPage,
      );
    case 'prefix':
      return pageOf(
        groupRows(groupSums, ({ group }) => group, prices, query.sort),
        page,
        (key) =>
          key === undefined ? undefined : { ...base, nameGroup: nameGroupOf(key, query.prefixParts) },
        rowsOnPage,
      );
  }
};

/** A name of fewer parts is a group of its own. */
export const nameGroupOf = (key: string, parts: number): string =>
  key.split('-').length < parts ? key : `${key}-*`;

type Group = Omit<GroupRow, 'filters'>;

const groupRows = <Sums extends KindSums>(
  sums: readonly Sums[],
  keyOf: (sums: Sums) => string | undefined,
  prices: HourlyPrices,
  sort: ReportSort | undefined,
): Group[] => {
  const groups = new Map<string | undefined, Sums[]>();
  for (const one of sums.filter(({ standing }) => standing === 'counted')) {
    const key = keyOf(one);
    const members = groups.get(key);
    if (members) members.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .map(([key, members]): Group => {
      const amounts = amountsOf(members, prices);
      const left = members.filter((one) => !isPriced(one, prices));
      return {
        ...(key !== undefined && { key }),
        amounts,
        ...(amounts.priced && left.length > 0 && { unpriced: amountsOf(left, prices) }),
      };
    })
    .sort(groupOrder(sort));
};

/** A page beyond the last, as of an address that was kept while jobs went, is the last. */
const pageOf = (
  groups: readonly Group[],
  asked: number,
  filtersOf: (key: string | undefined) => JobFilters | undefined,
  rowsOnPage: number,
): GroupPage => {
  const { rows, ...page } = pageOfGroups(groups, asked, rowsOnPage);
  return {
    ...page,
    rows: rows.map((group): GroupRow => {
      const filters = filtersOf(group.key);
      const standing = group.amounts.priced ? 'counted' : 'unpriced';
      return { ...group, ...(filters && { filters: { ...filters, standing } }) };
    }),
  };
};

export const pageOfGroups = <Row>(groups: readonly Row[], asked: number, rowsOnPage = groupsOnPage) => {
  const pages = Math.max(1, Math.ceil(groups.length / rowsOnPage));
  const page = Math.min(asked, pages);
  const start = page === 1 ? 0 : (page - 1) * rowsOnPage;
  return { rows: groups.slice(start, start + rowsOnPage), page, pages, found: groups.length };
};
