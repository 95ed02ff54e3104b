import 'server-only';
import { z } from 'zod';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { placesToShow } from '../backfill/known-places';
import { distinctPlaces, openPlaces, placeStates, refreshPlaces } from '../backfill/open-places';
import { reportCatalog, type ReportCatalog } from '../backfill/report-catalog';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type Freshness, freshnessOfAll } from '../training/job-list';
import { mergeReports, type ReportPart } from '../training/report/merge-reports';
import { reportQuerySchema } from '../training/report/report-query';
import { type ReportQuery, type SavingsReport } from '../training/report/savings-report';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { periodOfParts } from './period-of-parts';
import { computeReport, maxTagKeys } from './report-savings';

/** @property places slugs of backends; without any, those that were opened before */
const inputSchema = z.strictObject({ places: placesInput, query: reportQuerySchema });
type Asked = z.output<typeof inputSchema>;

/** Whoever asks for all at once waits no longer than this for one of them, in ms. */
const refreshMs = 5_000;

/**
 * The savings report of several backends: each reckoned with its own prices, and added up. One that cannot be read says so in
 * `places`, with what is known of it, and keeps no other from being counted.
 * @throws {SpotdeckError} unreachable, no-credentials … where none of them was ever read
 */
export const reportAllSavings = defineUseCase({
  name: 'report-all-savings',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: ({ clock }, asked) => reportOfAll(asked, clock.now()),
});

/** Asks each of the backends at once, then reports. @throws as `reportAllSavings` */
export const refreshAllSavings = defineUseCase({
  name: 'refresh-all-savings',
  input: inputSchema,
  access: 'watch',
  changes: false,
  run: async ({ clock }, asked): Promise<SavingsReport> => {
    const opened = await openPlaces(placesToShow(asked.places), reportCatalog);
    await refreshPlaces(distinctPlaces(opened), refreshMs);
    return reportOfAll(asked, clock.now());
  },
});

const reportOfAll = async ({ places, query }: Asked, now: number): Promise<SavingsReport> => {
  const opened = await openPlaces(placesToShow(places), async (slug) => ({
    ...(await reportCatalog(slug)),
    simulated: await isSpotMarketSimulated(slug),
  }));
  const states = placeStates(opened);
  const freshness = freshnessOfAll(states);
  const parts = distinctPlaces(opened);
  if (parts.length === 0) throw noneAnswered(freshness.problem);
  for (const { slug, opened } of parts) {
    opened.catalog.sync.touch();
    interruptedBackfiller(slug, opened.catalog).touch();
  }
  const computed = computeParts(
    parts.map(({ slug, opened }) => ({ where: slug, report: opened })),
    query,
    now,
  );
  for (const [index, { opened }] of parts.entries()) {
    const { prices = [], pricesMissing = [] } = computed[index]?.report ?? {};
    opened.prices.want([...prices, ...pricesMissing].map(({ instanceType }) => instanceType));
  }
  const problems = parts.flatMap(({ opened }) => opened.prices.problem() ?? []);
  const simulatedPlaces = parts.flatMap(({ slug, opened }) => (opened.simulated ? slug : []));
  return {
    ...mergeReports(query, computed),
    pricesPending: parts.some(({ opened }) => opened.prices.pending()),
    ...(problems[0] !== undefined && { pricesProblem: problems[0] }),
    simulated: simulatedPlaces.length > 0,
    freshness,
    toBackfill: parts.reduce((sum, { opened }) => sum + opened.catalog.store.countToBackfill(), 0),
    hasEndedJobs: parts.some(({ opened }) => opened.queries.ends() !== undefined),
    places: states,
    ...(simulatedPlaces.length < parts.length && { simulatedPlaces }),
  };
};

/** Why there is nothing to report of: none of the backends was ever read. */
export const noneAnswered = (problem: Freshness['problem']): SpotdeckError => {
  const { code = 'unreachable', message = 'None of the accounts and Regions has answered yet.' } =
    problem ?? {};
  return new SpotdeckError(code, message);
};

/** All are of the same period, and hold all of their groups. @param now ms since the epoch */
export const computeParts = (
  parts: readonly { where: string; report: ReportCatalog }[],
  query: ReportQuery,
  now: number,
): ReportPart[] => {
  const period = periodOfParts(
    parts.map(({ report }) => report),
    query,
    now,
  );
  // All are divided by one tag: what each of them would choose by itself may differ.
  const tagKeys =
    query.group === 'tag' ? parts.flatMap(({ report }) => report.queries.tagKeys(maxTagKeys)) : [];
  const tagKey = query.tagKey ?? tagKeys[0];
  const own = { ...query, groupPage: undefined, ...(tagKey !== undefined && { tagKey }) };
  return parts.map(({ where, report }) => ({
    where,
    report: report.remember(JSON.stringify(['part', own, period]), () =>
      computeReport(report, own, period, now, Infinity),
    ),
  }));
};
