import { type ReportCatalog } from '../backfill/report-catalog';
import { type Period, resolvePeriod } from '../training/report/period';
import { type ReportQuery } from '../training/report/savings-report';

/** Tags that jobs can be grouped by, of each catalog. */
export const maxTagKeys = 50;

/** The period that is asked for, of all the catalogs together: 'all time' is from their first job to their last. */
export const periodOfParts = (
  reports: readonly Pick<ReportCatalog, 'queries'>[],
  { period, zone }: Pick<ReportQuery, 'period' | 'zone'>,
  now: number,
): Period => {
  const ends = reports.flatMap(({ queries }) => queries.ends() ?? []);
  return resolvePeriod(
    period,
    zone,
    now,
    ends.length === 0
      ? undefined
      : {
          first: Math.min(...ends.map(({ first }) => first)),
          last: Math.max(...ends.map(({ last }) => last)),
        },
  );
};
