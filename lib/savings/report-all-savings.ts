import 'server-only';
import { z } from 'zod';
import { computeParts } from '../reports/compute-parts';
import { mergeReports } from '../training/report/merge-reports';
import { reportQuerySchema } from '../training/report/report-query';
import { type SavingsReport } from '../training/report/savings-report';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';
import { openReports, refreshReports } from './open-reports';

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
