import 'server-only';
import { z } from 'zod';
import { mergeReports, type ReportPart } from '../training/report/merge-reports';
import { reportQuerySchema } from '../training/report/report-query';
import { type ReportQuery, type SavingsReport } from '../training/report/savings-report';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { openReports, type PlaceReport, refreshReports } from './open-reports';
import { periodOfParts } from './period-of-parts';
import { computeReport, maxTagKeys } from './report-savings';

/** @property places slugs of backends; without any, those that were opened before */
const inputSchema = z.strictObject({ places: placesInput, query: reportQuerySchema });
type Asked = z.output<typeof inputSchema>;

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
    await refreshReports(asked.places);
    return reportOfAll(asked, clock.now());
  },
});

const reportOfAll = async ({ places, query }: Asked, now: number): Promise<SavingsReport> => {
  const { reports, together } = await openReports(places);
  const computed = computeParts(reports, query, now);
  for (const [index, { report }] of reports.entries()) {
    const { prices = [], pricesMissing = [] } = computed[index]?.report ?? {};
    report.prices.want([...prices, ...pricesMissing].map(({ instanceType }) => instanceType));
  }
  const problems = reports.flatMap(({ report }) => report.prices.problem() ?? []);
  return {
    ...mergeReports(query, computed),
    ...together,
    pricesPending: reports.some(({ report }) => report.prices.pending()),
    ...(problems[0] !== undefined && { pricesProblem: problems[0] }),
    hasEndedJobs: reports.some(({ report }) => report.queries.ends() !== undefined),
  };
};

/** All are of the same period, and hold all of their groups. @param now ms since the epoch */
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
  const own = { ...query, groupPage: undefined, ...(tagKey !== undefined && { tagKey }) };
  return parts.map(({ where, report }) => ({
    where,
    report: report.remember(JSON.stringify(['part', own, period]), () =>
      computeReport(report, own, period, now, Infinity),
    ),
  }));
};
