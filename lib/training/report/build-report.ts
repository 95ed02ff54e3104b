/** Puts the report together from the catalog's sums and the prices. */
import { type JobFilters, noFilters } from '../job-list';
import {
  amountsOf,
  apartOf,
  type GroupSums,
  type HourlyPrices,
  inTotals,
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
import { type Bar, type Period } from './period';
import { type GroupRow, type ReportQuery, type SavingsReport } from './savings-report';

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
  'totals' | 'apart' | 'bars' | 'interruptions' | 'opportunities' | 'pricesMissing'
> & {
  /** Of all groups. */
  rows: GroupRow[];
};

const mostAdvice = 20;

export const buildReport = (input: ReportInput): DerivedReport => {
  const { query, period, bars, sums, running, prices, interruptions, candidates, checkpointed } = input;
  const { rates } = interruptions;
  const intervals = intervalAdviceOf(checkpointed, rates, query.checkpointSeconds);
  const base = baseFilters(query, period);
  const sumsOfBar = bars.map((): JobSums[] => []);
  for (const one of sums) if (one.bar !== undefined) sumsOfBar[one.bar]?.push(one);
  return {
    totals: amountsOf(sums, prices),
    apart: apartOf(sums, prices, running),
    bars: bars.map((bar, index) => ({ ...bar, amounts: amountsOf(sumsOfBar[index] ?? [], prices) })),
    rows: rowsOf(input, { ...base, standing: 'counted' }),
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
      intervals: intervals.slice(0, mostAdvice),
      intervalsSeen: checkpointed.length,
      intervalsFar: intervals.length,
      slowTypes: slowTypesOf(sums, rates, prices),
    },
    pricesMissing: [
      ...new Set(
        sums.flatMap(({ instanceType }) =>
          instanceType === undefined || prices.has(instanceType) ? [] : [instanceType],
        ),
      ),
    ].sort(),
  };
};

/** The jobs of the report, whatever their standing. */
export const baseFilters = (query: Pick<ReportQuery, 'namePrefix'>, period: Period): JobFilters => ({
  ...noFilters,
  endedFrom: period.from,
  endedBefore: period.before,
  ...(query.namePrefix !== undefined && { namePrefix: query.namePrefix }),
});

/** A job that runs longer without checkpoints is likely to be lost on spot. Whole seconds, as an address holds them. */
export const suitsWithin = (rates: readonly InterruptionRate[], instanceType: string): number =>
  Math.floor(secondsBetweenInterruptions(rates, instanceType) ?? neverInterrupted);

/** Where no interruption was ever seen any length will do: SageMaker's longest job is 28 days. */
const neverInterrupted = 28 * 86_400;

const rowsOf = (input: ReportInput, base: JobFilters): GroupRow[] => {
  const { query, sums, groupSums = [], tagKey, prices } = input;
  switch (query.group) {
    case 'job':
      return [];
    case 'instance':
      return groupRows(
        sums,
        ({ instanceType }) => instanceType,
        prices,
        (key) => (key === undefined ? undefined : { ...base, instanceTypes: [key] }),
      );
    case 'tag':
      return groupRows(
        groupSums,
        ({ group }) => group,
        prices,
        (value) =>
          tagKey === undefined
            ? undefined
            : {
                ...base,
                tags: [value === undefined ? { key: tagKey, absent: true } : { key: tagKey, value }],
              },
      );
    case 'prefix':
      return groupRows(
        groupSums,
        ({ group }) => group,
        prices,
        (key) =>
          key === undefined ? undefined : { ...base, nameGroup: nameGroupOf(key, query.prefixParts) },
      );
  }
};

/** A name of fewer parts is a group of its own. */
const nameGroupOf = (key: string, parts: number): string =>
  key.split('-').length < parts ? key : `${key}-*`;

/** Largest savings first, then largest bills; jobs without a key last. */
const groupRows = <Sums extends KindSums>(
  sums: readonly Sums[],
  keyOf: (sums: Sums) => string | undefined,
  prices: HourlyPrices,
  filtersOf: (key: string | undefined) => JobFilters | undefined,
): GroupRow[] => {
  const groups = new Map<string | undefined, Sums[]>();
  for (const one of inTotals(sums, prices)) {
    const key = keyOf(one);
    const members = groups.get(key);
    if (members) members.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .map(([key, members]): GroupRow => {
      const filters = filtersOf(key);
      return {
        ...(key !== undefined && { key }),
        amounts: amountsOf(members, prices),
        ...(filters && { filters }),
      };
    })
    .sort(byMoney);
};

const byMoney = (a: GroupRow, b: GroupRow): number =>
  Number(a.key === undefined) - Number(b.key === undefined) ||
  b.amounts.usdSaved - a.amounts.usdSaved ||
  b.amounts.usdPaid - a.amounts.usdPaid ||
  (a.key ?? '').localeCompare(b.key ?? '');
