import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, findScopeId } from './job-store';
import { finishedStandings, type JobKind } from './sum-columns';

/** The kinds of finished jobs there are: standing, option, instance type. One seek for each, however many jobs. */
export const listJobKinds = (database: CatalogDatabase, scope: CatalogScope): JobKind[] => {
  const id = findScopeId(database, scope);
  return finishedStandings.flatMap((standing) =>
    [true, false].flatMap((spot) => {
      const types = database.column(
        sql`WITH RECURSIVE type(name, first) AS (
          SELECT NULL, 1
          UNION ALL
          SELECT (SELECT min(instance_type) FROM job INDEXED BY job_sums
            WHERE scope = ${id} AND standing = ${standing} AND spot = ${spot ? 1 : 0}
              AND instance_type > coalesce(type.name, '')), 0
          FROM type WHERE first OR name IS NOT NULL
        ) SELECT name FROM type WHERE name IS NOT NULL`,
        z.string(),
      );
      const untyped = database.get(
        sql`SELECT 1 FROM job INDEXED BY job_sums WHERE ${kindCondition(id, { standing, spot })} LIMIT 1`,
      );
      const typed = types.map((instanceType) => ({ standing, spot, instanceType }));
      return untyped === undefined ? typed : [{ standing, spot }, ...typed];
    }),
  );
};

export const kindCondition = (scope: number, { standing, spot, instanceType }: JobKind): Sql =>
  sql`scope = ${scope} AND standing = ${standing} AND spot = ${spot ? 1 : 0} AND instance_type IS ${instanceType ?? null}`;
