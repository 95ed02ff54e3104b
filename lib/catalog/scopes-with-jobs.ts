import sql from 'sql-template-tag';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope } from './job-store';
import { readerOf, text } from './rows';

const scope = readerOf<CatalogScope>({ backend: text('backend'), account: text('account') });

/** Whose jobs the catalog has, one seek each. */
export const scopesWithJobs = (database: CatalogDatabase): CatalogScope[] =>
  database
    .all(
      sql`SELECT ${scope.select} FROM scope WHERE EXISTS (SELECT 1 FROM job WHERE job.scope = scope.id) ORDER BY id`,
    )
    .map(scope.read);
