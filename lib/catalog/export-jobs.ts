/** Reads all jobs behind a list, a part at a time, however many they are. */
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type ExportedJob } from '../training/job-columns';
import { type JobFilters } from '../training/job-filters';
import { type CatalogDatabase } from './catalog-database';
import { conditionOf } from './job-conditions';
import { findScopeId, type CatalogScope } from './job-store';
import { exportedJob } from './listed-jobs';

const jobsAtOnce = 1_000;

/**
 * Jobs that match, in the order the catalog met them. Each part is a query of its own, so that nothing is held
 * between two: a job that is stored meanwhile may be in it, none is in it twice.
 */
export function* exportedJobs(
  database: CatalogDatabase,
  scope: CatalogScope,
  filters: JobFilters,
  atOnce = jobsAtOnce,
): Generator<ExportedJob[], undefined> {
  let after = 0;
  for (;;) {
    const condition = conditionOf(findScopeId(database, scope), filters);
    // By an index each part would find and sort all matches anew; along the table, all parts read it once.
    const rows = database.all(
      sql`SELECT id, ${exportedJob.select}
        FROM job NOT INDEXED WHERE id > ${after} AND ${condition} ORDER BY id LIMIT ${atOnce}`,
    );
    if (rows.length > 0) yield rows.map(exportedJob.read);
    if (rows.length < atOnce) return undefined;
    after = z.number().parse(rows.at(-1)?.id);
  }
}
