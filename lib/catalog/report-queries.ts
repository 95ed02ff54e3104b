import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope } from './job-store';
import { createReportJobs } from './report-jobs';
import { createReportSums } from './report-sums';

/** What a savings report asks the catalog. */
export const createReportQueries = (database: CatalogDatabase, scope: CatalogScope) => ({
  ...createReportSums(database, scope),
  ...createReportJobs(database, scope),
});
