import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { noFilters, type JobFacets, type JobFilters } from '../training/job-filters';
import { type JobRow, type JobSortKey } from '../training/job-columns';
import { type JobQuery } from '../training/job-list';
import { columnValue } from '../training/column-value';
import { parseColumn } from '../training/value-columns';
import { type CatalogDatabase } from './catalog-database';
import { listInstanceTypes } from './instance-types';
import { createFinder, stepsOfLookUp } from './found-jobs';
import { conditionOf, indexedCondition } from './job-conditions';
import { countMatching } from './job-counts';
import { type CatalogScope, createJobStore, type JobStore, findScopeId } from './job-store';
import { listedJob, sorting } from './listed-jobs';
import { personalKey } from './personal-keys';
import { rememberUntilChange } from './remember-until-change';
import { readerOf, text } from './rows';

export interface JobCounts {
  /** Jobs that match. */
  total: number;
  totalUnfiltered: number;
  /** How many of all jobs are archived. */
  archived: number;
}

export interface FoundJobs extends JobCounts {
  rows: JobRow[];
  /** The page that the rows are of: the last one where the query asked for one beyond it. */
  page: number;
}

/** Answers pages of the job list in SQL; counts are remembered until the catalog changes. */
export const createJobQueries = (database: CatalogDatabase, scope: CatalogScope, keptFrom?: number) => {
  const store = createJobStore(database, scope);
  // Each asked for anew by every page, and the same whatever the logs tell meanwhile.
  const rememberCount = rememberUntilChange(database, maxCounts, ['jobs']);
  const rememberOtherCount = rememberUntilChange(database, maxCounts, ['jobs', 'progress', 'prices']);
  let facets: { version: number; at: number; value: JobFacets } | undefined;

  const count = (id: number, filters: JobFilters): number => {
    const { lostWork, standing } = filters;
    const byJobsAlone = lostWork === undefined && standing === undefined;
    const remember = byJobsAlone ? rememberCount : rememberOtherCount;
    const condition = conditionOf(id, filters);
    return remember(JSON.stringify([condition.sql, condition.values]), () =>
      countMatching(database, id, filters, keptFrom),
    );
  };

  const countJobs = (filters: JobFilters): JobCounts => {
    const id = findScopeId(database, scope);
    return {
      total: count(id, filters),
      totalUnfiltered: count(id, noFilters),
      archived: count(id, { ...noFilters, archived: 'only' }),
    };
  };

  return {
    countJobs,
    /** Rows with what they have in the columns that the reader added. */
    withValues: (rows: JobRow[], columns: readonly string[] | undefined) => withValues(store, rows, columns),
    queryJobs: (query: JobQuery): FoundJobs => {
      const id = findScopeId(database, scope);
      const counts = countJobs(query.filters);
      const { total, totalUnfiltered } = counts;
      const pages = Math.max(1, Math.ceil(total / query.pageSize));
      const page = Math.min(query.page, pages);
      const finder = createFinder(database, totalUnfiltered, keptFrom);
      const condition = indexedCondition(id, query.filters, finder.jobsIn).sql;
      const rows = readPage(database, condition, query, { page, total, totalUnfiltered });
      return {
        rows: withValues(store, rows, query.columns),
        ...counts,
        page,
      };
    },
    /** What filters can offer: instance types and the commonest tags. At most `maxAgeMs` old. */
    readFacets: (now: number, maxAgeMs = 60_000): JobFacets => {
      const version = database.version('jobs');
      if (facets && (facets.version === version || now - facets.at < maxAgeMs)) return facets.value;
      const id = findScopeId(database, scope);
      const value: JobFacets = {
        instanceTypes: listInstanceTypes(database, scope),
        tags: database
          .all(
            sql`SELECT ${tag.select} FROM job_tag WHERE scope = ${id} AND ${personalKey}
              GROUP BY key, value ORDER BY count(*) DESC LIMIT 100`,
          )
          .map(tag.read),
      };
      facets = { version, at: now, value };
      return value;
    },
  };
};

const tag = readerOf<JobFacets['tags'][number]>({ key: text('key'), value: text('value') });

const maxCounts = 100;

/** A page's rows with what they have in the columns that the reader added, of which the whole job tells. */
const withValues = (store: JobStore, rows: JobRow[], texts: readonly string[] = []): JobRow[] => {
  const columns = texts.flatMap((text) => {
    const column = parseColumn(text);
    return column === undefined || typeof column === 'string' ? [] : [{ text, column }];
  });
  if (columns.length === 0) return rows;
  const ofLog = columns.some(({ column: { kind } }) => kind !== 'tag' && kind !== 'hyperparameter');
  return rows.map((row) => {
    const job = store.readJob(row.name);
    if (job === undefined) return row;
    const reading = ofLog ? store.readBackfill(job)?.reading : undefined;
    const values = columns.flatMap(({ text, column }) => {
      const value = columnValue(column, job, reading);
      return value === undefined ? [] : [[text, value] as const];
    });
    return { ...row, values: Object.fromEntries(values) };
  });
};

/**
 * Finds the page's row ids alone, then reads those rows. A page in the farther half is found from the other end,
 * so that none skips more than half of the matches. Unknown values come last either way.
 */
const readPage = (
  database: CatalogDatabase,
  condition: Sql,
  { sort, pageSize }: JobQuery,
  { page, total, totalUnfiltered }: { page: number; total: number; totalUnfiltered: number },
): JobRow[] => {
  const { size, skip, fromEnd } = stretchOf(page, pageSize, total);
  if (size <= 0) return [];
  const sortMatches = sortsMatches(skip + size, { total, totalUnfiltered });
  const order = orderOf(sort.by, sort.descending !== fromEnd, fromEnd);
  const rows = database.all(
    sql`SELECT ${listedJob.select} FROM job WHERE id IN (
      SELECT id FROM job ${walkedBy(sort.by, sortMatches)} WHERE ${condition} ORDER BY ${raw(sortMatches ? '+' : '')}${order}
      LIMIT ${size} OFFSET ${skip}
    ) ORDER BY ${orderOf(sort.by, sort.descending, false)}`,
  );
  return rows.map(listedJob.read);
};

/** Where a page's rows are, counted from the nearer end. */
export const stretchOf = (page: number, pageSize: number, total: number) => {
  const offset = (page - 1) * pageSize;
  const size = Math.min(pageSize, total - offset);
  const fromEnd = offset > total / 2;
  return { size, skip: fromEnd ? total - offset - size : offset, fromEnd };
};

/**
 * A page is found by walking the index of its order, which holds what the filters ask. Where so few jobs match that to look
 * these up and sort them takes less, SQLite finds them by an index of its choice; a column with a plus sign is one that it does
 * not take from an index.
 */
export const sortsMatches = (
  passed: number,
  { total, totalUnfiltered }: Pick<JobCounts, 'total' | 'totalUnfiltered'>,
): boolean => total * stepsOfLookUp < (passed * totalUnfiltered) / total;

/** SQLite would take a filter's index whatever it finds, and sort that. */
export const walkedBy = (key: JobSortKey, sortMatches: boolean): Sql =>
  sortMatches ? empty : raw(`INDEXED BY ${sorting[key].index}`);

export const orderOf = (
  key: JobSortKey,
  descending: boolean,
  unknownFirst: boolean,
  name: string = sorting[key].column,
): Sql => {
  const { nullable, coarse } = sorting[key];
  const direction = descending ? 'DESC' : 'ASC';
  const nulls = nullable ? ` NULLS ${unknownFirst ? 'FIRST' : 'LAST'}` : '';
  const created = coarse ? `created_at ${direction}, ` : '';
  return raw(`${name} ${direction}${nulls}, ${created}id ${direction}`);
};
