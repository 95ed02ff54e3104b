import { type ReportCatalog } from '../backfill/report-catalog';
import { baseFilters, pricesMissingIn, suitsWithin } from '../training/report/build-report';
import { buildWaste, type DerivedBoard, type WastePart } from '../training/report/build-waste';
import { interruptionCostsOf } from '../training/report/interruption-costs';
import { spotRatesOf } from '../training/report/opportunities';
import { ownerKeyOf } from '../training/report/owner-tag';
import { barsOf, type Period, unitFor } from '../training/report/period';
import {
  type BoardGrouping,
  type IdleEndpoint,
  type WasteBoard,
  type WasteGrouping,
  type WasteQuery,
} from '../training/report/waste-board';
import { maxTagKeys, periodOfParts } from './period-of-parts';

/** A backend whose waste is told, and its endpoints that nobody asks. */
export interface WasteOf {
  /** Its slug, where the board is of several. */
  where?: string;
  report: Pick<ReportCatalog, 'queries' | 'prices'>;
  idle: readonly IdleEndpoint[];
}

interface ComputedPart extends WastePart {
  /** Of all jobs of the period: their prices are needed. */
  instanceTypes: Set<string>;
}

interface ComputedWaste
  extends DerivedBoard, Pick<WasteBoard, 'query' | 'period' | 'grouping' | 'tagKeys' | 'pricesMissing'> {
  /** In the order of what it was computed of. */
  parts: readonly ComputedPart[];
}

/** The waste board of one catalog or several, from what they hold. @param now ms since the epoch */
export const computeWaste = (
  of: readonly WasteOf[],
  query: WasteQuery,
  now: number,
  rowsOnPage?: number,
): ComputedWaste => {
  const reports = of.map(({ report }) => report);
  const period = periodOfParts(reports, query, now);
  const tagKeys = [...new Set(reports.flatMap(({ queries }) => queries.tagKeys(maxTagKeys)))];
  const { grouping, by } = groupingOf(
    query,
    tagKeys,
    of.length > 0 && of.every(({ where }) => where !== undefined),
  );
  const parts = of.map((one) => computePart(one, query, period, by));
  return {
    query,
    period,
    grouping,
    tagKeys,
    ...buildWaste({ query, grouping: by, period, now, parts, base: baseFilters(query, period) }, rowsOnPage),
    pricesMissing: parts.flatMap(({ where, sums, prices }) =>
      pricesMissingIn(sums, prices).map((missing) => ({ ...missing, ...(where !== undefined && { where }) })),
    ),
    parts,
  };
};

const computePart = (
  { where, report: { queries, prices: book }, idle }: WasteOf,
  query: WasteQuery,
  period: Period,
  by: BoardGrouping,
): ComputedPart => {
  const of = {
    from: period.from,
    before: period.before,
    ...(query.namePrefix !== undefined && { namePrefix: query.namePrefix }),
  };
  const sums = queries.sumByBar(of, barsOf(period, unitFor(period)));
  const prices = new Map(book.all().map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour]));
  const { rates } = interruptionCostsOf(sums, prices);
  const within = (instanceType: string) => suitsWithin(rates, instanceType);
  return {
    ...(where !== undefined && { where }),
    sums: queries.sumWaste(of, by.by === 'where' ? { by: 'instance' } : by, within),
    idle: idle.filter(({ endpoint }) => beginsWith(endpoint, query.namePrefix)),
    prices,
    rateOf: spotRatesOf(sums, prices),
    within,
    instanceTypes: new Set(sums.flatMap(({ instanceType }) => instanceType ?? [])),
  };
};

/** What was asked; where nothing was, what answers 'who wastes most' best. */
const groupingOf = (
  query: WasteQuery,
  tagKeys: readonly string[],
  several: boolean,
): { grouping: WasteBoard['grouping']; by: BoardGrouping } => {
  const ownerKey = ownerKeyOf(tagKeys);
  const tagKey = query.tagKey ?? tagKeys[0];
  const fallback = ownerKey !== undefined ? 'owner' : tagKey !== undefined ? 'tag' : 'prefix';
  const asked = query.group === 'where' && !several ? undefined : query.group;
  const group = asked ?? fallback;
  const grouping = {
    by: group,
    ...(tagKey !== undefined && { tagKey }),
    ...(ownerKey !== undefined && { ownerKey }),
  };
  const prefix: WasteGrouping = { by: 'prefix', parts: query.prefixParts };
  switch (group) {
    case 'instance':
    case 'where':
      return { grouping, by: { by: group } };
    case 'prefix':
      return { grouping, by: prefix };
    case 'owner':
      // Without a tag that names an owner, all jobs are nobody's: one row says so.
      return { grouping, by: { by: 'tag', key: ownerKey ?? 'Owner' } };
    case 'tag':
      return { grouping, by: tagKey === undefined ? prefix : { by: 'tag', key: tagKey } };
  }
};

const beginsWith = (name: string, prefix = ''): boolean =>
  name.toLowerCase().startsWith(prefix.toLowerCase());
