/**
 * Makes the sums of the savings report in SQL: no job leaves the database but those that are shown by name. Prices
 * are multiplied in by the domain, so that a price entered by hand holds at once.
 */
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type CandidateSums } from '../training/report/opportunities';
import { type Bar } from '../training/report/period';
import { type CatalogDatabase, type Row } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, scopeIdOf } from './job-store';
import { jobKindsOf, kindCondition } from './job-kinds';
import { mergedGroups } from './merged-groups';
import { createPeriodSums, type EndedIn, partsOf } from './period-sums';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';
import { number, readerOf } from './rows';
import { candidateSums, groupSumsBy, kindSums } from './sum-columns';

export interface BarSums extends JobSums {
  /** Index of the bar; absent for jobs that are in no bar, since they are not counted. */
  bar?: number;
}

/** What sums are asked by; they live in memory, as long as the connection. */
const temporaryTables = [
  `CREATE TEMP TABLE IF NOT EXISTS report_kind (
     id INTEGER PRIMARY KEY, kind_standing TEXT, kind_spot INTEGER, kind_type TEXT)`,
  'CREATE TEMP TABLE IF NOT EXISTS report_bar (id INTEGER PRIMARY KEY, bar_from INTEGER, bar_before INTEGER)',
  'DELETE FROM report_kind',
  'DELETE FROM report_bar',
];

/** Sums by bar are small; of sums by group there may be as many as jobs, so the last grouping alone is kept. */
const maxByBar = 10;

export const createReportSums = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => scopeIdOf(database, scope);
  // Another page of the groups or another assumption is another report, of the same sums.
  const rememberKinds = rememberUntilChange(database, 1, ['jobs']);
  const rememberBars = rememberUntilChange(database, maxByBar, ['jobs', 'progress']);
  const rememberGroups = rememberUntilChange(database, 1, ['jobs', 'progress']);
  const periodSums = createPeriodSums(database, scope);

  const kinds = () => rememberKinds('', () => jobKindsOf(database, scope));

  const fillTables = (periods: readonly EndedIn[]) => {
    for (const text of temporaryTables) database.run(text);
    kinds().forEach(({ standing, spot, instanceType = null }, id) =>
      database.run(
        sql`INSERT INTO report_kind (id, kind_standing, kind_spot, kind_type)
          VALUES (${id}, ${standing}, ${spot ? 1 : 0}, ${instanceType})`,
      ),
    );
    periods.forEach(({ from, before }, id) =>
      database.run(sql`INSERT INTO report_bar (id, bar_from, bar_before) VALUES (${id}, ${from}, ${before})`),
    );
  };

  /** One kind after the other, as the index has them: fewer and smaller rows to sort into groups. */
  const sumGroups = (periods: readonly EndedIn[], group: Sql, namePrefix?: string): GroupSums[][] => {
    const id = scopeId();
    const sums = groupSumsBy(group);
    const byPeriod = periods.map((): GroupSums[] => []);
    fillTables(periods);
    for (const kind of kinds()) {
      if (kind.standing !== 'counted') continue;
      const rows = database.all(
        sql`SELECT ${sums.select}, report_bar.id AS bar FROM report_bar CROSS JOIN job INDEXED BY job_sums
          ON ${kindCondition(id, kind)} AND ended_at >= bar_from AND ended_at < bar_before
            ${namePrefixCondition(namePrefix)}
          GROUP BY report_bar.id, 1`,
      );
      for (const row of rows) byPeriod[barOf(row)]?.push({ ...sums.read(row), ...kind });
    }
    return byPeriod;
  };

  /** By the parts of the period that other periods share; a group has one sum of each kind in the end. */
  const sumByGroup = (report: ReportScope, what: string, group: Sql): GroupSums[] =>
    mergedGroups(
      periodSums<GroupSums>(
        groupSumsBy(group).select,
        JSON.stringify([what, report.namePrefix ?? null]),
        partsOf(report),
        (missing) => sumGroups(missing, group, report.namePrefix),
      ),
    );

  /**
   * Sums of all finished jobs by kind: one seek in an index for each of them and each bar, which is many times faster
   * than to sort the jobs into groups.
   */
  const sumKinds = (periods: readonly EndedIn[], namePrefix?: string): JobSums[][] => {
    fillTables(periods);
    const byPeriod = periods.map((): JobSums[] => []);
    const rows = database.all(
      sql`SELECT report_bar.id AS bar, ${kindSums.select}
        FROM report_kind CROSS JOIN report_bar CROSS JOIN job INDEXED BY job_sums
        ON scope = ${scopeId()} AND standing = kind_standing AND spot = kind_spot AND instance_type IS kind_type
          AND ended_at >= bar_from AND ended_at < bar_before ${namePrefixCondition(namePrefix)}
        GROUP BY report_kind.id, report_bar.id`,
    );
    for (const row of rows) byPeriod[barOf(row)]?.push(kindSums.read(row));
    return byPeriod;
  };

  const sumByBar = (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
    periodSums<JobSums>(
      kindSums.select,
      JSON.stringify(['kinds', report.namePrefix ?? null]),
      bars.map(({ from, before }) => ({ from, before })),
      (missing) => sumKinds(missing, report.namePrefix),
    ).flatMap((sums, bar) => sums.map((one) => ({ ...one, ...(one.standing === 'counted' && { bar }) })));

  return {
    kinds,

    sumByBar: (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
      rememberBars(JSON.stringify([report, bars]), () => sumByBar(report, bars)),

    /** Sums of the counted jobs by the value of a tag. */
    sumByTag: (report: ReportScope, key: string): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'tag', key]), () =>
        sumByGroup(
          report,
          `tag ${key}`,
          sql`(SELECT value FROM job_tag WHERE job = job.id AND key = ${key})`,
        ),
      ),

    /**
     * Sums of the counted jobs by the first parts of their names, as hyphens divide them.
     * @param parts 1 to `maxNameParts`
     */
    sumByPrefix: (report: ReportScope, parts: number): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'prefix', parts]), () =>
        sumByGroup(report, `prefix ${parts}`, sql`substr(name, 1, ${raw(`part_${parts}`)})`),
      ),

    /** Billable ÷ held seconds of all counted spot jobs, or of those of one type; undefined where there are none. */
    spotBilling: (instanceType?: string): { share: number; jobs: number } | undefined => {
      const ofType = instanceType === undefined ? empty : sql`AND instance_type = ${instanceType}`;
      const row = database.get(
        sql`SELECT ${spotBilling.select} FROM job INDEXED BY job_sums
          WHERE scope = ${scopeId()} AND standing = 'counted' AND spot = 1 ${ofType}`,
      );
      const { jobs, billable, held } = spotBilling.read(row ?? {});
      return held > 0 ? { share: billable / held, jobs } : undefined;
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
     * @param within seconds that an instance of the type stays
     */
    sumCandidates: (report: ReportScope, within: (instanceType: string) => number): CandidateSums[] =>
      kinds().flatMap(({ standing, spot, instanceType }) => {
        if (standing !== 'counted' || spot || instanceType === undefined) return [];
        const condition = reportCondition(scopeId(), report, {
          spot: false,
          outcomes: ['completed'],
          instanceTypes: [instanceType],
          suitsSpotWithin: within(instanceType),
        });
        const row = database.get(
          sql`SELECT ${candidateSums.select} FROM job INDEXED BY job_sums
            WHERE ${condition} AND standing = 'counted'`,
        );
        const sums = candidateSums.read(row ?? {});
        return sums.jobs === 0 ? [] : [{ instanceType, ...sums }];
      }),
  };
};

const barOf = (row: Row): number => z.number().parse(row.bar);

const spotBilling = readerOf({
  jobs: number('count(*)'),
  billable: number('total(billable_seconds * instance_count)'),
  held: number('total(held_seconds * instance_count)'),
});
