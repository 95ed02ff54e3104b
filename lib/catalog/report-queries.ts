import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope } from './job-store';
import { createReportJobs } from './report-jobs';
import { createReportSums } from './report-sums';
import { createWasteSums } from './waste-sums';

/** What a savings report asks the catalog. */
export const createReportQueries = (database: CatalogDatabase, scope: CatalogScope) => {
  const sums = createReportSums(database, scope);
  return {
    ...sums,
    ...createReportJobs(database, scope),
    ...createWasteSums(database, scope, sums.kinds),
  };
};
