import path from 'node:path';
import { reportCatalogOf } from '../../testing/savings/report-catalog-of';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { queryJobsOfSeveral } from '../../lib/catalog/query-several';
import { createJobQueries } from '../../lib/catalog/query-jobs';
import { openCatalogDatabase } from '../../lib/catalog/catalog-database';
import { computeParts } from '../../lib/reports/compute-parts';
import { computeWaste } from '../../lib/reports/compute-waste';
import { noFilters } from '../../lib/training/job-filters';
import { jobSortKeys } from '../../lib/training/job-columns';
import { mergeReports } from '../../lib/training/report/merge-reports';
import { defaultReportQuery } from '../../lib/training/report/savings-report';
import { defaultWasteQuery } from '../../lib/training/report/waste-board';
import { type Figure, median, percentile } from './figure';

const places = 10;
const pageSize = 25;
const repeats = 7;

/** A page of the list, the report and the waste board of ten backends in one catalog. @param jobs of all of them together */
export const measureSeveralPlaces = (folder: string, jobs: number): Figure[] => {
  const now = Date.UTC(2026, 10, 21);
  const database = openCatalogDatabase(path.join(folder, 'several-places.sqlite'));
  const of = Array.from({ length: places }, (_, index) => {
    const own = [
      ...generateJobs(jobs / places, { seed: index + 1, every: (180 * 86_400_000) / (jobs / places) }),
    ];
    const scope = { backend: `place-${index}`, account: String(index) };
    const { report } = reportCatalogOf(own, now, { catalog: { database, scope } });
    return { where: scope.backend, scope, report, queries: createJobQueries(database, scope) };
  });
  const timed = (work: () => void): number => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const lists = jobSortKeys.flatMap((by) =>
    [true, false].flatMap((descending) =>
      [1, Math.round(jobs / pageSize / 2), jobs / pageSize].map((page) =>
        timed(() =>
          queryJobsOfSeveral(database, of, { filters: noFilters, sort: { by, descending }, page, pageSize }),
        ),
      ),
    ),
  );
  const period = { preset: 'all' as const };
  const changed = (index: number) => {
    // One job of one place has changed, as by reading its log, so that nothing is answered from memory.
    const [first] = of;
    const name = first?.queries.queryJobs({
      ...{
        filters: noFilters,
        sort: { by: 'name' as const, descending: false },
        page: index + 1,
        pageSize: 1,
      },
    }).rows[0]?.name;
    first?.report.catalog.store.recordEpochs(name ?? '', { final: true, lostSeconds: index + 1 });
  };
  const several = of.map(({ where, report }) => ({ where, report, idle: [] }));
  const each = (work: () => void) =>
    Array.from({ length: repeats }, (_, index) => {
      changed(index);
      return timed(work);
    });
  const reports = each(() => {
    const query = { ...defaultReportQuery, period };
    mergeReports(query, computeParts(several, query, now));
  });
  const boards = each(() => computeWaste(several, { ...defaultWasteQuery, period }, now));
  database.close();
  const list = percentile(lists, 0.95);
  const what = `${places} accounts and Regions, ${jobs.toLocaleString('en')} jobs`;
  return [
    {
      metric: `${what}: a page of the list, p95 of ${lists.length}`,
      measured: `${list.toFixed(0)} ms`,
      target: '≤ 100 ms',
      met: list <= 100,
      samples: lists,
    },
    ...Object.entries({ 'report of all time, none remembered': reports, 'waste of all time': boards }).map(
      ([name, samples]): Figure => ({
        metric: `${what}: ${name}, median`,
        measured: `${median(samples).toFixed(0)} ms`,
        target: '≤ 500 ms',
        met: median(samples) <= 500,
        samples,
      }),
    ),
  ];
};
