/** Finds the jobs that a savings report shows by name. */
import { byTelling } from '../training/report/telling-tags';
import { type CheckpointedJob } from '../training/report/opportunities';
import { type CatalogDatabase, type Row } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, scopeIdOf } from './job-store';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';

/** A finished job in the totals. */
export interface BilledJob {
  name: string;
  spot: boolean;
  instanceType: string;
  instanceCount: number;
  createdAt: number;
  endedAt: number;
  trainingSeconds: number;
  billableSeconds: number;
  usefulSeconds: number;
  atMost: boolean;
  interruptions: number;
  /** Absent where the instance type has no known price. */
  usdPerHour?: number;
}

/** The newest completed spot run and on-demand run of one script. */
export interface FoundMatch {
  runs: number;
  spot: BilledJob;
  onDemand: BilledJob;
}

const billedColumns = `name, spot, job.instance_type AS instance_type, instance_count, created_at, ended_at,
  training_seconds, billable_seconds, useful_seconds, at_most, interruptions, usd_per_hour`;

const maxRemembered = 20;

/** One seek in the index for each value, and no more of them than tell something. */
const countValues = `
  WITH RECURSIVE found(value, number) AS (
    SELECT min(value), 1 FROM job_tag WHERE scope = ?1 AND key = ?2
    UNION ALL
    SELECT (SELECT min(value) FROM job_tag WHERE scope = ?1 AND key = ?2 AND value > found.value), number + 1
    FROM found WHERE found.value IS NOT NULL AND number < ?3
  ) SELECT count(value) AS count FROM found`;
const maxValues = 100;

export const createReportJobs = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => scopeIdOf(database, scope);
  const rememberMatches = rememberUntilChange(database, maxRemembered);

  /** Scripts that completed both on spot and on demand, those with the newest runs first. */
  const findMatches = (report: ReportScope, limit: number): { matches: FoundMatch[]; found: number } => {
    const id = scopeId();
    const { where, parameters } = reportCondition(id, report);
    const scripts = database.all(
      `SELECT match_key, count(*) AS runs, max(ended_at) AS newest FROM job INDEXED BY job_by_match
       WHERE ${where} AND outcome = 'completed' GROUP BY match_key HAVING min(spot) = 0 AND max(spot) = 1
       ORDER BY newest DESC`,
      ...parameters,
    );
    const prefix = namePrefixCondition(report.namePrefix);
    const newest = (matchKey: number, spot: number): BilledJob | undefined => {
      const row = database.get(
        `SELECT ${billedColumns} FROM job INDEXED BY job_by_match LEFT JOIN price USING (scope, instance_type)
         WHERE job.scope = ? AND match_key = ? AND spot = ? AND ended_at >= ? AND ended_at < ?
           AND outcome = 'completed' AND standing = 'counted' ${prefix.where}
         ORDER BY ended_at DESC LIMIT 1`,
        ...[id, matchKey, spot, report.from, report.before, ...prefix.parameters],
      );
      return row && billedOf(row);
    };
    const matches = scripts.slice(0, limit).flatMap(({ match_key: matchKey, runs }) => {
      const [spot, onDemand] = [newest(Number(matchKey), 1), newest(Number(matchKey), 0)];
      return spot && onDemand ? [{ runs: Number(runs), spot, onDemand }] : [];
    });
    return { matches, found: scripts.length };
  };

  return {
    /** The counted jobs that saved most, then those that cost most; those without a known price last. */
    jobsBySavings: (report: ReportScope, limit: number): BilledJob[] => {
      const { where, parameters } = reportCondition(scopeId(), report);
      return database
        .all(
          `SELECT ${billedColumns} FROM job LEFT JOIN price USING (scope, instance_type)
           WHERE ${where.replace('scope = ?', 'job.scope = ?')} AND standing = 'counted'
           ORDER BY usd_per_hour IS NULL, spot * (useful_seconds - billable_seconds) * instance_count * usd_per_hour DESC,
             billable_seconds * instance_count * usd_per_hour DESC, name LIMIT ?`,
          ...[...parameters, limit],
        )
        .map(billedOf);
    },

    /** Spot jobs whose checkpoint interval was seen, newest first. */
    checkpointedJobs: (report: ReportScope, limit: number): CheckpointedJob[] => {
      const { where, parameters } = reportCondition(scopeId(), report, { spot: true });
      return database
        .all(
          `SELECT name, instance_type, instance_count, checkpoint_interval_seconds, held_seconds
           FROM job INDEXED BY job_by_checkpoint_interval
           WHERE ${where} AND checkpoint_interval_seconds > 0 AND instance_type IS NOT NULL
             AND instance_count IS NOT NULL ORDER BY ended_at DESC LIMIT ?`,
          ...[...parameters, limit],
        )
        .map((row) => ({
          name: String(row.name),
          instanceType: String(row.instance_type),
          instanceCount: Number(row.instance_count),
          intervalSeconds: Number(row.checkpoint_interval_seconds),
          heldSeconds: Number(row.held_seconds),
        }));
    },

    matches: (report: ReportScope, limit: number) =>
      rememberMatches(JSON.stringify([report, limit]), () => findMatches(report, limit)),

    /** Of the keys on most jobs, the most telling first. */
    tagKeys: (limit: number): string[] => {
      const id = scopeId();
      const rows = database.all(
        'SELECT key, jobs FROM tag_key WHERE scope = ? AND jobs > 0 ORDER BY jobs DESC, key LIMIT ?',
        ...[id, limit],
      );
      return byTelling(
        rows.map(({ key, jobs }) => ({
          key: String(key),
          jobs: Number(jobs),
          values: Number(database.get(countValues, id, String(key), maxValues)?.count ?? 0),
        })),
      );
    },

    /** First and last end of any job, ms since the epoch. */
    ends: (): { first: number; last: number } | undefined => {
      const id = scopeId();
      const end = (order: string) =>
        database.get(
          `SELECT ended_at FROM job WHERE scope = ? AND ended_at IS NOT NULL ORDER BY ended_at ${order} LIMIT 1`,
          id,
        )?.ended_at;
      const [first, last] = [end('ASC'), end('DESC')];
      return typeof first === 'number' && typeof last === 'number' ? { first, last } : undefined;
    },
  };
};

const billedOf = (row: Row): BilledJob => ({
  name: String(row.name),
  spot: row.spot === 1,
  instanceType: String(row.instance_type),
  instanceCount: Number(row.instance_count),
  createdAt: Number(row.created_at),
  endedAt: Number(row.ended_at),
  trainingSeconds: Number(row.training_seconds),
  billableSeconds: Number(row.billable_seconds),
  usefulSeconds: Number(row.useful_seconds),
  atMost: row.at_most === 1,
  interruptions: Number(row.interruptions),
  ...(typeof row.usd_per_hour === 'number' && { usdPerHour: row.usd_per_hour }),
});
