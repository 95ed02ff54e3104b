/**
 * What is summed of jobs, as SQL: no job leaves the database. Prices are multiplied in by the domain, so that a price
 * entered by hand holds at once.
 */
import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { type WasteGrouping, type WasteSums } from '../training/report/waste-board';
import { type CatalogDatabase, type Row } from './catalog-database';
import { type EndedIn } from './days';
import { namePrefixCondition } from './job-conditions';
import { listJobKinds, kindCondition } from './job-kinds';
import { type CatalogScope, findScopeId } from './job-store';
import { type Summed } from './kept-sums';
import { rememberUntilChange } from './remember-until-change';
import {
  groupSums,
  groupSumsBy,
  type JobKind,
  kindSums,
  type RungSums,
  rungSums,
  suitsAtAll,
  type WastedSums,
  wastedSums,
  wasteSumsBy,
} from './sum-columns';

/** All jobs, or those whose names begin so. */
export interface NamedJobs {
  namePrefix?: string;
}

/** What sums are asked by; they live in memory, as long as the connection. */
const temporaryTables = [
  `CREATE TEMP TABLE IF NOT EXISTS report_kind (
     id INTEGER PRIMARY KEY, kind_standing TEXT, kind_spot INTEGER, kind_type TEXT)`,
  'CREATE TEMP TABLE IF NOT EXISTS report_bar (id INTEGER PRIMARY KEY, bar_from INTEGER, bar_before INTEGER)',
  'DELETE FROM report_kind',
  'DELETE FROM report_bar',
];

export const createSummedJobs = (database: CatalogDatabase, scope: CatalogScope) => {
  const scopeId = () => findScopeId(database, scope);
  const rememberKinds = rememberUntilChange(database, 1, ['jobs']);

  const kinds = () => rememberKinds('', () => listJobKinds(database, scope));

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

  const ofName = ({ namePrefix }: NamedJobs) => (namePrefix === undefined ? {} : { passing: true });

  /** One kind after the other, as the index has them: fewer and smaller rows to sort into groups. */
  const byGroup = (report: NamedJobs, what: string, group: Sql): Summed<GroupSums> => {
    const sums = groupSumsBy(group);
    return {
      reading: groupSums,
      select: sums.select,
      by: JSON.stringify([what, report.namePrefix ?? null]),
      ...ofName(report),
      sum: (periods) => {
        const id = scopeId();
        const byPeriod = periods.map((): GroupSums[] => []);
        fillTables(periods);
        for (const kind of kinds()) {
          if (kind.standing !== 'counted') continue;
          const rows = database.all(
            sql`SELECT ${sums.select}, report_bar.id AS bar FROM report_bar CROSS JOIN job INDEXED BY job_sums
              ON ${kindCondition(id, kind)} AND ended_at >= bar_from AND ended_at < bar_before
                ${namePrefixCondition(report.namePrefix)}
              GROUP BY report_bar.id, 1`,
          );
          for (const row of rows) byPeriod[barOf(row)]?.push({ ...sums.read(row), ...kind });
        }
        return byPeriod;
      },
    };
  };

  const byTag = (report: NamedJobs, key: string) => byGroup(report, `tag ${key}`, tagValue(key));
  const byPrefix = (report: NamedJobs, parts: number) => byGroup(report, `prefix ${parts}`, nameParts(parts));

  /**
   * Sums of all finished jobs by kind: one seek in an index for each of them and each period, which is many times faster
   * than to sort the jobs into groups.
   */
  const byKind = (report: NamedJobs): Summed<JobSums> => ({
    reading: kindSums,
    select: kindSums.select,
    by: JSON.stringify(['kinds', report.namePrefix ?? null]),
    ...ofName(report),
    sum: (periods) => {
      fillTables(periods);
      const byPeriod = periods.map((): JobSums[] => []);
      const rows = database.all(
        sql`SELECT report_bar.id AS bar, ${kindSums.select}
          FROM report_kind CROSS JOIN report_bar CROSS JOIN job INDEXED BY job_sums
          ON scope = ${scopeId()} AND standing = kind_standing AND spot = kind_spot AND instance_type IS kind_type
            AND ended_at >= bar_from AND ended_at < bar_before ${namePrefixCondition(report.namePrefix)}
          GROUP BY report_kind.id, report_bar.id`,
      );
      for (const row of rows) byPeriod[barOf(row)]?.push(kindSums.read(row));
      return byPeriod;
    },
  });

  /** Of completed on-demand jobs, by the time within which they would have suited spot. */
  const byRung = (report: NamedJobs): Summed<RungSums> => ({
    reading: rungSums,
    select: rungSums.select,
    by: JSON.stringify(['suiting', report.namePrefix ?? null]),
    ...ofName(report),
    sum: (periods) => {
      fillTables(periods);
      const byPeriod = periods.map((): RungSums[] => []);
      const suiting = kinds().filter(
        ({ standing, spot, instanceType }) => standing === 'counted' && !spot && instanceType !== undefined,
      );
      for (const kind of suiting) {
        const rows = database.all(
          sql`SELECT report_bar.id AS bar, ${rungSums.select}
            FROM report_bar CROSS JOIN job INDEXED BY job_sums
            ON ${kindCondition(scopeId(), kind)} AND ended_at >= bar_from AND ended_at < bar_before
              AND outcome = 'completed' AND ${suitsAtAll} ${namePrefixCondition(report.namePrefix)}
            GROUP BY report_bar.id, 2`,
        );
        const { instanceType = '' } = kind;
        for (const row of rows) byPeriod[barOf(row)]?.push({ instanceType, ...rungSums.read(row) });
      }
      return byPeriod;
    },
  });

  /**
   * Failed jobs, counted spot jobs that were interrupted, and completed on-demand jobs by the time within which they would
   * have suited spot: each job in one of them.
   */
  const byWaste = (report: NamedJobs, by: WasteGrouping): Summed<WastedSums> => {
    const [sums, sumsByRung] = [wasteSumsBy(wasteGroup(by), false), wasteSumsBy(wasteGroup(by), true)];
    return {
      reading: wastedSums,
      select: sumsByRung.select,
      by: JSON.stringify(['waste', by, report.namePrefix ?? null]),
      ...ofName(report),
      sum: (periods) => {
        const byPeriod = periods.map((): WastedSums[] => []);
        fillTables(periods);
        for (const kind of kinds()) {
          const part = wastedPart(kind);
          if (part === undefined) continue;
          const { select, read } = part.cause === 'onDemand' ? sumsByRung : sums;
          const rows = database.all(
            sql`SELECT ${select}, report_bar.id AS bar FROM report_bar CROSS JOIN job INDEXED BY job_sums
              ON ${kindCondition(scopeId(), kind)} AND ended_at >= bar_from AND ended_at < bar_before
                AND ${part.condition} ${namePrefixCondition(report.namePrefix)}
              GROUP BY report_bar.id, 1, 2`,
          );
          for (const row of rows) {
            byPeriod[barOf(row)]?.push({
              cause: part.cause,
              ...(kind.instanceType !== undefined && { instanceType: kind.instanceType }),
              ...read(row),
            });
          }
        }
        return byPeriod;
      },
    };
  };

  return { kinds, byKind, byTag, byPrefix, byRung, byWaste };
};

/** Which jobs of a kind were spent for nothing, and by what; undefined where none of them was. */
const wastedPart = ({
  standing,
  spot,
  instanceType,
}: JobKind): { cause: WasteSums['cause']; condition: Sql } | undefined => {
  if (standing === 'failed') return { cause: 'failed', condition: sql`TRUE` };
  if (standing !== 'counted') return undefined;
  if (spot) return { cause: 'recomputed', condition: sql`interruptions > 0` };
  if (instanceType === undefined) return undefined;
  return { cause: 'onDemand', condition: sql`outcome = 'completed' AND ${suitsAtAll}` };
};

const tagValue = (key: string): Sql => sql`(SELECT value FROM job_tag WHERE job = job.id AND key = ${key})`;
const nameParts = (parts: number): Sql => sql`substr(name, 1, ${raw(`part_${parts}`)})`;

const wasteGroup = (by: WasteGrouping): Sql => {
  switch (by.by) {
    case 'instance':
      return sql`instance_type`;
    case 'prefix':
      return nameParts(by.parts);
    case 'tag':
      return tagValue(by.key);
  }
};

const barOf = (row: Row): number => z.number().parse(row.bar);
