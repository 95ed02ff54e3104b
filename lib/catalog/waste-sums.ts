/** Sums of what was spent for nothing, by group; prices are multiplied in by the domain. */
import sql, { raw, type Sql } from 'sql-template-tag';
import { type WasteGrouping, type WasteSums } from '../training/report/waste-board';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, scopeIdOf } from './job-store';
import { kindCondition } from './job-kinds';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';
import { type JobKind, wasteSumsBy } from './sum-columns';

/** @param kinds the kinds of finished jobs there are */
export const createWasteSums = (
  database: CatalogDatabase,
  scope: CatalogScope,
  kinds: () => readonly JobKind[],
) => {
  // Another order or page of the board is of the same sums.
  const remember = rememberUntilChange(database, 1, ['jobs', 'progress']);

  const sumOf = (
    id: number,
    kind: JobKind,
    sums: ReturnType<typeof wasteSumsBy>,
    condition: Sql,
    cause: WasteSums['cause'],
  ): WasteSums[] =>
    database
      .all(
        sql`SELECT ${sums.select} FROM job INDEXED BY job_sums
          WHERE ${condition} AND ${kindCondition(id, kind)} GROUP BY 1`,
      )
      .map((row) => ({
        cause,
        ...(kind.instanceType !== undefined && { instanceType: kind.instanceType }),
        ...sums.read(row),
      }));

  /**
   * Failed jobs, counted spot jobs, and completed on-demand jobs that spot would have suited: each job in one of them.
   * @param within seconds that an instance of the type stays on spot
   */
  const sumWaste = (
    report: ReportScope,
    by: WasteGrouping,
    within: (instanceType: string) => number,
  ): WasteSums[] => {
    const id = scopeIdOf(database, scope);
    const sums = wasteSumsBy(groupOf(by));
    return kinds().flatMap((kind) => {
      if (kind.standing === 'failed') return sumOf(id, kind, sums, reportCondition(id, report), 'failed');
      if (kind.standing !== 'counted') return [];
      if (kind.spot) {
        return sumOf(id, kind, sums, reportCondition(id, report, { interrupted: true }), 'recomputed');
      }
      if (kind.instanceType === undefined) return [];
      const suits = { outcomes: ['completed'], suitsSpotWithin: within(kind.instanceType) };
      return sumOf(id, kind, sums, reportCondition(id, report, suits), 'onDemand');
    });
  };

  return {
    sumWaste: (report: ReportScope, by: WasteGrouping, within: (instanceType: string) => number) =>
      remember(JSON.stringify([report, by]), () => sumWaste(report, by, within)),
  };
};

const groupOf = (by: WasteGrouping): Sql => {
  switch (by.by) {
    case 'instance':
      return sql`instance_type`;
    case 'prefix':
      return sql`substr(name, 1, ${raw(`part_${by.parts}`)})`;
    case 'tag':
      return sql`(SELECT value FROM job_tag WHERE job = job.id AND key = ${by.key})`;
  }
};
