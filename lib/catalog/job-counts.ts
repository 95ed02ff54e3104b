/** How many jobs there are of some filters: from the counts that are kept where these tell, else by counting jobs. */
import sql, { empty, raw } from 'sql-template-tag';
import { z } from 'zod';
import { type FilterKey, filterKeys, type JobFilters, noFilters } from '../training/job-filters';
import { type CatalogDatabase } from './catalog-database';
import { conditionOf, indexedCondition, traitKeys } from './job-conditions';
import { createFinder } from './found-jobs';

const isAsked = (filters: JobFilters, key: FilterKey): boolean => {
  const value = filters[key];
  return !(value === undefined || (Array.isArray(value) && value.length === 0) || value === 'shown');
};

/** @param keptFrom for tests: from how many jobs on those of a name or a tag are kept */
export const countMatching = (
  database: CatalogDatabase,
  scopeId: number,
  filters: JobFilters,
  keptFrom?: number,
): number => {
  // Those that are archived are found by their tag, and are few.
  if (filters.archived === 'hidden') {
    return (
      countMatching(database, scopeId, { ...filters, archived: 'shown' }, keptFrom) -
      countMatching(database, scopeId, { ...filters, archived: 'only' }, keptFrom)
    );
  }
  // A condition is of one scope: which of them are asked is decided before.
  const asked = filterKeys.filter((key) => key !== 'where' && isAsked(filters, key));
  if (asked.every((key) => traitKeys.has(key))) {
    return (
      database.value(
        sql`SELECT coalesce(sum(jobs), 0) FROM job_traits WHERE ${conditionOf(scopeId, filters)}`,
        z.number(),
      ) ?? 0
    );
  }
  const finder = createFinder(database, countAll(database, scopeId), keptFrom);
  const condition = indexedCondition(scopeId, filters, finder.jobsIn);
  if (condition.found && condition.isAll)
    return database.value(sql`SELECT count(*) FROM (${condition.found})`, z.number()) ?? 0;
  const walked = finder.isMany() ? raw('INDEXED BY job_by_created') : empty;
  return database.value(sql`SELECT count(*) FROM job ${walked} WHERE ${condition.sql}`, z.number()) ?? 0;
};

/** How many jobs there are in all. */
export const countAll = (database: CatalogDatabase, scopeId: number): number =>
  database.value(sql`SELECT coalesce(sum(jobs), 0) FROM job_traits WHERE scope = ${scopeId}`, z.number()) ??
  0;

/** All jobs that are in the account. */
export const countInAccount = (database: CatalogDatabase, scopeId: number): number =>
  countMatching(database, scopeId, { ...noFilters, inAccount: true });
