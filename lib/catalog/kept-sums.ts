/**
 * Sums of the jobs that ended on a day, kept in the catalog until one of these jobs changes, and of eight and of 64 days
 * made of them: a report of any period adds up few of them, and reads of jobs only what is left over at its ends. That they
 * are of no older jobs is seen to by triggers.
 */
import { createHash } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { parseJson } from '../training/json-text';
import { type CatalogDatabase } from './catalog-database';
import { dayMs, type Days, type EndedIn, partsOf, periodOf, shorterOf } from './days';
import { type CatalogScope, findScopeId } from './job-store';
import { mergedSums } from './merged-sums';
import { type SumsReading } from './sum-columns';

export interface Summed<Sums extends object> {
  reading: SumsReading<Sums>;
  /** What is summed: sums of before it was changed are not taken for it. */
  select: Sql;
  /** Names by what, with all else that the sums depend on beside the jobs themselves. */
  by: string;
  /** Of jobs, and of each period by itself. */
  sum: (periods: readonly EndedIn[]) => Sums[][];
  /** Of a question that may never be asked again: forgotten when there are too many. */
  passing?: boolean;
}

/** Beyond it all that are passing are forgotten and summed anew. */
const maxPassing = 10_000;

const readBack = <Sums extends object>(
  document: string,
  { names }: SumsReading<Sums>,
): Sums[] | undefined => {
  const rows = parseJson(document);
  if (!Array.isArray(rows)) return undefined;
  const sums: Sums[] = [];
  for (const row of rows as unknown[]) {
    // Read by hand: of years there are tens of thousands, for which a schema takes longer than all else.
    if (!Array.isArray(row) || row.length !== names.length) return undefined;
    const members: [string, unknown][] = [];
    for (let index = 0; index < names.length; index += 1) {
      const [name, value]: [string | undefined, unknown] = [names[index], row[index]];
      if (value === null || name === undefined) continue;
      if (typeof value === 'object') return undefined;
      members.push([name, value]);
    }
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- kept under the name of the sums whose members `names` are
    sums.push(Object.fromEntries(members) as Sums);
  }
  return sums;
};

const written = <Sums extends object>(all: readonly Sums[], { names }: SumsReading<Sums>): string =>
  JSON.stringify(all.map((one) => names.map((name) => one[name] ?? null)));

const keyOf = ({ days, number }: Days): string => `${days} ${number}`;
const isDays = (part: Days | EndedIn): part is Days => 'days' in part;

export const createKeptSums = (database: CatalogDatabase, scope: CatalogScope) => {
  const whatOf = <Sums extends object>({ select, by }: Summed<Sums>): string =>
    `${createHash('sha256').update(select.sql).digest('hex').slice(0, 12)} ${by}`;

  const read = <Sums extends object>(id: number, what: string, days: Days, summed: Summed<Sums>) => {
    const document = database.value(
      sql`SELECT document FROM day_sums
        WHERE scope = ${id} AND days = ${days.days} AND number = ${days.number} AND sums = ${what}`,
      z.string(),
    );
    return document === undefined ? undefined : readBack<Sums>(document, summed.reading);
  };

  /** Since a day before the last job's end there may be a change at any time. */
  const settledBefore = (id: number): number => {
    const last = database.value(
      sql`SELECT ended_at FROM job WHERE scope = ${id} AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1`,
      z.number(),
    );
    return (Math.floor((last ?? 0) / dayMs) - 1) * dayMs;
  };

  /** Makes what is not kept and keeps it. @param missing single days; @param longer made of those, the longest first */
  const make = <Sums extends object>(
    id: number,
    what: string,
    summed: Summed<Sums>,
    { missing, longer, found }: Wanted<Sums>,
  ): void =>
    database.aside(() => {
      // Begun by a write: no other process changes a job between its sum and where that is kept.
      const { passing = false } = summed;
      database.run(
        sql`DELETE FROM day_sums WHERE passing = 1 AND ${passing ? 1 : 0} = 1
          AND (SELECT count(*) FROM day_sums WHERE passing = 1) > ${maxPassing - missing.length}`,
      );
      const keep = (days: Days, sums: Sums[]) => {
        found.set(keyOf(days), sums);
        database.run(
          sql`INSERT OR REPLACE INTO day_sums (scope, days, number, sums, passing, document) VALUES
            (${id}, ${days.days}, ${days.number}, ${what}, ${passing ? 1 : 0}, ${written(sums, summed.reading)})`,
        );
      };
      if (missing.length > 0) {
        const made = summed.sum(missing.map(periodOf));
        missing.forEach((days, index) => keep(days, made[index] ?? []));
      }
      for (const days of [...longer].reverse()) {
        const parts = shorterOf(days).map((part) => found.get(keyOf(part)) ?? []);
        keep(days, mergedSums(parts, summed.reading));
      }
    });

  /** What of `parts` is kept, and what has to be made for them. */
  const want = <Sums extends object>(
    id: number,
    what: string,
    summed: Summed<Sums>,
    parts: readonly Days[],
  ): Wanted<Sums> => {
    const wanted: Wanted<Sums> = { found: new Map(), missing: [], longer: [] };
    const look = (days: Days) => {
      if (wanted.found.has(keyOf(days))) return;
      const kept = read(id, what, days, summed);
      wanted.found.set(keyOf(days), kept ?? []);
      if (kept !== undefined) return;
      if (days.days === 1) {
        wanted.missing.push(days);
        return;
      }
      wanted.longer.push(days);
      shorterOf(days).forEach(look);
    };
    parts.forEach(look);
    return wanted;
  };

  return {
    /** @returns the sums of each of `periods` */
    sumsOf: <Sums extends object>(summed: Summed<Sums>, periods: readonly EndedIn[]): Sums[][] => {
      const id = findScopeId(database, scope);
      const what = whatOf(summed);
      const settled = settledBefore(id);
      const parts = periods.map((period) => partsOf(period, settled));
      const wanted = want(id, what, summed, parts.flat().filter(isDays));
      if (wanted.missing.length + wanted.longer.length > 0) make(id, what, summed, wanted);
      const leftOver = parts.flat().filter((part): part is EndedIn => !isDays(part));
      const summedOver = leftOver.length === 0 ? [] : database.aside(() => summed.sum(leftOver));
      let next = 0;
      const ofPart = (part: Days | EndedIn): Sums[] =>
        (isDays(part) ? wanted.found.get(keyOf(part)) : summedOver[next++]) ?? [];
      return parts.map((of) => mergedSums(of.map(ofPart), summed.reading));
    },

    /** Sums of single days that are not kept yet, the newest first. @returns the days since 1970 of which there are none */
    missingDays: <Sums extends object>(summed: Summed<Sums>, { from, before }: EndedIn): number[] => {
      const id = findScopeId(database, scope);
      const [first, last] = [Math.floor(from / dayMs), Math.floor((before - 1) / dayMs)];
      const kept = new Set(
        database.column(
          sql`SELECT number FROM day_sums
            WHERE scope = ${id} AND days = 1 AND number BETWEEN ${first} AND ${last} AND sums = ${whatOf(summed)}`,
          z.number(),
        ),
      );
      const missing: number[] = [];
      for (let number = last; number >= first; number -= 1) if (!kept.has(number)) missing.push(number);
      return missing;
    },

    /** Keeps the sums of these days. */
    keep: <Sums extends object>(summed: Summed<Sums>, numbers: readonly number[]): void => {
      const id = findScopeId(database, scope);
      const what = whatOf(summed);
      const wanted = want(
        id,
        what,
        summed,
        numbers.map((number) => ({ days: 1, number })),
      );
      if (wanted.missing.length > 0) make(id, what, summed, wanted);
    },
  };
};

interface Wanted<Sums extends object> {
  found: Map<string, Sums[]>;
  missing: Days[];
  /** Longest first. */
  longer: Days[];
}
