import 'server-only';
import { getBackend } from '../aws/backends';
import { createPriceStore } from '../catalog/price-store';
import { type Remember, rememberUntilChange } from '../catalog/remember-until-change';
import { createReportQueries } from '../catalog/report-queries';
import { jobCatalog, type JobCatalog } from './job-catalog';
import { perCatalog } from './per-catalog';
import { createPriceBook, type PriceBook } from './price-book';

/** What a report is made of: the backend's catalog, its sums and its prices. */
export interface ReportCatalog {
  catalog: JobCatalog;
  queries: ReturnType<typeof createReportQueries>;
  prices: PriceBook;
  /** Whole reports. */
  remember: Remember;
  region: string;
}

const maxReports = 20;

/** @throws {SpotdeckError} as `jobCatalog` does */
export const reportCatalog = async (backendSlug: string): Promise<ReportCatalog> => {
  const catalog = await jobCatalog(backendSlug);
  return perCatalog('report-catalogs', catalog, backendSlug, () => {
    const backend = getBackend(backendSlug);
    const { database, scope } = catalog;
    return {
      catalog,
      queries: createReportQueries(database, scope),
      prices: createPriceBook(backend, createPriceStore(database, scope), catalog.announce),
      remember: rememberUntilChange(database, maxReports, ['jobs', 'progress', 'prices']),
      region: backend.region,
    };
  });
};
