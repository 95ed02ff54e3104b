/**
 * A page of the jobs of several scopes, in one order. Each scope gives its own in that order, by its own index, and SQLite
 * merges them row by row, so that a page reads of each scope no more than comes before its end.
 */
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type JobFilters } from '../training/job-filters';
import { type JobRow } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { type CatalogDatabase } from './catalog-database';
import { createFinder } from './found-jobs';
import { indexedCondition } from './job-conditions';
import { type CatalogScope, findScopeId } from './job-store';
import { listedJob, sorting } from './listed-jobs';
import {
  type createJobQueries,
  type FoundJobs,
  type JobCounts,
  orderOf,
  sortsMatches,
  walkedBy,
  stretchOf,
} from './query-jobs';

/** One of the scopes; none is given twice. */
export interface ListedScope {
  /** Slug of the backend that it is looked at as. */
  where: string;
  scope: CatalogScope;
  queries: Pick<ReturnType<typeof createJobQueries>, 'countJobs' | 'withValues'>;
}

/** Those that the filters leave. */
export const askedScopes = <One extends { where: string }>(
  scopes: readonly One[],
  { where }: Pick<JobFilters, 'where'>,
): One[] => scopes.filter((one) => where.length === 0 || where.includes(one.where));

export const queryJobsOfSeveral = (
  database: CatalogDatabase,
  scopes: readonly ListedScope[],
  query: JobQuery,
): FoundJobs => {
  const all = scopes.map((one): CountedScope => ({
    ...one,
    id: findScopeId(database, one.scope),
    counts: one.queries.countJobs(query.filters),
  }));
  const asked = askedScopes(all, query.filters);
  const sum = (of: readonly CountedScope[], key: keyof JobCounts) =>
    of.reduce((total, { counts }) => total + counts[key], 0);
  const total = sum(asked, 'total');
  const page = Math.min(query.page, Math.max(1, Math.ceil(total / query.pageSize)));
  return {
    rows: readPage(database, asked, query, page, total),
    total,
    totalUnfiltered: sum(all, 'totalUnfiltered'),
    archived: sum(all, 'archived'),
    page,
  };
};

interface CountedScope extends ListedScope {
  id: number;
  counts: JobCounts;
}

/** Each may ask for two tables of what it found. */
const maxFinders = 3;

const readPage = (
  database: CatalogDatabase,
  scopes: readonly CountedScope[],
  { filters, sort, pageSize, columns }: JobQuery,
  page: number,
  total: number,
): JobRow[] => {
  const { size, skip, fromEnd } = stretchOf(page, pageSize, total);
  const matching = scopes.filter(({ counts }) => counts.total > 0);
  if (size <= 0 || matching.length === 0) return [];
  const part = ({ id, counts }: CountedScope): Sql => {
    // One statement asks them all: of no more scopes than are kept at once.
    const { jobsIn } = createFinder(database, matching.length > maxFinders ? 0 : counts.totalUnfiltered);
    const condition = indexedCondition(id, filters, jobsIn).sql;
    const sortMatches = sortsMatches(Math.min(skip + size, counts.total), counts);
    const plus = sortMatches ? '+' : '';
    const key = sort.by === 'where' ? sql`${rankOf(scopes, id)}` : raw(plus + sorting[sort.by].column);
    return sql`SELECT ${key} AS sorted_by, created_at, id FROM job ${walkedBy(sort.by, sortMatches)} WHERE ${condition}`;
  };
  const ids = sql`SELECT id FROM (${join(matching.map(part), ' UNION ALL ')}
    ORDER BY ${orderOf(sort.by, sort.descending !== fromEnd, fromEnd, 'sorted_by')} LIMIT ${size} OFFSET ${skip})`;
  const ranks = sql`CASE scope ${join(
    scopes.map(({ id }) => sql`WHEN ${id} THEN ${rankOf(scopes, id)}`),
    ' ',
  )} END`;
  const key = sort.by === 'where' ? ranks : raw(sorting[sort.by].column);
  const found = database.all(
    sql`SELECT scope, ${key} AS sorted_by, ${listedJob.select} FROM job WHERE id IN (${ids})
      ORDER BY ${orderOf(sort.by, sort.descending, false, 'sorted_by')}`,
  );
  return found.flatMap((row) => {
    const scope = scopes.find(({ id }) => id === z.number().parse(row.scope));
    return scope ? scope.queries.withValues([{ ...listedJob.read(row), where: scope.where }], columns) : [];
  });
};

/** Among those that are shown, in their order. */
const rankOf = (scopes: readonly CountedScope[], id: number): number =>
  scopes.findIndex((one) => one.id === id);
