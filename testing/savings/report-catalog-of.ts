import { openCatalogDatabase } from '../../lib/catalog/catalog-database';
import { createJobStore } from '../../lib/catalog/job-store';
import { createPriceStore } from '../../lib/catalog/price-store';
import { createReportQueries } from '../../lib/catalog/report-queries';
import { type ReportCatalog } from '../../lib/backfill/report-catalog';
import { type TrainingJob } from '../../lib/training/training-job';
import { partOf } from '../part-of';
import { lossOf, usdPerHour } from './naive-report';

interface Options {
  /** USD an hour by instance type. */
  prices?: Record<string, number>;
  /** Which of all jobs the first one is, for what their logs told. */
  firstIndex?: number;
  /** Where it lies; absent: in memory, alone. */
  catalog?: Pick<ReportCatalog['catalog'], 'database' | 'scope'>;
}

/** A catalog, as a report is made of it. @param now when the jobs were read, ms since the epoch */
export const reportCatalogOf = (
  jobs: readonly TrainingJob[],
  now: number,
  { prices: usd = usdPerHour, firstIndex = 0, catalog }: Options = {},
) => {
  const scope = catalog?.scope ?? { backend: 'local', account: '0' };
  const database = catalog?.database ?? openCatalogDatabase(':memory:');
  const store = createJobStore(database, scope);
  store.storeJobs(jobs, now, 'search');
  jobs.forEach((job, index) => {
    const lost = lossOf(job, firstIndex + index);
    if (lost) store.recordEpochs(job.name, { final: true, lostSeconds: lost.seconds, lostExact: lost.exact });
  });
  const prices = createPriceStore(database, scope);
  const known = Object.entries(usd).map(([instanceType, usdPerHour]) => ({
    instanceType,
    region: 'us-east-1',
    usdPerHour,
    source: 'test',
  }));
  for (const price of known)
    prices.save({ instanceType: price.instanceType, price, byHand: false, readAt: now });
  const report = partOf<ReportCatalog>({
    catalog: partOf<ReportCatalog['catalog']>({ database, scope, store }),
    queries: createReportQueries(database, scope),
    prices: partOf<ReportCatalog['prices']>({ all: () => known.map((one) => ({ ...one, byHand: false })) }),
    remember: (_key, compute) => compute(),
    region: 'us-east-1',
  });
  return { report, database, scope };
};
