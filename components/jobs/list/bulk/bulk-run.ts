/** What is done to several jobs, one after the other. Pure: `BulkModal` acts by it. */
import { type ActionError } from '@/lib/errors/action-result';

export interface BulkRun {
  /** `asking` before it begins, `ended` once nothing is left or it was cancelled. */
  stage: 'asking' | 'running' | 'ended';
  /** Jobs that are still to be done, in their order; the first one is under way while it runs. */
  left: readonly string[];
  done: readonly string[];
  failed: readonly { name: string; error: ActionError }[];
  cancelled: boolean;
}

export type BulkEvent =
  | { kind: 'begun' }
  /** The first one of those left was tried. */
  | { kind: 'tried'; error?: ActionError }
  /** Whoever asked wants no more; what is under way is still finished. */
  | { kind: 'cancelled' }
  /** Those that failed, and those that a cancel left, are tried again. */
  | { kind: 'again' };

export const newBulkRun = (names: readonly string[]): BulkRun => ({
  stage: 'asking',
  left: names,
  done: [],
  failed: [],
  cancelled: false,
});

export const reduceBulkRun = (run: BulkRun, event: BulkEvent): BulkRun => {
  switch (event.kind) {
    case 'begun':
      return run.stage === 'asking' ? { ...run, stage: run.left.length === 0 ? 'ended' : 'running' } : run;
    case 'tried': {
      const [name, ...left] = run.left;
      if (run.stage !== 'running' || name === undefined) return run;
      return {
        ...run,
        left,
        done: event.error ? run.done : [...run.done, name],
        failed: event.error ? [...run.failed, { name, error: event.error }] : run.failed,
        stage: left.length === 0 || run.cancelled ? 'ended' : 'running',
      };
    }
    case 'cancelled':
      return run.stage === 'running' ? { ...run, cancelled: true } : run;
    case 'again':
      if (run.stage !== 'ended') return run;
      return {
        ...run,
        left: [...run.failed.map(({ name }) => name), ...run.left],
        failed: [],
        cancelled: false,
        stage: run.failed.length + run.left.length === 0 ? 'ended' : 'running',
      };
  }
};

/** 0 to 100. */
export const bulkPercent = ({ left, done, failed }: BulkRun): number => {
  const all = left.length + done.length + failed.length;
  return all === 0 ? 100 : Math.floor((100 * (done.length + failed.length)) / all);
};
