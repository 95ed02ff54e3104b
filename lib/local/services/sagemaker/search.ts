import type { z } from 'zod';
import { validationError } from '../../core/aws-error';
import { inTurns } from '../../core/turns';
import type { JobQuery, TrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobRecord } from '../../store/training-job-store';
import type { DeclaredOperation } from '../declared-operation';
import { declare } from '../input/parse-input';
import { searchableTrainingJob } from './describe-training-job';
import { positionOf } from './list-training-jobs';
import { createPageSelection } from './page-selection';
import { columnPositionOf, cutPage, defaultPageSize, type PagePosition, readPageToken } from './page-token';
import { compileExpression, type JobTest } from './search-expression';
import { isDecimal } from './search-filter';
import { searchInput } from './search-input';
import { columnOf, planSearch } from './search-plan';
import { kindOfProperty, type SearchTarget, valuesOfProperty } from './search-property';

/** Jobs tested one by one for the total; beyond them the total is given as a lower bound. */
const maxCounted = 5000;
/** Jobs looked at between two pauses. */
const stretch = 25;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Search.html */
export const search = (queries: TrainingJobQueries): DeclaredOperation =>
  declare(searchInput, (request) => inTurns(readPage(queries, request)));

function* readPage(
  queries: TrainingJobQueries,
  request: z.output<typeof searchInput>,
): Generator<void, object> {
  if (request.Resource !== 'TrainingJob') {
    throw validationError(
      `Resource ${request.Resource} is not supported by the local backend: training jobs alone are searched.`,
    );
  }
  const sortBy = request.SortBy ?? 'LastModifiedTime';
  kindOfProperty(sortBy);
  const descending = request.SortOrder !== 'Ascending';
  const matches = request.SearchExpression ? compileExpression(request.SearchExpression) : () => true;
  const query = `Search:${sortBy}:${descending}`;
  const task: SearchTask = {
    plan: planSearch(request.SearchExpression),
    matches,
    sortBy,
    descending,
    after: readPageToken(query, request.NextToken),
    pageSize: request.MaxResults ?? defaultPageSize,
  };
  const { rows, total } = yield* (columnOf(sortBy) ? searchByColumn : searchByProperty)(queries, task);
  const { page, NextToken } = cutPage(rows, task.pageSize, query, (row) => row.position);
  return {
    Results: page.map((row) => ({ TrainingJob: row.job })),
    TotalHits: total,
    ...(NextToken !== undefined && { NextToken }),
  };
}

interface SearchTask {
  plan: ReturnType<typeof planSearch>;
  matches: JobTest;
  sortBy: string;
  descending: boolean;
  after: PagePosition | undefined;
  pageSize: number;
}

interface Found {
  /** One row more than the page where there is a next page. */
  rows: { job: SearchTarget; position: PagePosition }[];
  total: { Value: number; Relation: 'EqualTo' | 'GreaterThanOrEqualTo' };
}

/** The order is the store's, so reading ends with the page. */
function* searchByColumn(queries: TrainingJobQueries, task: SearchTask): Generator<void, Found> {
  const column = columnOf(task.sortBy) ?? 'lastModifiedTime';
  const { conditions, complete } = task.plan;
  const start: JobQuery = { conditions, sortBy: column, descending: task.descending };
  const after = task.after && columnPositionOf(task.after);
  const from: JobQuery = { ...start, ...(after && { after }) };
  const toRow = (job: TrainingJobRecord) => ({
    job: searchableTrainingJob(job),
    position: positionOf(job, column),
  });
  if (complete) {
    const rows = queries.page({ ...from, limit: task.pageSize + 1 }).map(toRow);
    return { rows, total: { Value: queries.count(conditions), Relation: 'EqualTo' } };
  }
  const rows: Found['rows'] = [];
  let seen = 0;
  for (const job of queries.scan(from)) {
    if (++seen % stretch === 0) yield;
    const row = toRow(job);
    if (task.matches(row.job)) rows.push(row);
    if (rows.length > task.pageSize) break;
  }
  let [counted, tested] = [0, 0];
  let exact = true;
  for (const job of queries.scan(start)) {
    if (tested === maxCounted) {
      exact = false;
      break;
    }
    tested += 1;
    if (tested % stretch === 0) yield;
    if (task.matches(searchableTrainingJob(job))) counted += 1;
  }
  return {
    rows,
    total: exact
      ? { Value: counted, Relation: 'EqualTo' }
      : { Value: Math.max(counted, rows.length), Relation: 'GreaterThanOrEqualTo' },
  };
}

/** The order is by a property without a column: every match is looked at, and what the page shows is kept. */
function* searchByProperty(queries: TrainingJobQueries, task: SearchTask): Generator<void, Found> {
  const order = comparePositions(task.descending);
  const selection = createPageSelection<Found['rows'][number]>(task.pageSize + 1, (left, right) =>
    order(left.position, right.position),
  );
  let [seen, matching] = [0, 0];
  const query: JobQuery = { conditions: task.plan.conditions, sortBy: 'name', descending: false };
  for (const record of queries.scan(query)) {
    if (++seen % stretch === 0) yield;
    const job = searchableTrainingJob(record);
    if (!task.matches(job)) continue;
    matching += 1;
    const position = { value: sortValue(job, task.sortBy), name: record.name };
    if (!task.after || order(position, task.after) > 0) selection.offer({ job, position });
  }
  return { rows: [...selection.rows], total: { Value: matching, Relation: 'EqualTo' } };
}

const sortValue = (job: SearchTarget, property: string): PagePosition['value'] => {
  const value = valuesOfProperty(job, property)[0];
  if (value === undefined) return null;
  if (value instanceof Date) return value.getTime();
  return kindOfProperty(property) === 'hyperparameter' && isDecimal(String(value)) ? Number(value) : value;
};

/** Jobs without the property come last in either direction; numbers come before texts. */
const comparePositions =
  (descending: boolean) =>
  (left: PagePosition, right: PagePosition): number => {
    if (left.value === null || right.value === null) {
      if (left.value !== right.value) return left.value === null ? 1 : -1;
    } else {
      const byValue = compareScalars(left.value, right.value);
      if (byValue !== 0) return descending ? -byValue : byValue;
    }
    const byName = compareScalars(left.name, right.name);
    return descending ? -byName : byName;
  };

const compareScalars = (left: string | number | boolean, right: string | number | boolean): number => {
  const [leftRank, rightRank] = [Number(typeof left === 'string'), Number(typeof right === 'string')];
  if (leftRank !== rightRank) return leftRank - rightRank;
  return left < right ? -1 : left > right ? 1 : 0;
};
