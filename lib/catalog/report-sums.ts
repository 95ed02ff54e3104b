/** The sums of the savings report and the waste board, from those that are kept. */
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type CandidateSums } from '../training/report/opportunities';
import { type Bar } from '../training/report/period';
import { type WasteGrouping, type WasteSums } from '../training/report/waste-board';
import { type CatalogDatabase } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, findScopeId } from './job-store';
import { createKeptSums } from './kept-sums';
import { mergedSums } from './merged-sums';
import { rememberUntilChange } from './remember-until-change';
import { findEnds } from './report-jobs';
import { type ReportScope } from './report-scope';
import { wasteSums } from './sum-columns';
import { createSummedJobs } from './summed-jobs';
import { createSumsAhead } from './sums-ahead';

export interface BarSums extends JobSums {
  /** Index of the bar; absent for jobs that are in no bar, since they are not counted. */
  bar?: number;
}

/** Sums by bar are small; of sums by group there may be as many as jobs, so the last grouping alone is kept. */
const maxByBar = 10;

export const createReportSums = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => findScopeId(database, scope);
  // Another page of the groups or another assumption is another report, of the same sums.
  const rememberBars = rememberUntilChange(database, maxByBar, ['jobs', 'progress']);
  const rememberGroups = rememberUntilChange(database, 1, ['jobs', 'progress']);
  const rememberWaste = rememberUntilChange(database, 1, ['jobs', 'progress']);
  const kept = createKeptSums(database, scope);
  const { kinds, byKind, byTag, byPrefix, byRung, byWaste } = createSummedJobs(database, scope);

  const sumByBar = (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
    kept
      .sumsOf(
        byKind(report),
        bars.map(({ from, before }) => ({ from, before })),
      )
      .flatMap((sums, bar) => sums.map((one) => ({ ...one, ...(one.standing === 'counted' && { bar }) })));

  const sumCandidates = (report: ReportScope, within: (instanceType: string) => number): CandidateSums[] => {
    const byType = new Map<string, CandidateSums>();
    for (const one of kept.sumsOf(byRung(report), [report])[0] ?? []) {
      const { instanceType, rung, ...sums } = one;
      if (rung > within(instanceType)) continue;
      const all = byType.get(instanceType) ?? {
        instanceType,
        jobs: 0,
        trainingInstanceSeconds: 0,
        billableInstanceSeconds: 0,
      };
      all.jobs += sums.jobs;
      all.trainingInstanceSeconds += sums.trainingInstanceSeconds;
      all.billableInstanceSeconds += sums.billableInstanceSeconds;
      byType.set(instanceType, all);
    }
    return [...byType.values()];
  };

  /** @param within seconds that an instance of the type stays on spot; one of `suitingRungs` */
  const sumWaste = (
    report: ReportScope,
    by: WasteGrouping,
    within: (instanceType: string) => number,
  ): WasteSums[] => {
    const own = (kept.sumsOf(byWaste(report, by), [report])[0] ?? []).flatMap(({ rung, ...one }) =>
      rung !== undefined && rung > within(one.instanceType ?? '') ? [] : [one],
    );
    return mergedSums([own], wasteSums);
  };

  return {
    kinds,

    sumByBar: (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
      rememberBars(JSON.stringify([report, bars]), () => sumByBar(report, bars)),

    /** Sums of the counted jobs by the value of a tag. */
    sumByTag: (report: ReportScope, key: string): GroupSums[] =>
      rememberGroups(
        JSON.stringify([report, 'tag', key]),
        () => kept.sumsOf(byTag(report, key), [report])[0] ?? [],
      ),

    /**
     * Sums of the counted jobs by the first parts of their names, as hyphens divide them.
     * @param parts 1 to `maxNameParts`
     */
    sumByPrefix: (report: ReportScope, parts: number): GroupSums[] =>
      rememberGroups(
        JSON.stringify([report, 'prefix', parts]),
        () => kept.sumsOf(byPrefix(report, parts), [report])[0] ?? [],
      ),

    /** Billable ÷ held seconds of all counted spot jobs, or of those of one type; undefined where there are none. */
    spotBilling: (instanceType?: string): { share: number; jobs: number } | undefined => {
      const all = findEnds(database, scopeId());
      const [sums = []] = all ? kept.sumsOf(byKind({}), [{ from: all.first, before: all.last + 1 }]) : [];
      const spot = sums.filter(
        (one) =>
          one.standing === 'counted' &&
          one.spot &&
          (instanceType === undefined || one.instanceType === instanceType),
      );
      const total = (of: (one: JobSums) => number) => spot.reduce((sum, one) => sum + of(one), 0);
      const held = total((one) => one.heldInstanceSeconds);
      return held > 0
        ? { share: total((one) => one.billableInstanceSeconds) / held, jobs: total((one) => one.jobs) }
        : undefined;
    },

    countRunning: (namePrefix?: string): number =>
      database.value(
        sql`SELECT count(*) FROM job
          WHERE scope = ${scopeId()} AND terminal = 0 ${namePrefixCondition(namePrefix)}`,
        z.number(),
      ) ?? 0,

    /**
     * Sums of completed on-demand jobs that spot would have suited, by instance type: they save checkpoints, or took
     * no longer than an instance of the type stays on spot.
     * @param within seconds that an instance of the type stays; one of `suitingRungs`
     */
    sumCandidates,

    /** Another order or page of the board is of the same sums. */
    sumWaste: (report: ReportScope, by: WasteGrouping, within: (instanceType: string) => number) =>
      rememberWaste(JSON.stringify([report, by]), () => sumWaste(report, by, within)),

    keepAhead: createSumsAhead(database, scope, kept, { byKind, byTag, byPrefix, byRung }),
  };
};
