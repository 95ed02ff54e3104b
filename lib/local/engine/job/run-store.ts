import { z } from 'zod';
import { type Sqlite } from '../../store/database';
import { createDocumentReader } from '../../store/set-aside';
import { type StopCause } from './stop-cause';
import { type InterruptOptions } from './training-engine';
import { rowReader, text } from '../../store/rows';

/**
 * What the engine must know of a running job to take it up again after it died itself: which attempt, which
 * process, what was ordered. Not part of what SageMaker reports.
 */
export interface RunRecord {
  /** Counts from 1; 0 before the first. */
  attempt: number;
  /** Leader of the attempt's process group and when it started (see ProcessStatistics). */
  process?: { pid: number; startTime?: number };
  /**
   * Discount of the spot market when the job was created, 0 to 1. A job keeps it to its end: a market that is
   * changed while it trains must not reprice hours that are already trained.
   */
  discount?: number;
  /** Milliseconds for which no backend ran while the job was unfinished: they are no wait for capacity. */
  offMs?: number;
  /** Why the job is being stopped. */
  stopCause?: StopCause;
  /** When capacity is back, milliseconds since the epoch. */
  capacityAt?: number;
  /** An interruption that waits for an epoch to end. */
  order?: InterruptionOrder;
}

export type InterruptionOrder = Required<Pick<InterruptOptions, 'afterEpoch' | 'notice'>> &
  Pick<InterruptOptions, 'capacityWaitSeconds'>;

const runRecordSchema: z.ZodType<RunRecord> = z.looseObject({
  attempt: z.int().min(0),
  process: z.looseObject({ pid: z.int(), startTime: z.number().optional() }).optional(),
  discount: z.number().optional(),
  offMs: z.number().optional(),
  stopCause: z.enum(['requested', 'max-runtime', 'max-wait']).optional(),
  capacityAt: z.number().optional(),
  order: z
    .looseObject({ afterEpoch: z.int(), notice: z.boolean(), capacityWaitSeconds: z.number().optional() })
    .optional(),
});

export interface RunStore {
  /** A job that has no record yet is before its first attempt. */
  get(job: string): RunRecord;
  update(job: string, change: Partial<RunRecord>): RunRecord;
  delete(job: string): void;
}

const runRow = rowReader<{ run: string }>({ run: text });

export const createRunStore = (database: Sqlite): RunStore => {
  database.exec('CREATE TABLE IF NOT EXISTS training_runs (job TEXT PRIMARY KEY, run TEXT NOT NULL)');
  const select = database.prepare('SELECT run FROM training_runs WHERE job = ?');
  const replace = database.prepare('INSERT OR REPLACE INTO training_runs VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM training_runs WHERE job = ?');
  const read = createDocumentReader(database, {
    schema: runRecordSchema,
    title: (job) => `the run of training job ${job}`,
    remove: (job) => remove.run(job),
  });
  const get = (job: string): RunRecord => {
    const row = runRow.perhaps(select.get(job));
    return (row && read(job, row.run)) ?? { attempt: 0 };
  };
  return {
    get,
    update(job, change) {
      const run = { ...get(job), ...change };
      replace.run(job, JSON.stringify(run));
      return run;
    },
    delete(job) {
      remove.run(job);
    },
  };
};
