import { type JobFilters } from '@/lib/training/job-filters';
import { baseFilters } from '@/lib/training/report/build-report';
import { type SavingsReport } from '@/lib/training/report/savings-report';
import { withPlaces } from '../../lib/urls/places';
import { defaultQuery, formatJobQuery, jobsPath } from '../../lib/urls/job-list';

/** Paths of the job lists behind the parts of a report. */
export const linksOf = (
  backend: string,
  report: Pick<SavingsReport, 'query' | 'period'>,
  places: readonly string[] = [],
) => {
  const base = baseFilters(report.query, report.period);
  const to = (filters: Partial<JobFilters>) => jobsPath(backend, { ...base, ...filters }, places);
  return {
    totals: to({ standing: 'counted' }),
    to,
    filters: (filters: JobFilters) => jobsPath(backend, filters, places),
    running: to({ endedFrom: undefined, endedBefore: undefined, standing: 'running' }),
    /** All finished jobs of the report as CSV, whatever their standing. */
    csv: `/${backend}/job-list/export?${withPlaces(formatJobQuery({ ...defaultQuery, filters: base }), places)}`,
  };
};

export type ReportLinks = ReturnType<typeof linksOf>;
