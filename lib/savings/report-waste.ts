import 'server-only';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { idleEndpoints } from '../backfill/idle-endpoints';
import { reportCatalog, type ReportCatalog } from '../backfill/report-catalog';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
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
import { wasteQuerySchema } from '../training/report/waste-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { type Backend } from '../aws/backends';
import { periodOfParts } from './period-of-parts';

const maxTagKeys = 50;

/**
 * What was spent for nothing, by who spent it. From the catalog, of the savings report's jobs; endpoints are asked for
 * behind its back.
 * @throws {SpotdeckError} unreachable, no-credentials … where the backend was never reached before
 */
export const reportWaste = defineUseCase({
  name: 'report-waste',
  input: wasteQuerySchema,
  access: 'watch',
  changes: false,
  run: ({ backend, clock }, query) => readBoard(backend, query, clock.now()),
});

/** Asks the backend at once, and answers with the board of what it then holds. @throws as `reportWaste` */
export const refreshWaste = defineUseCase({
  name: 'refresh-waste',
  input: wasteQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, query): Promise<WasteBoard> => {
    const { catalog } = await reportCatalog(backend.slug);
    await catalog.sync.refreshNow();
    await idleEndpoints(backend, catalog.store, clock.now(), true);
    return readBoard(backend, query, clock.now());
  },
});

/** @param rowsOnPage Infinity: all of them */
export const readBoard = async (
  backend: Backend,
  query: WasteQuery,
  now: number,
  rowsOnPage?: number,
): Promise<WasteBoard> => {
  const report = await reportCatalog(backend.slug);
  const { catalog, prices } = report;
  catalog.sync.touch();
  interruptedBackfiller(backend.slug, catalog).touch();
  const { idle, ...endpoints } = await idleEndpoints(backend, catalog.store, now);
  const { parts, ...board } = computeWaste([{ report, idle }], query, now, rowsOnPage);
  prices.want([...(parts[0]?.instanceTypes ?? [])]);
  return {
    ...board,
    endpoints,
    pricesPending: prices.pending(),
    simulated: await isSpotMarketSimulated(backend.slug),
    freshness: catalog.sync.freshness(),
    toBackfill: catalog.store.countToBackfill(),
  };
};

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

/** @param now ms since the epoch */
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
