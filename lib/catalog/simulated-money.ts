import sql from 'sql-template-tag';
import { z } from 'zod';
import { type CatalogDatabase } from './catalog-database';

/** Whether the backend's spot market and money are simulated, as it last said; undefined where it never did. */
export const isLastSimulated = (database: CatalogDatabase, backend: string): boolean | undefined =>
  database.value(
    sql`SELECT simulated FROM scope WHERE backend = ${backend} AND simulated IS NOT NULL
      ORDER BY used_at DESC LIMIT 1`,
    z.number().transform((value) => value === 1),
  );

export const saveSimulated = (database: CatalogDatabase, backend: string, simulated: boolean): void => {
  const value = simulated ? 1 : 0;
  database.run(
    sql`UPDATE scope SET simulated = ${value} WHERE backend = ${backend} AND simulated IS NOT ${value}`,
    'sync',
  );
};
