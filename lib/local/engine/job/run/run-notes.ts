import { type EngineParts } from '../engine-parts';
import { type RunRecord } from '../run-store';

/**
 * One job's run record as its run uses it. What a run notes about a change that has happened holds at once and is
 * written as soon as the disk takes it: there is no way back from the change.
 */
export interface RunNotes {
  get(): RunRecord;
  /** @throws what the store throws; nothing is changed then. */
  write(change: Partial<RunRecord>): RunRecord;
  note(change: Partial<RunRecord>): void;
}

export const createRunNotes = ({ runs, disk }: EngineParts, job: string): RunNotes => {
  let unwritten: Partial<RunRecord> = {};
  let writing = false;

  const write = (change: Partial<RunRecord>): RunRecord => {
    const run = runs.update(job, { ...unwritten, ...change });
    unwritten = {};
    return run;
  };

  const writeLater = async (): Promise<void> => {
    writing = true;
    try {
      await disk.whenThereIsRoom(() => write({}));
    } finally {
      writing = false;
    }
  };

  return {
    get: () => ({ ...runs.get(job), ...unwritten }),
    write,
    note(change) {
      unwritten = { ...unwritten, ...change };
      try {
        write({});
      } catch (error) {
        if (!disk.note(error)) throw error;
        // The backend's end takes what is not written along: the next start then waits for no capacity.
        if (!writing) writeLater().catch(() => undefined);
      }
    },
  };
};
