import sql from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, findScopeId } from './job-store';

/** Instances of a type that jobs which have not ended hold or wait for. */
export const instancesInUse = (
  database: CatalogDatabase,
  scope: CatalogScope,
  { instanceType, spot }: { instanceType: string; spot: boolean },
): number =>
  database.value(
    sql`SELECT CAST(total(instance_count) AS INTEGER) FROM job WHERE scope = ${findScopeId(database, scope)}
      AND terminal = 0 AND spot = ${spot ? 1 : 0} AND instance_type = ${instanceType}`,
    z.number(),
  ) ?? 0;
