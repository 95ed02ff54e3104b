/**
 * Makes the sums of the savings report in SQL: no job leaves the database but those that are shown by name. Prices
 * are multiplied in by the domain, so that a price entered by hand holds at once.
 */
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type CandidateSums } from '../training/report/opportunities';
import { type Bar } from '../training/report/period';
import { type CatalogDatabase } from './catalog-database';
import { namePrefixCondition } from './job-conditions';
import { type CatalogScope, scopeIdOf } from './job-store';
import { jobKindsOf, kindCondition } from './job-kinds';
import { rememberUntilChange } from './remember-until-change';
import { reportCondition, type ReportScope } from './report-scope';
import { number, readerOf } from './rows';
import { candidateSums, groupSumsBy, kindSums } from './sum-columns';

export interface BarSums extends JobSums {
  /** Index of the bar; absent for jobs that are in no bar, since they are not counted. */
  bar?: number;
}

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

  const kinds = () => rememberKinds('', () => jobKindsOf(database, scope));

  const fillTables = (report: ReportScope, bars: readonly Bar[]) => {
    for (const sql of temporaryTables) database.run(sql);
    kinds().forEach(({ standing, spot, instanceType = null }, id) =>
      database.run(
        sql`INSERT INTO report_kind (id, kind_standing, kind_spot, kind_type)
          VALUES (${id}, ${standing}, ${spot ? 1 : 0}, ${instanceType})`,
      ),
    );
    const addBar = (id: number, from: number, before: number, ofCounted: boolean) =>
      database.run(
        sql`INSERT INTO report_bar (id, bar_from, bar_before, of_counted)
          VALUES (${id}, ${from}, ${before}, ${ofCounted ? 1 : 0})`,
      );
    bars.forEach(({ from, before }, id) => addBar(id, from, before, true));
    addBar(bars.length, report.from, report.before, false);
  };

  /** One kind after the other, as the index has them: fewer and smaller rows to sort into groups. */
  const sumByGroup = (report: ReportScope, group: Sql): GroupSums[] => {
    const id = scopeId();
    const condition = reportCondition(id, report);
    const sums = groupSumsBy(group);
    return kinds()
      .filter(({ standing }) => standing === 'counted')
      .flatMap((kind) =>
        database
          .all(
            sql`SELECT ${sums.select} FROM job INDEXED BY job_sums
              WHERE ${condition} AND ${kindCondition(id, kind)} GROUP BY 1`,
          )
          .map((row) => ({ ...sums.read(row), ...kind })),
      );
  };

  /**
   * Sums of all finished jobs by bar (the counted ones), instance type, option and standing: one seek in an index
   * for each of them, which is many times faster than to sort the jobs into groups.
   */
  const sumByBar = (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
    database
      .aside(() => {
        fillTables(report, bars);
        return database.all(
          sql`SELECT report_bar.id AS bar, ${kindSums.select}
            FROM report_kind CROSS JOIN report_bar CROSS JOIN job INDEXED BY job_sums
            ON of_counted = (kind_standing = 'counted') AND scope = ${scopeId()} AND standing = kind_standing
              AND spot = kind_spot AND instance_type IS kind_type
              AND ended_at >= bar_from AND ended_at < bar_before ${namePrefixCondition(report.namePrefix)}
            GROUP BY report_kind.id, report_bar.id`,
        );
      })
      .map((row) => {
        const bar = z.number().parse(row.bar);
        return { ...kindSums.read(row), ...(bar < bars.length && { bar }) };
      });

  return {
    kinds,

    sumByBar: (report: ReportScope, bars: readonly Bar[]): BarSums[] =>
      rememberBars(JSON.stringify([report, bars]), () => sumByBar(report, bars)),

    /** Sums of the counted jobs by the value of a tag. */
    sumByTag: (report: ReportScope, key: string): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'tag', key]), () =>
        sumByGroup(report, sql`(SELECT value FROM job_tag WHERE job = job.id AND key = ${key})`),
      ),

    /**
     * Sums of the counted jobs by the first parts of their names, as hyphens divide them.
     * @param parts 1 to `maxNameParts`
     */
    sumByPrefix: (report: ReportScope, parts: number): GroupSums[] =>
      rememberGroups(JSON.stringify([report, 'prefix', parts]), () =>
        sumByGroup(report, sql`substr(name, 1, ${raw(`part_${parts}`)})`),
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

const spotBilling = readerOf({
  jobs: number('count(*)'),
  billable: number('total(billable_seconds * instance_count)'),
  held: number('total(held_seconds * instance_count)'),
});
