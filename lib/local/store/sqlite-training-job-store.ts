import { AwsError } from '../core/aws-error';
import { type Sqlite } from './database';
import { createDocumentReader } from './set-aside';
import { trainingJobRecordSchema } from './training-job-schema';
import { isTerminal, type TrainingJobRecord, type TrainingJobStore } from './training-job-store';
import { number, type RowOf, rowReader, text } from './rows';
import { readColumns } from './table-column';

/**
 * Training jobs in SQLite, one JSON document a row. What is looked up or counted by has a column; the rest is read
 * whole, because every reader of a job wants all of it.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS training_jobs (
    name TEXT PRIMARY KEY, creation_time INTEGER NOT NULL, finished INTEGER NOT NULL,
    last_modified_time INTEGER, status TEXT, record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS training_jobs_unfinished ON training_jobs (creation_time) WHERE finished = 0;
`;

/** Columns that the table of an earlier version does not have, and where they are in the record. */
const laterColumns = [
  ['last_modified_time', 'INTEGER', '$.lastModifiedTime'],
  ['status', 'TEXT', '$.status'],
] as const;

const addLaterColumns = (database: Sqlite): void => {
  const present = readColumns(database, 'training_jobs');
  for (const [name, type, member] of laterColumns) {
    if (present.includes(name)) continue;
    database.exec(`ALTER TABLE training_jobs ADD COLUMN ${name} ${type}`);
    database.exec(`UPDATE training_jobs SET ${name} = json_extract(record, '${member}')`);
  }
};

/** Jobs read at once while all of them are walked: bounds memory, and lets writes happen in between. */
const pageSize = 200;

const jobRow = rowReader<{ name: string; creation_time: number; record: string }>({
  name: text,
  creation_time: number,
  record: text,
});

/** Reads a row's document; undefined for one that cannot be read, which has left the table then. */
export const createJobReader = (database: Sqlite) => {
  const remove = database.prepare('DELETE FROM training_jobs WHERE name = ?');
  const read = createDocumentReader(database, {
    schema: trainingJobRecordSchema,
    title: (name) => `training job ${name}`,
    remove: (name) => remove.run(name),
  });
  return ({ name, record }: Pick<RowOf<typeof jobRow>, 'name' | 'record'>): TrainingJobRecord | undefined =>
    read(name, record);
};

/** The columns that an update may change, in the order of both statements. */
const changing = (job: TrainingJobRecord) => [
  isTerminal(job) ? 1 : 0,
  job.lastModifiedTime,
  job.status,
  JSON.stringify(job),
];

export const createTrainingJobStore = (database: Sqlite): TrainingJobStore => {
  database.exec(schema);
  database.transaction(() => addLaterColumns(database)).immediate();
  const read = createJobReader(database);
  const columns = 'name, creation_time, record';
  const selectOne = database.prepare(`SELECT ${columns} FROM training_jobs WHERE name = ?`);
  const selectUnfinished = database.prepare(
    `SELECT ${columns} FROM training_jobs WHERE finished = 0 ORDER BY creation_time`,
  );
  const selectPage = database.prepare(
    `SELECT ${columns} FROM training_jobs WHERE (creation_time, name) < (?, ?)
     ORDER BY creation_time DESC, name DESC LIMIT ${pageSize}`,
  );
  const insertRow = database.prepare(
    `INSERT INTO training_jobs (name, creation_time, finished, last_modified_time, status, record)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const updateRow = database.prepare(
    'UPDATE training_jobs SET finished = ?, last_modified_time = ?, status = ?, record = ? WHERE name = ?',
  );
  const deleteRow = database.prepare('DELETE FROM training_jobs WHERE name = ?');

  const get = (name: string): TrainingJobRecord | undefined => {
    const row = jobRow.perhaps(selectOne.get(name));
    return row && read(row);
  };

  const insert = (job: TrainingJobRecord): void => {
    const existing = get(job.name);
    if (existing) {
      throw new AwsError(
        'ResourceInUse',
        'Training job names must be unique within an AWS account and region, and a training job with this ' +
          `name already exists (${existing.arn})`,
      );
    }
    insertRow.run(job.name, job.creationTime, ...changing(job));
  };

  return {
    insert: database.transaction(insert).immediate,
    insertAll: database.transaction((jobs: Iterable<TrainingJobRecord>) => {
      for (const job of jobs) insert(job);
    }).immediate,
    get,
    update: database.transaction((name: string, change: (job: TrainingJobRecord) => void) => {
      const job = get(name);
      if (!job) throw new Error(`There is no training job ${name} to update.`);
      change(job);
      updateRow.run(...changing(job), name);
      return job;
    }).immediate,
    delete(name) {
      deleteRow.run(name);
    },
    *all() {
      let after: [number, string] = [Number.MAX_SAFE_INTEGER, ''];
      for (;;) {
        const rows = jobRow.rows(selectPage.all(...after));
        yield* rows.flatMap((row) => read(row) ?? []);
        const last = rows.at(-1);
        if (!last || rows.length < pageSize) return;
        after = [last.creation_time, last.name];
      }
    },
    unfinished: () => jobRow.rows(selectUnfinished.all()).flatMap((row) => read(row) ?? []),
  };
};
