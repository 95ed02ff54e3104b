/**
 * Makes the sums of the savings report in SQL: no job leaves the database but those that are shown by name. Prices
 * are multiplied in by the domain, so that a price entered by hand holds at once.
 */
import { type JobFilters } from '../training/job-list';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type CandidateSums, type CheckpointedJob } from '../training/report/opportunities';
import { type Bar } from '../training/report/period';
import { type CatalogDatabase, type Parameter, type Row } from './catalog-database';
import { type Condition, conditionOf, namePrefixCondition } from './job-conditions';
import { type CatalogScope, scopeIdOf } from './job-store';

/** Which jobs the report is of. */
export interface ReportScope {
  /** Ms since the epoch: jobs that ended from `from`, inclusive, to `before`, exclusive. */
  from: number;
  before: number;
  namePrefix?: string;
}

export interface BarSums extends JobSums {
  /** Index of the bar; absent for jobs that are in no bar, since they are not counted. */
  bar?: number;
}

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
  interruptions: number;
  usdPerHour: number;
}

/** The newest completed spot run and on-demand run of one script. */
export interface FoundPair {
  runs: number;
  spot: BilledJob;
  onDemand: BilledJob;
}

/** What groups show; an unknown value adds nothing. */
const groupColumns = `
  count(*) AS jobs,
  total(training_seconds * instance_count) AS training,
  total(billable_seconds * instance_count) AS billable,
  total(waiting_seconds) AS waiting,
  total(starting_seconds) AS starting,
  sum(interruptions) AS interruptions,
  total(recomputed_epochs) AS recomputed,
  total(held_seconds * instance_count) AS held_instances`;

const sumColumns = `${groupColumns},
  total(held_seconds) AS held,
  sum(interruptions > 0) AS interrupted,
  sum(interruptions > 0 AND lost_seconds IS NOT NULL) AS examined,
  total(lost_seconds * instance_count) AS lost,
  total(CASE WHEN training_seconds > 0
    THEN lost_seconds * instance_count * billable_seconds / training_seconds END) AS lost_billable,
  sum(outcome = 'max-wait-exceeded') AS out_of_wait,
  sum(spot = 1 AND checkpointed = 0) AS without_checkpoints`;

const billedColumns = `name, spot, job.instance_type AS instance_type, instance_count, created_at, ended_at,
  training_seconds, billable_seconds, interruptions, usd_per_hour`;

/** What a report is asked by; they live in memory, as long as the connection. */
const temporaryTables = [
  `CREATE TEMP TABLE IF NOT EXISTS report_kind (
     id INTEGER PRIMARY KEY, kind_standing TEXT, kind_spot INTEGER, kind_type TEXT)`,
  `CREATE TEMP TABLE IF NOT EXISTS report_bar (
     id INTEGER PRIMARY KEY, bar_from INTEGER, bar_before INTEGER, of_counted INTEGER)`,
  'DELETE FROM report_kind',
  'DELETE FROM report_bar',
];

export const createReportQueries = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => scopeIdOf(database, scope);
  const conditionFor = (report: ReportScope, more: Partial<JobFilters> = {}): Condition =>
    conditionOf(scopeId(), {
      nameContains: [],
      outcomes: [],
      instanceTypes: [],
      tags: [],
      endedFrom: report.from,
      endedBefore: report.before,
      ...(report.namePrefix !== undefined && { namePrefix: report.namePrefix }),
      ...more,
    });
  let knownKinds: { version: number; kinds: Row[] } | undefined;
  /** The kinds of finished jobs there are: standing, option, instance type. */
  const kinds = (): Row[] => {
    const version = database.version();
    if (knownKinds?.version === version) return knownKinds.kinds;
    const found = database.all(
      `SELECT standing, spot, instance_type FROM job INDEXED BY job_sums
       WHERE scope = ? AND standing IN ('counted', 'failed', 'unbilled') GROUP BY 1, 2, 3`,
      scopeId(),
    );
    knownKinds = { version, kinds: found };
    return found;
  };
  const fillTables = (report: ReportScope, bars: readonly Bar[]) => {
    for (const sql of temporaryTables) database.run(sql);
    kinds().forEach((kind, id) =>
      database.run(
        'INSERT INTO report_kind (id, kind_standing, kind_spot, kind_type) VALUES (?, ?, ?, ?)',
        ...([id, kind.standing, kind.spot, kind.instance_type] as Parameter[]),
      ),
    );
    const addBar = (id: number, from: number, before: number, ofCounted: number) =>
      database.run(
        'INSERT INTO report_bar (id, bar_from, bar_before, of_counted) VALUES (?, ?, ?, ?)',
        ...[id, from, before, ofCounted],
      );
    bars.forEach(({ from, before }, id) => addBar(id, from, before, 1));
    addBar(bars.length, report.from, report.before, 0);
  };

  /** One kind after the other, as the index has them: fewer and smaller rows to sort into groups. */
  const sumByGroup = (report: ReportScope, group: string, ...ofGroup: Parameter[]): GroupSums[] => {
    const { where, parameters } = conditionFor(report);
    const sql = `SELECT ${group} AS group_key, ${groupColumns} FROM job INDEXED BY job_sums
      WHERE ${where} AND standing = ? AND spot = ? AND instance_type IS ? GROUP BY 1`;
    return kinds()
      .filter(({ standing }) => standing === 'counted')
      .flatMap((kind) => {
        const of = [kind.standing, kind.spot, kind.instance_type] as Parameter[];
        return database
          .all(sql, ...ofGroup, ...parameters, ...of)
          .map((row) => groupSumsOf({ ...row, ...kind }));
      });
  };

  return {
    /**
     * Sums of all finished jobs by bar (the counted ones), instance type, option and standing: one seek in an index
     * for each of them, which is many times faster than to sort the jobs into groups.
     */
    sumByBar: (report: ReportScope, bars: readonly Bar[]): BarSums[] => {
      const prefix = namePrefixCondition(report.namePrefix);
      return database
        .aside(() => {
          fillTables(report, bars);
          return database.all(
            `SELECT report_bar.id AS bar, standing, spot, instance_type, ${sumColumns}
             FROM report_kind CROSS JOIN report_bar CROSS JOIN job INDEXED BY job_sums
             ON of_counted = (kind_standing = 'counted') AND scope = ? AND standing = kind_standing
               AND spot = kind_spot AND instance_type IS kind_type AND ended_at >= bar_from AND ended_at < bar_before ${prefix.where}
             GROUP BY report_kind.id, report_bar.id`,
            ...[scopeId(), ...prefix.parameters],
          );
        })
        .map((row) => ({
          ...sumsOf(row),
          ...(Number(row.bar) < bars.length && { bar: Number(row.bar) }),
        }));
    },

    /** Sums of the counted jobs by the value of a tag. */
    sumByTag: (report: ReportScope, key: string): GroupSums[] =>
      sumByGroup(report, '(SELECT value FROM job_tag WHERE job = job.id AND key = ?)', key),

    /** Sums of the counted jobs by the first parts of their names, as hyphens divide them. */
    sumByPrefix: (report: ReportScope, parts: number): GroupSums[] =>
      sumByGroup(report, prefixExpression(parts)),

    /** The jobs in the totals that saved most, then those that cost most. */
    jobsBySavings: (report: ReportScope, limit: number): BilledJob[] => {
      const { where, parameters } = conditionFor(report);
      return database
        .all(
          `SELECT ${billedColumns} FROM job JOIN price USING (scope, instance_type)
           WHERE ${where.replace('scope = ?', 'job.scope = ?')} AND standing = 'counted'
             AND usd_per_hour IS NOT NULL
           ORDER BY spot * (training_seconds - billable_seconds) * instance_count * usd_per_hour DESC,
             billable_seconds * instance_count * usd_per_hour DESC, name LIMIT ?`,
          ...[...parameters, limit],
        )
        .map(billedOf);
    },

    countRunning: (namePrefix?: string): number => {
      const prefix = namePrefixCondition(namePrefix);
      const row = database.get(
        `SELECT count(*) AS count FROM job WHERE scope = ? AND terminal = 0 ${prefix.where}`,
        ...[scopeId(), ...prefix.parameters],
      );
      return Number(row?.count ?? 0);
    },

    /**
     * Sums of completed on-demand jobs that spot would have suited, by instance type: they save checkpoints, or took
     * no longer than an instance of the type stays on spot.
     * @param within seconds that an instance of the type stays
     */
    sumCandidates: (report: ReportScope, within: (instanceType: string) => number): CandidateSums[] =>
      kinds().flatMap(({ standing, spot, instance_type: type }) => {
        if (standing !== 'counted' || spot === 1 || type === null) return [];
        const { where, parameters } = conditionFor(report, {
          spot: false,
          outcomes: ['completed'],
          instanceTypes: [String(type)],
          suitsSpotWithin: within(String(type)),
        });
        const row = database.get(
          `SELECT count(*) AS jobs, total(training_seconds * instance_count) AS training,
             total(billable_seconds * instance_count) AS billable
           FROM job INDEXED BY job_sums WHERE ${where} AND standing = 'counted'`,
          ...parameters,
        );
        if (row === undefined || row.jobs === 0) return [];
        return {
          instanceType: String(type),
          jobs: Number(row.jobs),
          trainingInstanceSeconds: Number(row.training),
          billableInstanceSeconds: Number(row.billable),
        };
      }),

    /** Spot jobs whose checkpoint interval was seen, newest first. */
    checkpointedJobs: (report: ReportScope, limit: number): CheckpointedJob[] => {
      const { where, parameters } = conditionFor(report, { spot: true });
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

    /** Scripts that completed both on spot and on demand, those with the newest runs first. */
    pairs: (report: ReportScope, limit: number): { pairs: FoundPair[]; found: number } => {
      const id = scopeId();
      const { where, parameters } = conditionFor(report);
      const twins = database.all(
        `SELECT twin, count(*) AS runs, max(ended_at) AS newest FROM job INDEXED BY job_by_twin
         WHERE ${where} AND outcome = 'completed' GROUP BY twin HAVING min(spot) = 0 AND max(spot) = 1
         ORDER BY newest DESC`,
        ...parameters,
      );
      const prefix = namePrefixCondition(report.namePrefix);
      const newest = (twin: number, spot: number): BilledJob | undefined => {
        const row = database.get(
          `SELECT ${billedColumns} FROM job INDEXED BY job_by_twin JOIN price USING (scope, instance_type)
           WHERE job.scope = ? AND twin = ? AND spot = ? AND ended_at >= ? AND ended_at < ?
             AND outcome = 'completed' AND standing = 'counted' AND usd_per_hour IS NOT NULL ${prefix.where}
           ORDER BY ended_at DESC LIMIT 1`,
          ...[id, twin, spot, report.from, report.before, ...prefix.parameters],
        );
        return row && billedOf(row);
      };
      const pairs = twins.slice(0, limit).flatMap(({ twin, runs }) => {
        const [spot, onDemand] = [newest(Number(twin), 1), newest(Number(twin), 0)];
        return spot && onDemand ? [{ runs: Number(runs), spot, onDemand }] : [];
      });
      return { pairs, found: twins.length };
    },

    /** Keys of tags, those on most jobs first. */
    tagKeys: (limit: number): string[] =>
      database
        .all(
          'SELECT key FROM job_tag WHERE scope = ? GROUP BY key ORDER BY count(*) DESC, key LIMIT ?',
          ...[scopeIdOf(database, scope), limit],
        )
        .map(({ key }) => String(key)),

    /** First and last end of any job, ms since the epoch. */
    ends: (): { first: number; last: number } | undefined => {
      const id = scopeIdOf(database, scope);
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

/** The name up to its n-th hyphen, or the whole name where it has fewer. */
const prefixExpression = (parts: number): string => {
  let rest = "name || '-'";
  const ends: string[] = [];
  for (let part = 0; part < parts; part += 1) {
    ends.push(`instr(${rest}, '-')`);
    rest = `substr(${rest}, instr(${rest}, '-') + 1)`;
  }
  return `substr(name, 1, ${ends.join(' + ')} - 1)`;
};

const groupedOf = (row: Row): Omit<GroupSums, 'group'> => ({
  ...(row.instance_type === null ? {} : { instanceType: String(row.instance_type) }),
  spot: row.spot === 1,
  standing: row.standing as JobSums['standing'],
  jobs: Number(row.jobs),
  trainingInstanceSeconds: Number(row.training),
  billableInstanceSeconds: Number(row.billable),
  waitingSeconds: Number(row.waiting),
  startingSeconds: Number(row.starting),
  interruptions: Number(row.interruptions),
  recomputedEpochs: Number(row.recomputed),
  heldInstanceSeconds: Number(row.held_instances),
});

const sumsOf = (row: Row): JobSums => ({
  ...groupedOf(row),
  heldSeconds: Number(row.held),
  interruptedJobs: Number(row.interrupted),
  examinedJobs: Number(row.examined),
  lostInstanceSeconds: Number(row.lost),
  lostBillableInstanceSeconds: Number(row.lost_billable),
  ranOutOfWait: Number(row.out_of_wait),
  withoutCheckpoints: Number(row.without_checkpoints),
});

const groupSumsOf = (row: Row): GroupSums => ({
  ...groupedOf(row),
  ...(row.group_key === null ? {} : { group: String(row.group_key) }),
});

const billedOf = (row: Row): BilledJob => ({
  name: String(row.name),
  spot: row.spot === 1,
  instanceType: String(row.instance_type),
  instanceCount: Number(row.instance_count),
  createdAt: Number(row.created_at),
  endedAt: Number(row.ended_at),
  trainingSeconds: Number(row.training_seconds),
  billableSeconds: Number(row.billable_seconds),
  interruptions: Number(row.interruptions),
  usdPerHour: Number(row.usd_per_hour),
});
