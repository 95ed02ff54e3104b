import sql from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, findScopeId } from './job-store';

/** The types that jobs ran on: one seek in the index for each, however many jobs there are. */
export const listInstanceTypes = (database: CatalogDatabase, scope: CatalogScope): string[] => {
  const id = findScopeId(database, scope);
  return database.column(
    sql`WITH RECURSIVE type(name) AS (
      SELECT min(instance_type) FROM job WHERE scope = ${id}
      UNION ALL
      SELECT (SELECT min(instance_type) FROM job WHERE scope = ${id} AND instance_type > type.name)
      FROM type WHERE type.name IS NOT NULL
    ) SELECT name FROM type WHERE name IS NOT NULL`,
    z.string(),
  );
};
