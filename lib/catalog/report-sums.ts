/**
 * Makes the sums of the savings report in SQL: no job leaves the database but those that are shown by name. Prices
 * are multiplied in by the domain, so that a price entered by hand holds at once.
 */
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type CandidateSums } from '../training/report/opportunities';
import { type Bar } from '../training/report/period';
import { type CatalogDatabase, type Parameter, type Row } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, scopeIdOf } from './job-store';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';

export interface BarSums extends JobSums {
  /** Index of the bar; absent for jobs that are in no bar, since they are not counted. */
  bar?: number;
}

/** Jobs that have their standing, option and instance type in common. */
export interface JobKind {
  standing: string;
  /** 1 or 0. */
  spot: number;
  instance_type: string | null;
}

const finishedStandings: readonly JobSums['standing'][] = ['counted', 'failed', 'unbilled'];

/** What groups show; an unknown value adds nothing. */
const groupColumns = `
  count(*) AS jobs,
  total(training_seconds * instance_count) AS training,
  total(billable_seconds * instance_count) AS billable,
  total(useful_seconds * instance_count) AS useful,
  sum(at_most) AS at_most,
  total(waiting_seconds) AS waiting,
  total(starting_seconds) AS starting,
  sum(interruptions) AS interruptions,
  total(recomputed_epochs) AS recomputed,
  total(held_seconds * instance_count) AS held_instances`;

const sumColumns = `${groupColumns},
  total(held_seconds) AS held,
  sum(interruptions > 0) AS interrupted,
  sum(interruptions > 0 AND lost_seconds IS NOT NULL) AS backfilled,
  total(lost_seconds * instance_count) AS lost,
  total(CASE WHEN training_seconds > 0
    THEN lost_seconds * instance_count * billable_seconds * 1.0 / training_seconds END) AS lost_billable,
  sum(outcome = 'max-wait-exceeded') AS out_of_wait,
  sum(spot = 1 AND checkpointed = 0) AS without_checkpoints`;

/** What a report is asked by; they live in memory, as long as the connection. */
const temporaryTables = [
  `CREATE TEMP TABLE IF NOT EXISTS report_kind (
     id INTEGER PRIMARY KEY, kind_standing TEXT, kind_spot INTEGER, kind_type TEXT)`,
  `CREATE TEMP TABLE IF NOT EXISTS report_bar (
     id INTEGER PRIMARY KEY, bar_from INTEGER, bar_before INTEGER, of_counted INTEGER)`,
  'DELETE FROM report_kind',
  'DELETE FROM report_bar',
];

/** Sums by bar are small; of sums by group there may be as many as jobs, so the last grouping alone is kept. */
const maxByBar = 10;

export const createReportSums = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => scopeIdOf(database, scope);
  // Another page of the groups or another assumption is another report, of the same sums.
  const rememberKinds = rememberUntilChange(database, 1);
  const rememberBars = rememberUntilChange(database, maxByBar);
  const rememberGroups = rememberUntilChange(database, 1);

  /** The kinds of finished jobs there are: standing, option, instance type. */
  const kinds = (): JobKind[] =>
    rememberKinds('', () =>
      finishedStandings.flatMap((standing) =>
        [0, 1].flatMap((spot) =>
          typesOf(standing, spot).map((type) => ({ standing, spot, instance_type: type })),
        ),
      ),
    );

  /** From one instance type to the next in the index, whose other rows are passed over. */
  const typesOf = (standing: string, spot: number): (string | null)[] => {
    const id = scopeId();
    const next = (condition: string, ...parameters: Parameter[]) =>
      database.get(
        `SELECT instance_type FROM job INDEXED BY job_sums
         WHERE scope = ? AND standing = ? AND spot = ? AND instance_type ${condition} ORDER BY instance_type LIMIT 1`,
        ...[id, standing, spot, ...parameters],
      );
    const types: (string | null)[] = next('IS NULL') ? [null] : [];
    for (let found = next('>= ?', ''); found; found = next('> ?', String(found.instance_type))) {
      types.push(String(found.instance_type));
    }
    return types;
  };

  const fillTables = (report: ReportScope, bars: readonly Bar[]) => {
    for (const sql of temporaryTables) database.run(sql);
    kinds().forEach((kind, id) =>
      database.run(
        'INSERT INTO report_kind (id, kind_standing, kind_spot, kind_type) VALUES (?, ?, ?, ?)',
        ...[id, kind.standing, kind.spot, kind.instance_type],
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
    const { where, parameters } = reportCondition(scopeId(), report);
    const sql = `SELECT ${group} AS group_key, ${groupColumns} FROM job INDEXED BY job_sums
      WHERE ${where} AND standing = ? AND spot = ? AND instance_type IS ? GROUP BY 1`;
    return kinds()
      .filter(({ standing }) => standing === 'counted')
      .flatMap((kind) => {
        const of = [kind.standing, kind.spot, kind.instance_type];
        return database
          .all(sql, ...ofGroup, ...parameters, ...of)
          .map((row) => groupSumsOf({ ...row, ...kind }));
      });
  };

  /**
   * Sums of all finished jobs by bar (the counted ones), instance type, option and standing: one seek in an index
   * for each of them, which is many times faster than to sort the jobs into groups.
   */
  const sumByBar = (report: ReportScope, bars: readonly Bar[]): BarSums[] => {
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
  };

  return {
    kinds,

    sumByBar: (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
      rememberBars(JSON.stringify([report, bars]), () => sumByBar(report, bars)),

    /** Sums of the counted jobs by the value of a tag. */
    sumByTag: (report: ReportScope, key: string): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'tag', key]), () =>
        sumByGroup(report, '(SELECT value FROM job_tag WHERE job = job.id AND key = ?)', key),
      ),

    /**
     * Sums of the counted jobs by the first parts of their names, as hyphens divide them.
     * @param parts 1 to `maxNameParts`
     */
    sumByPrefix: (report: ReportScope, parts: number): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'prefix', parts]), () =>
        sumByGroup(report, `substr(name, 1, part_${parts})`),
      ),

    /** Billable ÷ held seconds of all counted spot jobs, or of those of one type; undefined where there are none. */
    spotBilling: (instanceType?: string): { share: number; jobs: number } | undefined => {
      const row = database.get(
        `SELECT count(*) AS jobs, total(billable_seconds * instance_count) AS billable,
           total(held_seconds * instance_count) AS held FROM job INDEXED BY job_sums
         WHERE scope = ? AND standing = 'counted' AND spot = 1 ${instanceType === undefined ? '' : 'AND instance_type = ?'}`,
        ...[scopeId(), ...(instanceType === undefined ? [] : [instanceType])],
      );
      const held = Number(row?.held ?? 0);
      return held > 0 ? { share: Number(row?.billable) / held, jobs: Number(row?.jobs) } : undefined;
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
        const { where, parameters } = reportCondition(scopeId(), report, {
          spot: false,
          outcomes: ['completed'],
          instanceTypes: [type],
          suitsSpotWithin: within(type),
        });
        const row = database.get(
          `SELECT count(*) AS jobs, total(training_seconds * instance_count) AS training,
             total(billable_seconds * instance_count) AS billable
           FROM job INDEXED BY job_sums WHERE ${where} AND standing = 'counted'`,
          ...parameters,
        );
        if (row === undefined || row.jobs === 0) return [];
        return {
          instanceType: type,
          jobs: Number(row.jobs),
          trainingInstanceSeconds: Number(row.training),
          billableInstanceSeconds: Number(row.billable),
        };
      }),
  };
};

const groupedOf = (row: Row): Omit<GroupSums, 'group'> => ({
  ...(row.instance_type === null ? {} : { instanceType: String(row.instance_type) }),
  spot: row.spot === 1,
  standing: row.standing as JobSums['standing'],
  jobs: Number(row.jobs),
  trainingInstanceSeconds: Number(row.training),
  billableInstanceSeconds: Number(row.billable),
  usefulInstanceSeconds: Number(row.useful),
  atMostJobs: Number(row.at_most),
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
  backfilledJobs: Number(row.backfilled),
  lostInstanceSeconds: Number(row.lost),
  lostBillableInstanceSeconds: Number(row.lost_billable),
  ranOutOfWait: Number(row.out_of_wait),
  withoutCheckpoints: Number(row.without_checkpoints),
});

const groupSumsOf = (row: Row): GroupSums => ({
  ...groupedOf(row),
  ...(row.group_key === null ? {} : { group: String(row.group_key) }),
});
