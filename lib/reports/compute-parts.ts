import { type ReportCatalog } from '../backfill/report-catalog';
import { type ReportPart } from '../training/report/merge-reports';
import { type ReportQuery } from '../training/report/savings-report';
import { computeReport } from './compute-report';
import { maxTagKeys, periodOfParts } from './period-of-parts';

/** The jobs and prices of one of several backends. */
export interface PlaceReport {
  /** Slug of the backend. */
  where: string;
  report: ReportCatalog;
}

/** The reports of several catalogs, to be merged. All are of the same period, and hold all of their groups. @param now ms since the epoch */
export const computeParts = (
  parts: readonly PlaceReport[],
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
  const own = { ...query, groupPage: undefined, sort: undefined, ...(tagKey !== undefined && { tagKey }) };
  return parts.map(({ where, report }) => ({
    where,
    report: report.remember(JSON.stringify(['part', own, period]), () =>
      computeReport(report, own, period, now, Infinity),
    ),
  }));
};
