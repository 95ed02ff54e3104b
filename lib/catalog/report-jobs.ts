/** Finds the jobs that a savings report shows by name. */
import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { byTelling } from '../training/report/telling-tags';
import { type CheckpointedJob } from '../training/report/opportunities';
import { type CatalogDatabase } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, findScopeId } from './job-store';
import { personalKey } from './personal-keys';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';
import { flag, number, perhaps, readerOf, text } from './rows';

/** A finished job in the totals. */
export interface BilledJob {
  name: string;
  spot: boolean;
  /** Absent where SageMaker gave none. */
  instanceType?: string;
  instanceCount?: number;
  createdAt: number;
  endedAt: number;
  trainingSeconds: number;
  billableSeconds: number;
  usefulSeconds: number;
  atMost: boolean;
  interruptions: number;
  /** Absent where the instance type has no known price. */
  usdPerHour?: number;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
}

/** The newest completed spot run and on-demand run of one script. */
export interface FoundMatch {
  runs: number;
  spot: BilledJob;
  onDemand: BilledJob;
}

const billed = readerOf<BilledJob>({
  name: text('name'),
  spot: flag('spot'),
  instanceType: perhaps(text('instance_type')),
  instanceCount: perhaps(number('instance_count')),
  createdAt: number('created_at'),
  endedAt: number('ended_at'),
  trainingSeconds: number('training_seconds'),
  billableSeconds: number('billable_seconds'),
  usefulSeconds: number('useful_seconds'),
  atMost: flag('at_most'),
  interruptions: number('interruptions'),
  usdPerHour: perhaps(number('usd_per_hour')),
  goneAt: perhaps(number('gone_at')),
});
const script = readerOf<{ matchKey: number; runs: number }>({
  matchKey: number('match_key'),
  runs: number('count(*)'),
});
const checkpointed = readerOf<CheckpointedJob>({
  name: text('name'),
  instanceType: text('instance_type'),
  instanceCount: number('instance_count'),
  intervalSeconds: number('checkpoint_interval_seconds'),
  heldSeconds: number('held_seconds'),
  goneAt: perhaps(number('gone_at')),
});
const tagKey = readerOf<{ key: string; jobs: number }>({ key: text('key'), jobs: number('jobs') });

const maxRemembered = 20;

/** One seek in the index for each value, and no more of them than tell something. */
const countValues = (scope: number, key: string): Sql => sql`
  WITH RECURSIVE found(value, number) AS (
    SELECT min(value), 1 FROM job_tag WHERE scope = ${scope} AND key = ${key}
    UNION ALL
    SELECT (SELECT min(value) FROM job_tag WHERE scope = ${scope} AND key = ${key} AND value > found.value), number + 1
    FROM found WHERE found.value IS NOT NULL AND number < ${maxValues}
  ) SELECT count(value) FROM found`;
const maxValues = 100;

export const createReportJobs = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => findScopeId(database, scope);
  const rememberMatches = rememberUntilChange(database, maxRemembered, ['jobs', 'progress', 'prices']);

  /** Scripts that completed both on spot and on demand, those with the newest runs first. */
  const findMatches = (report: ReportScope, limit: number): { matches: FoundMatch[]; found: number } => {
    const id = scopeId();
    const scripts = database
      .all(
        sql`SELECT ${script.select} FROM job INDEXED BY job_by_match
          WHERE ${reportCondition(id, report)} AND outcome = 'completed'
          GROUP BY match_key HAVING min(spot) = 0 AND max(spot) = 1 ORDER BY max(ended_at) DESC`,
      )
      .map(script.read);
    const prefix = namePrefixCondition(report.namePrefix);
    const newest = (matchKey: number, spot: number): BilledJob | undefined => {
      const row = database.get(
        sql`SELECT ${billed.select} FROM job INDEXED BY job_by_match
          WHERE scope = ${id} AND match_key = ${matchKey} AND spot = ${spot}
            AND ended_at >= ${report.from} AND ended_at < ${report.before}
            AND outcome = 'completed' AND standing = 'counted' ${prefix}
          ORDER BY ended_at DESC LIMIT 1`,
      );
      return row && billed.read(row);
    };
    const matches = scripts.slice(0, limit).flatMap(({ matchKey, runs }) => {
      const [spot, onDemand] = [newest(matchKey, 1), newest(matchKey, 0)];
      return spot && onDemand ? [{ runs, spot, onDemand }] : [];
    });
    return { matches, found: scripts.length };
  };

  return {
    /** The counted jobs that saved most, then those that cost most; those without a known price last. */
    jobsBySavings: (report: ReportScope, limit: number): BilledJob[] =>
      database
        .all(
          sql`SELECT ${billed.select} FROM job INDEXED BY job_by_most_saved
            WHERE ${reportCondition(scopeId(), report)} AND standing = 'counted'
            ORDER BY saved_usd DESC, cost_usd DESC, name LIMIT ${limit}`,
        )
        .map(billed.read),

    /** Spot jobs whose checkpoint interval was seen, newest first. */
    checkpointedJobs: (report: ReportScope, limit: number): CheckpointedJob[] =>
      database
        .all(
          sql`SELECT ${checkpointed.select} FROM job INDEXED BY job_by_checkpoint_interval
            WHERE ${reportCondition(scopeId(), report, { spot: true })} AND checkpoint_interval_seconds > 0
              AND instance_type IS NOT NULL AND instance_count IS NOT NULL
            ORDER BY ended_at DESC LIMIT ${limit}`,
        )
        .map(checkpointed.read),

    matches: (report: ReportScope, limit: number) =>
      rememberMatches(JSON.stringify([report, limit]), () => findMatches(report, limit)),

    tagKeys: (limit: number) => listTagKeys(database, scopeId(), limit),

    ends: () => findEnds(database, scopeId()),
  };
};

/** First and last end of any job, ms since the epoch. */
export const findEnds = (
  database: CatalogDatabase,
  scopeId: number,
): { first: number; last: number } | undefined => {
  const end = (order: 'ASC' | 'DESC') =>
    database.value(
      sql`SELECT ended_at FROM job
        WHERE scope = ${scopeId} AND ended_at IS NOT NULL ORDER BY ended_at ${raw(order)} LIMIT 1`,
      z.number(),
    );
  const [first, last] = [end('ASC'), end('DESC')];
  return first === undefined || last === undefined ? undefined : { first, last };
};

/** Of the keys on most jobs, the most telling first. */
export const listTagKeys = (database: CatalogDatabase, scopeId: number, limit: number): string[] => {
  const keys = database
    .all(
      sql`SELECT ${tagKey.select} FROM tag_key WHERE scope = ${scopeId} AND jobs > 0 AND ${personalKey}
        ORDER BY jobs DESC, key LIMIT ${limit}`,
    )
    .map(tagKey.read);
  return byTelling(
    keys.map(({ key, jobs }) => ({
      key,
      jobs,
      values: database.value(countValues(scopeId, key), z.number()) ?? 0,
    })),
  );
};
