/**
 * The number of what jobs have in common that are alike in all that lists are filtered by, beside names, times and tags. It is in
 * the index of each order. A new job is given its number here; triggers give it another one when the job changes.
 */
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';
import { jobColumns } from './job-columns';

const traits = [
  'outcome',
  'spot',
  'instance_type',
  'launched_by',
  'checkpointed',
  'standing',
  'serverless',
  'interruptions',
  'gone_at',
] as const;
/** Of these only whether there is any. */
const counted: ReadonlySet<string> = new Set(['interruptions', 'gone_at']);

const places = traits.map((trait) => jobColumns.indexOf(trait));
const names = raw(traits.join(', '));

/**
 * @param columns of a job as `columnsOf` gives them, of which no log was read yet
 * @param found in this transaction, of jobs that are stored with it
 */
export const findTraits = (
  database: CatalogDatabase,
  scope: number,
  columns: readonly (string | number | null)[],
  found: Map<string, number>,
): number => {
  const own = traits.map((trait, index) => {
    const value = columns[places[index] ?? -1] ?? null;
    return counted.has(trait) && typeof value === 'number' ? Math.min(value, 1) : value;
  });
  const key = JSON.stringify(own);
  const number = found.get(key) ?? lookUp(database, scope, own);
  found.set(key, number);
  return number;
};

const lookUp = (
  database: CatalogDatabase,
  scope: number,
  own: readonly (string | number | null)[],
): number => {
  const alike: Sql = join(
    own.map((value, index) => sql`${raw(traits[index] ?? '')} IS ${value}`),
    ' AND ',
  );
  return (
    database.value(
      sql`SELECT id FROM job_traits WHERE scope = ${scope} AND ${alike} AND lost_seconds IS NULL`,
      z.number(),
    ) ??
    database.run(sql`INSERT INTO job_traits (scope, ${names}, jobs) VALUES (${scope}, ${join([...own])}, 0)`)
      .id
  );
};
