/** How many jobs there are of some filters: from the counts that are kept where these tell, else by counting jobs. */
import sql from 'sql-template-tag';
import { z } from 'zod';
import { type FilterKey, filterKeys, type JobFilters, noFilters } from '../training/job-filters';
import { type CatalogDatabase } from './catalog-database';
import { conditionOf } from './job-conditions';

/** What the kept counts are told apart by, each under the name that it has of a job. */
const keptBy: ReadonlySet<FilterKey> = new Set<FilterKey>([
  ...(['outcomes', 'spot', 'instanceTypes', 'launchers', 'interrupted'] as const),
  ...(['checkpoints', 'standing', 'inAccount'] as const),
]);

const isAsked = (filters: JobFilters, key: FilterKey): boolean => {
  const value = filters[key];
  return !(value === undefined || (Array.isArray(value) && value.length === 0) || value === 'shown');
};

export const countMatching = (database: CatalogDatabase, scopeId: number, filters: JobFilters): number => {
  // Those that are archived are found by their tag, and are few.
  if (filters.archived === 'hidden') {
    return (
      countMatching(database, scopeId, { ...filters, archived: 'shown' }) -
      countMatching(database, scopeId, { ...filters, archived: 'only' })
    );
  }
  // A condition is of one scope: which of them are asked is decided before.
  const asked = filterKeys.filter((key) => key !== 'where' && isAsked(filters, key));
  const condition = conditionOf(scopeId, filters);
  const isKept = asked.every((key) => keptBy.has(key));
  return (
    database.value(
      isKept
        ? sql`SELECT coalesce(sum(jobs), 0) FROM job_count WHERE ${condition}`
        : sql`SELECT count(*) FROM job WHERE ${condition}`,
      z.number(),
    ) ?? 0
  );
};

/** All jobs that are in the account. */
export const countInAccount = (database: CatalogDatabase, scopeId: number): number =>
  countMatching(database, scopeId, { ...noFilters, inAccount: true });
