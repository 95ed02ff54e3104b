/** Sums of what was spent for nothing, by group; prices are multiplied in by the domain. */
import { type WasteGrouping, type WasteSums } from '../training/report/waste-board';
import { type CatalogDatabase, type Parameter, type Row } from './catalog-database';
import { type CatalogScope, scopeIdOf } from './job-store';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';
import { type JobKind } from './report-sums';

const columns = `
  count(*) AS jobs,
  total(training_seconds * instance_count) AS training,
  total(billable_seconds * instance_count) AS billable,
  sum(interruptions > 0) AS interrupted,
  sum(interruptions > 0 AND lost_seconds IS NOT NULL) AS backfilled,
  total(lost_seconds * instance_count) AS lost,
  total(CASE WHEN training_seconds > 0
    THEN lost_seconds * instance_count * billable_seconds * 1.0 / training_seconds END) AS lost_billable`;

/** @param kinds the kinds of finished jobs there are */
export const createWasteSums = (
  database: CatalogDatabase,
  scope: CatalogScope,
  kinds: () => readonly JobKind[],
) => {
  // Another order or page of the board is of the same sums.
  const remember = rememberUntilChange(database, 1);

  const sumOf = (
    kind: JobKind,
    group: { sql: string; parameters: readonly Parameter[] },
    condition: { where: string; parameters: readonly Parameter[] },
    cause: WasteSums['cause'],
  ): WasteSums[] =>
    database
      .all(
        `SELECT ${group.sql} AS group_key, ${columns} FROM job INDEXED BY job_sums
         WHERE ${condition.where} AND standing = ? AND spot = ? AND instance_type IS ? GROUP BY 1`,
        ...[...group.parameters, ...condition.parameters],
        ...[kind.standing, kind.spot, kind.instance_type],
      )
      .map((row) => sumsOf(row, kind, cause));

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
    const group = groupOf(by);
    return kinds().flatMap((kind) => {
      if (kind.standing === 'failed') return sumOf(kind, group, reportCondition(id, report), 'failed');
      if (kind.standing !== 'counted') return [];
      if (kind.spot === 1) {
        return sumOf(kind, group, reportCondition(id, report, { interrupted: true }), 'recomputed');
      }
      if (kind.instance_type === null) return [];
      const suits = { outcomes: ['completed'], suitsSpotWithin: within(kind.instance_type) };
      return sumOf(kind, group, reportCondition(id, report, suits), 'onDemand');
    });
  };

  return {
    sumWaste: (report: ReportScope, by: WasteGrouping, within: (instanceType: string) => number) =>
      remember(JSON.stringify([report, by]), () => sumWaste(report, by, within)),
  };
};

const groupOf = (by: WasteGrouping): { sql: string; parameters: Parameter[] } => {
  switch (by.by) {
    case 'instance':
      return { sql: 'instance_type', parameters: [] };
    case 'prefix':
      return { sql: `substr(name, 1, part_${by.parts})`, parameters: [] };
    case 'tag':
      return { sql: '(SELECT value FROM job_tag WHERE job = job.id AND key = ?)', parameters: [by.key] };
  }
};

const sumsOf = (row: Row, kind: JobKind, cause: WasteSums['cause']): WasteSums => ({
  cause,
  ...(row.group_key === null ? {} : { group: String(row.group_key) }),
  ...(kind.instance_type !== null && { instanceType: kind.instance_type }),
  jobs: Number(row.jobs),
  trainingInstanceSeconds: Number(row.training),
  billableInstanceSeconds: Number(row.billable),
  interruptedJobs: Number(row.interrupted),
  backfilledJobs: Number(row.backfilled),
  lostInstanceSeconds: Number(row.lost),
  lostBillableInstanceSeconds: Number(row.lost_billable),
});
