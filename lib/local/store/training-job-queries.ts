import type { Sqlite } from './database';
import { createJobReader } from './sqlite-training-job-store';
import type { TrainingJobRecord } from './training-job-store';
import { number, rowReader, text } from './rows';

/**
 * Reads pages of training jobs in SQL, so that the first page of 100,000 jobs costs as much as that of ten.
 * It reads the table that `createTrainingJobStore` owns and adds the indexes its orders need.
 */
export interface TrainingJobQueries {
  /** Jobs in order, from the position `after` (exclusive); equal values are ordered by name. */
  page(query: JobQuery & { limit: number }): TrainingJobRecord[];
  /** As `page` without an end, read lazily: stop iterating to stop reading. */
  scan(query: JobQuery): IterableIterator<TrainingJobRecord>;
  /** Exact. */
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

/** Jobs read at once by `scan`: no statement stays open while others write, and nobody waits for many. */
const scanStep = 50;

const columns = {
  name: 'name',
  creationTime: 'creation_time',
  lastModifiedTime: 'last_modified_time',
  status: 'status',
} as const;

const arn = "json_extract(record, '$.arn')";

/** What earlier versions made in their place. */
const formerIndexes = [
  'training_jobs_by_modification',
  'training_jobs_by_status',
  'training_jobs_by_creation',
];

/**
 * One index for each order, and one for each order within a status.
 * They hold every column that a condition may name, so that a count reads no row and a page reads only its own: the
 * records are long.
 */
const indexes = `
  CREATE INDEX IF NOT EXISTS training_jobs_by_arn ON training_jobs (${arn});
  CREATE INDEX IF NOT EXISTS training_jobs_in_name
    ON training_jobs (name, last_modified_time, creation_time, status);
  CREATE INDEX IF NOT EXISTS training_jobs_in_creation
    ON training_jobs (creation_time, name, last_modified_time, status);
  CREATE INDEX IF NOT EXISTS training_jobs_in_modification
    ON training_jobs (last_modified_time, name, status, creation_time);
  CREATE INDEX IF NOT EXISTS training_jobs_in_status
    ON training_jobs (status, name, last_modified_time, creation_time);
  CREATE INDEX IF NOT EXISTS training_jobs_of_status_in_modification
    ON training_jobs (status, last_modified_time, name, creation_time);
  CREATE INDEX IF NOT EXISTS training_jobs_of_status_in_creation
    ON training_jobs (status, creation_time, name, last_modified_time);
`;

/** Counts that are remembered at a time: one walk through the pages asks for the same one again and again. */
const maxCounts = 50;

const comparisons: Readonly<Record<JobCondition['operator'], (column: string) => string>> = {
  Equals: (column) => `${column} = ?`,
  NotEquals: (column) => `${column} <> ?`,
  GreaterThan: (column) => `${column} > ?`,
  GreaterThanOrEqualTo: (column) => `${column} >= ?`,
  LessThan: (column) => `${column} < ?`,
  LessThanOrEqualTo: (column) => `${column} <= ?`,
  Contains: (column) => `instr(${column}, ?) > 0`,
};

const jobRow = rowReader<{ name: string; record: string }>({ name: text, record: text });
const changesRow = rowReader<{ changes: number }>({ changes: number });
const totalRow = rowReader<{ total: number }>({ total: number });

/** @param database one in which `createTrainingJobStore` has made the table. */
export const createTrainingJobQueries = (database: Sqlite): TrainingJobQueries => {
  for (const index of formerIndexes) database.exec(`DROP INDEX IF EXISTS ${index}`);
  database.exec(indexes);
  const read = createJobReader(database);

  const page: TrainingJobQueries['page'] = (query) => {
    const conditions = query.conditions.filter((condition) => !isImplied(condition, query));
    const { clauses, values } = where(conditions, query.sortBy);
    const column = columns[query.sortBy];
    const direction = query.descending ? 'DESC' : 'ASC';
    if (query.after) {
      clauses.push(`(${column}, name) ${query.descending ? '<' : '>'} (?, ?)`);
      values.push(query.after.value, query.after.name);
    }
    const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    const keys = new Set([column, 'name']);
    const order = `ORDER BY ${[...keys].map((key) => `${key} ${direction}`).join(', ')}`;
    // The table's own index of names has no other column, so that every condition would read a record.
    const isSought = conditions.some(({ operator }) => operator === 'Equals');
    const source = column === 'name' && !isSought ? 'INDEXED BY training_jobs_in_name' : '';
    const statement = database.prepare(
      `SELECT name, record FROM training_jobs ${source} ${condition} ${order} LIMIT ?`,
    );
    const jobs = jobRow.rows(statement.all(...values, query.limit)).map(read);
    // What cannot be read has left the table: the page is whole without it.
    return jobs.every((job) => job !== undefined) ? jobs : page(query);
  };

  const selectByArn = database.prepare(`SELECT name, record FROM training_jobs WHERE ${arn} = ? LIMIT 1`);

  const selectChanges = database.prepare('SELECT total_changes() AS changes');
  /** Grows with every row that anyone writes: the backend is the only writer, on this one connection. */
  const changes = (): number => changesRow.row(selectChanges.get()).changes;
  const counts = new Map<string, number>();
  let countedAt: number | undefined;

  return {
    page,
    byArn(value) {
      const row = jobRow.perhaps(selectByArn.get(value));
      return row && read(row);
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
      const at = changes();
      if (at !== countedAt) counts.clear();
      countedAt = at;
      const key = JSON.stringify(conditions);
      const cached = counts.get(key);
      if (cached !== undefined) return cached;
      const { clauses, values } = where(conditions);
      const condition = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
      const row = database.prepare(`SELECT count(*) AS total FROM training_jobs ${condition}`).get(...values);
      const { total } = totalRow.row(row);
      if (counts.size >= maxCounts) counts.clear();
      counts.set(key, total);
      return total;
    },
  };
};

/**
 * Whether every job after the position satisfies the condition anyway. Of two bounds on one side SQLite seeks to
 * the first, and would read every job from there to the page.
 */
const isImplied = ({ column, operator, value }: JobCondition, query: JobQuery): boolean => {
  if (!query.after || column !== query.sortBy) return false;
  const sign = query.descending ? 'LessThan' : 'GreaterThan';
  if (operator !== sign && operator !== `${sign}OrEqualTo`) return false;
  const { value: reached } = query.after;
  if (reached === value) return operator !== sign;
  return query.descending ? reached < value : reached > value;
};

/**
 * @param order where there is one, a bound on another time is no reason to leave its index: whatever is within the
 * bound would be read and sorted. The sign says so to SQLite.
 */
const where = (conditions: readonly JobCondition[], order?: JobColumn) => ({
  clauses: conditions.map(({ column, operator }) => {
    const isBound = order !== undefined && column !== order && column.endsWith('Time');
    return comparisons[operator](`${isBound ? '+' : ''}${columns[column]}`);
  }),
  values: conditions.map(({ value }) => value),
});
