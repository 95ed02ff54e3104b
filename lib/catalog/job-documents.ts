/** The whole jobs, beside the narrow table of what lists need: read, written, and which of two answers counts. */
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type TrainingJob } from '../training/training-job';
import { type CatalogDatabase } from './catalog-database';
import { modifiedAtOf } from './job-columns';
import { readJobDocument } from './stored-documents';

/** What counts of two answers about one name. */
export const newerOf = (
  before: TrainingJob | undefined,
  job: TrainingJob,
  { described, wasDescribed }: { described: boolean; wasDescribed: boolean },
): TrainingJob => {
  // A name is free again once its job was deleted.
  if (before === undefined || job.createdAt > before.createdAt) return job;
  const age = modifiedAtOf(job) - modifiedAtOf(before);
  // A job of which there is an answer is there.
  const { goneAt: _, ...kept } = before;
  if (age < 0) return kept;
  const tags = job.tags ?? before.tags;
  const newest = age === 0 && wasDescribed && !described ? kept : job;
  return tags === undefined ? newest : { ...newest, tags };
};

export const readDocument = (
  database: CatalogDatabase,
  row: number,
  name: string,
): TrainingJob | undefined => {
  const document = database.value(sql`SELECT document FROM job_document WHERE job = ${row}`, z.string());
  return document === undefined ? undefined : readJobDocument(name, document);
};

/** @param isNew the job has neither document nor tags yet */
export const writeDocument = (
  database: CatalogDatabase,
  scope: number,
  row: number,
  job: TrainingJob,
  isNew = false,
) => {
  database.run(
    sql`INSERT OR REPLACE INTO job_document (job, document) VALUES (${row}, ${JSON.stringify(job)})`,
  );
  if (!isNew) database.run(sql`DELETE FROM job_tag WHERE job = ${row}`);
  for (const [key, value] of Object.entries(job.tags ?? {})) {
    database.run(
      sql`INSERT INTO job_tag (scope, key, value, job) VALUES (${scope}, ${key}, ${value}, ${row})`,
    );
  }
};

export const removeRows = (database: CatalogDatabase, condition: Sql): number => {
  const rows = sql`SELECT id FROM job WHERE ${condition}`;
  database.run(sql`DELETE FROM job_document WHERE job IN (${rows})`);
  database.run(sql`DELETE FROM job_tag WHERE job IN (${rows})`);
  return database.run(sql`DELETE FROM job WHERE ${condition}`).changes;
};
