/**
 * The jobs of a name or a tag, found once and kept in temporary tables until jobs change: each page of a list of a million
 * would find them anew. What is kept is told by a table too, as several bundles of this module share the connection.
 */
import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';
import { number, readerOf } from './rows';

export interface Finder {
  /** @param jobs a query of ids, by names and tags alone. @returns a query of the same ids */
  jobsIn: (jobs: Sql) => Sql;
  /** Whether so many were found that looking each of them up takes longer than walking an index of all. */
  isMany: () => boolean;
}

/** Of fewer jobs they are found anew each time: it takes no longer than to keep them. */
const minJobs = 50_000;
/** A look-up takes as long as so many steps through an index. */
export const stepsOfLookUp = 15;

/** @param all how many jobs there are */
export const createFinder = (database: CatalogDatabase, all: number, from = minJobs): Finder => {
  let foundCount = 0;
  return {
    jobsIn: (jobs) => {
      if (all < from) return jobs;
      const found = foundJobs(database, jobs);
      foundCount = Math.max(foundCount, found.jobs);
      return found.ids;
    },
    isMany: () => foundCount * stepsOfLookUp > all,
  };
};

interface FoundJobs {
  ids: Sql;
  jobs: number;
}

/** Of a million ids each may hold 10 MB. */
const maxKept = 6;
const slots = Array.from({ length: maxKept }, (_, slot) => slot);

const temporaryTables = [
  `CREATE TEMP TABLE IF NOT EXISTS found_question (
     slot INTEGER PRIMARY KEY, question TEXT NOT NULL, version INTEGER NOT NULL, jobs INTEGER NOT NULL, used INTEGER NOT NULL)`,
  ...slots.map((slot) => `CREATE TEMP TABLE IF NOT EXISTS found_${slot} (id INTEGER PRIMARY KEY)`),
];

const kept = readerOf<{ slot: number; jobs: number }>({ slot: number('slot'), jobs: number('jobs') });

const foundJobs = (database: CatalogDatabase, jobs: Sql): FoundJobs =>
  database.aside(() => {
    for (const text of temporaryTables) database.run(text);
    const version = database.version('jobs');
    const question = JSON.stringify([jobs.sql, jobs.values]);
    const used = 1 + (database.value('SELECT coalesce(max(used), 0) FROM found_question', z.number()) ?? 0);
    const existing = database.get(
      sql`SELECT ${kept.select} FROM found_question WHERE question = ${question} AND version = ${version}`,
    );
    const { slot, jobs: count } =
      existing === undefined ? find(database, jobs, question, version) : kept.read(existing);
    database.run(sql`UPDATE found_question SET used = ${used} WHERE slot = ${slot}`);
    return { ids: sql`SELECT id FROM ${raw(`found_${slot}`)}`, jobs: count };
  });

const find = (database: CatalogDatabase, jobs: Sql, question: string, version: number) => {
  const taken = database.column('SELECT slot FROM found_question ORDER BY used', z.number());
  const slot = slots.find((free) => !taken.includes(free)) ?? taken[0] ?? 0;
  const table = raw(`found_${slot}`);
  database.run(sql`DELETE FROM ${table}`);
  const { changes } = database.run(sql`INSERT INTO ${table} ${jobs}`);
  database.run(
    sql`INSERT OR REPLACE INTO found_question (slot, question, version, jobs, used)
      VALUES (${slot}, ${question}, ${version}, ${changes}, 0)`,
  );
  return { slot, jobs: changes };
};
