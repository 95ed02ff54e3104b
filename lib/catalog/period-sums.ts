/**
 * Sums of the jobs that ended in a period, kept in the catalog: after a change only the period in which the job ended is
 * summed again, in this process or the next one. That they are of no older jobs is seen to by triggers.
 */
import { createHash } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { parseJson } from '../training/json-text';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, scopeIdOf } from './job-store';

/** Ms since 1970: from the first, inclusive, to the second, exclusive. */
export interface EndedIn {
  from: number;
  before: number;
}

/** Beyond it all are forgotten and summed anew. */
const maxKept = 3_000;

type Value = string | number | boolean;
/** Rows as their values alone, under the names of all: the names would be most of the text. */
const keptSchema = z.object({
  names: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

const written = <Sums extends object>(all: readonly Sums[]): string => {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
  const rows = all.map((one) => {
    const values = new Map(Object.entries<Value>(one as Record<string, Value>));
    return names.map((name) => values.get(name) ?? null);
  });
  return JSON.stringify({ names, rows });
};

/** @returns undefined for a document that is none: its period is summed anew */
const readBack = <Sums extends object>(document: string): Sums[] | undefined => {
  const kept = keptSchema.safeParse(parseJson(document));
  if (!kept.success) return undefined;
  const { names, rows } = kept.data;
  return rows.map((row) => {
    const known = names.flatMap((name, index): [string, Value][] => {
      const value = row[index];
      return value === null || value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(known) as Sums;
  });
};

export const createPeriodSums = (database: CatalogDatabase, scope: CatalogScope) => {
  const of = (id: number, what: string, { from, before }: EndedIn): Sql =>
    sql`FROM period_sums
      WHERE scope = ${id} AND ended_from = ${from} AND ended_before = ${before} AND sums = ${what}`;

  /**
   * @param select what is summed: sums of before it was changed are not taken for it
   * @param by names by what, with all else that the sums depend on beside the jobs themselves
   * @param sum of periods that are not kept, each by itself
   * @returns the sums of each of `periods`
   */
  return <Sums extends object>(
    select: Sql,
    by: string,
    periods: readonly EndedIn[],
    sum: (missing: readonly EndedIn[]) => Sums[][],
  ): Sums[][] => {
    const id = scopeIdOf(database, scope);
    const what = `${createHash('sha256').update(select.sql).digest('hex').slice(0, 12)} ${by}`;
    const found = periods.map((period) => {
      const document = database.value(sql`SELECT document ${of(id, what, period)}`, z.string());
      return document === undefined ? undefined : readBack<Sums>(document);
    });
    const missing = periods.filter((_, index) => found[index] === undefined);
    const made = missing.length === 0 ? [] : sumAndKeep(id, what, missing, sum);
    let next = 0;
    return found.map((kept) => kept ?? made[next++] ?? []);
  };

  function sumAndKeep<Sums extends object>(
    id: number,
    what: string,
    missing: readonly EndedIn[],
    sum: (missing: readonly EndedIn[]) => Sums[][],
  ): Sums[][] {
    return database.aside(() => {
      // Begun by a write: no other process changes a job between its sum and where that is kept.
      database.run(
        sql`DELETE FROM period_sums
          WHERE (SELECT count(*) FROM period_sums) > ${maxKept - missing.length}`,
      );
      const made = sum(missing);
      missing.forEach(({ from, before }, index) =>
        database.run(
          sql`INSERT OR REPLACE INTO period_sums (scope, sums, ended_from, ended_before, document)
            VALUES (${id}, ${what}, ${from}, ${before}, ${written(made[index] ?? [])})`,
        ),
      );
      return made;
    });
  }
};

const daysMs = 86_400_000;
/** Of so many days are the periods by which groups are kept. */
const periodDays = 14;

/** The period in parts that other periods have too, but for its first and last. */
export const partsOf = ({ from, before }: EndedIn): EndedIn[] => {
  const step = periodDays * daysMs;
  const parts: EndedIn[] = [];
  for (let at = from; at < before;) {
    const next = Math.min(before, (Math.floor(at / step) + 1) * step);
    parts.push({ from: at, before: next });
    at = next;
  }
  return parts;
};
