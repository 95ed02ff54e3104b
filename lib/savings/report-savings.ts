import 'server-only';
import { isSpotMarketSimulated } from '../backends/backend-capabilities';
import { interruptedBackfiller } from '../backfill/interrupted-backfiller';
import { reportCatalog, type ReportCatalog } from '../backfill/report-catalog';
import { computeReport } from '../reports/compute-report';
import { resolvePeriod } from '../training/report/period';
import { reportQuerySchema } from '../training/report/report-query';
import { type ComputedReport, type ReportQuery, type SavingsReport } from '../training/report/savings-report';
import { defineUseCase } from '../use-cases/define-use-case';

/**
 * The savings report, from the catalog: it does not wait for the backend, and says how fresh it is and what it
 * still waits for.
 * @throws {SpotdeckError} unreachable, no-credentials … where the backend was never reached before
 */
export const reportSavings = defineUseCase({
  name: 'report-savings',
  input: reportQuerySchema,
  access: 'watch',
  changes: false,
  run: ({ backend, clock }, query) => buildOwnReport(backend.slug, query, clock.now()),
});

const buildOwnReport = async (
  backendSlug: string,
  query: ReportQuery,
  now: number,
): Promise<SavingsReport> => {
  const report = await reportCatalog(backendSlug);
  const { catalog, prices } = report;
  catalog.sync.touch();
  interruptedBackfiller(backendSlug, catalog).touch();
  const computed = remembered(report, query, now);
  prices.want([...computed.prices, ...computed.pricesMissing].map(({ instanceType }) => instanceType));
  const problem = prices.problem();
  return {
    ...computed,
    pricesPending: prices.pending(),
    ...(problem !== undefined && { pricesProblem: problem }),
    simulated: await isSpotMarketSimulated(backendSlug),
    freshness: catalog.sync.freshness(),
    toBackfill: catalog.store.countToBackfill(),
    hasEndedJobs: report.queries.ends() !== undefined,
  };
};

/** Asks the backend at once, and answers with the report of what it then holds. @throws as `reportSavings` */
export const refreshSavings = defineUseCase({
  name: 'refresh-savings',
  input: reportQuerySchema,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, query): Promise<SavingsReport> => {
    const { catalog } = await reportCatalog(backend.slug);
    await catalog.sync.refreshNow();
    return buildOwnReport(backend.slug, query, clock.now());
  },
});

const remembered = (report: ReportCatalog, query: ReportQuery, now: number): ComputedReport => {
  const period = resolvePeriod(query.period, query.zone, now, report.queries.ends());
  return report.remember(JSON.stringify([query, period]), () => computeReport(report, query, period, now));
};
