import type { Sqlite } from './database';
import type { TrainingJobRecord } from './training-job-store';

/**
 * Reads pages of training jobs in SQL, so that the first page of 100,000 jobs costs as much as that of ten.
 * It reads the table that `createTrainingJobStore` owns and adds the indexes its orders need.
 */
export interface TrainingJobQueries {
  /** Jobs in order, from the position `after` (exclusive); equal values are ordered by name. */
  page(query: JobQuery & { limit: number }): TrainingJobRecord[];
  /** As `page` without an end, read lazily: stop iterating to stop reading. */
  scan(query: JobQuery): IterableIterator<TrainingJobRecord>;
  count(conditions: readonly JobCondition[]): number;
  /** ARNs hold the name in lower case, so a job is found by the whole ARN. */
  byArn(arn: string): TrainingJobRecord | undefined;
}

export interface JobQuery {
  conditions: readonly JobCondition[];
  sortBy: JobColumn;
  descending: boolean;
  after?: { value: string | number; name: string };
}

/** What a page may be ordered and narrowed by, under the names the rest of the backend uses for them. */
export type JobColumn = keyof typeof columns;

export interface JobCondition {
  column: JobColumn;
  operator:
    | 'Equals'
    | 'NotEquals'
    | 'GreaterThan'
    | 'GreaterThanOrEqualTo'
    | 'LessThan'
    | 'LessThanOrEqualTo'
    | 'Contains';
  /** Times in milliseconds since the epoch. */
  value: string | number;
}

/** Jobs read at once by `scan`: no statement stays open while others write. */
const scanStep = 500;

const columns = {
  name: 'name',
  creationTime: 'creation_time',
  lastModifiedTime: "json_extract(record, '$.lastModifiedTime')",
  status: "json_extract(record, '$.status')",
} as const;

const arn = "json_extract(record, '$.arn')";

const indexes = `
  CREATE INDEX IF NOT EXISTS training_jobs_by_arn ON training_jobs (${arn});
  CREATE INDEX IF NOT EXISTS training_jobs_by_modification ON training_jobs (${columns.lastModifiedTime}, name);
  CREATE INDEX IF NOT EXISTS training_jobs_by_status ON training_jobs (${columns.status}, name);
`;

const comparisons: Readonly<Record<JobCondition['operator'], (column: string) => string>> = {
  Equals: (column) => `${column} = ?`,
  NotEquals: (column) => `${column} <> ?`,
  GreaterThan: (column) => `${column} > ?`,
  GreaterThanOrEqualTo: (column) => `${column} >= ?`,
  LessThan: (column) => `${column} < ?`,
  LessThanOrEqualTo: (column) => `${column} <= ?`,
  Contains: (column) => `instr(${column}, ?) > 0`,
};

/** @param database one in which `createTrainingJobStore` has made the table. */
export const createTrainingJobQueries = (database: Sqlite): TrainingJobQueries => {
  database.exec(indexes);

  const page: TrainingJobQueries['page'] = (query) => {
    const { clauses, values } = where(query.conditions);
    const column = columns[query.sortBy];
    const direction = query.descending ? 'DESC' : 'ASC';
    if (query.after) {
      const sign = query.descending ? '<' : '>';
      // The first clause alone lets SQLite seek in an index of an expression.
      clauses.push(`${column} ${sign}= ?`, `(${column}, name) ${sign} (?, ?)`);
      values.push(query.after.value, query.after.value, query.after.name);
    }
    const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    const order = `ORDER BY ${column} ${direction}, name ${direction}`;
    const statement = database.prepare(`SELECT record FROM training_jobs ${condition} ${order} LIMIT ?`);
    return statement.all(...values, query.limit).map(readRow);
  };

  const selectByArn = database.prepare(`SELECT record FROM training_jobs WHERE ${arn} = ? LIMIT 1`);

  return {
    page,
    byArn(value) {
      const row: unknown = selectByArn.get(value);
      return row === undefined ? undefined : readRow(row);
    },
    *scan(query) {
      let { after } = query;
      for (;;) {
        const jobs = page({ ...query, ...(after && { after }), limit: scanStep });
        yield* jobs;
        const last = jobs.at(-1);
        if (!last || jobs.length < scanStep) return;
        after = { value: last[query.sortBy], name: last.name };
      }
    },
    count(conditions) {
      const { clauses, values } = where(conditions);
      const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
      const row = database.prepare(`SELECT count(*) AS total FROM training_jobs ${condition}`).get(...values);
      return (row as { total: number }).total;
    },
  };
};

const where = (conditions: readonly JobCondition[]) => ({
  clauses: conditions.map(({ column, operator }) => comparisons[operator](columns[column])),
  values: conditions.map(({ value }) => value),
});

const readRow = (row: unknown): TrainingJobRecord =>
  JSON.parse((row as { record: string }).record) as TrainingJobRecord;
