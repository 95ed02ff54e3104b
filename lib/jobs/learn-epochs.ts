import 'server-only';
import { type JobRow } from '../training/job-list';
import { type JobSnapshot } from '../training/job-snapshot';
import { progressOf } from '../training/progress';
import { isTerminal } from '../training/status';
import { type JobCatalog } from './job-catalog';
import { watchJob } from './watch-job';

/** Running jobs that one list watches; what is beyond shows what was learnt before. */
const watchedAtOnce = 25;
/** Finished jobs whose log is read at the same time. */
const caughtUpAtOnce = 5;
/** Log lines may arrive so long after a job's end, in ms. */
const lateLinesMs = 10_000;

/**
 * Keeps the epoch progress of the jobs in a visible list: running ones are watched, finished ones whose log was
 * never read are read once. Every list has one; what they watch is shared.
 */
export const createEpochLearner = (backendSlug: string, catalog: JobCatalog) => {
  const watches = new Map<string, () => void>();

  const end = (name: string) => {
    watches.get(name)?.();
    watches.delete(name);
  };

  const begin = (name: string) => {
    let finish: NodeJS.Timeout | undefined;
    let newest: JobSnapshot | undefined;
    const record = (snapshot: JobSnapshot, final: boolean) => {
      const { epoch, of, share } = progressOf(snapshot, Date.now());
      const stored = catalog.store.storeJobs([snapshot.job], snapshot.observedAt, 'describe') > 0;
      const learnt = catalog.store.recordEpochs(name, { epoch, of, share, final });
      if (stored || learnt) catalog.announce();
    };
    const unsubscribe = watchJob(backendSlug, name).subscribe((event) => {
      if (event.kind === 'gone') {
        end(name);
        if (catalog.store.removeJob(name)) catalog.announce();
      }
      if (event.kind !== 'snapshot') return;
      const { snapshot } = event;
      newest = snapshot;
      record(snapshot, false);
      if (!isTerminal(snapshot.job.status) || finish) return;
      finish = setTimeout(() => {
        // A log that cannot be read now is tried again with the next list that shows the job.
        record(newest ?? snapshot, !newest?.problems.some(({ part }) => part === 'log'));
        end(name);
      }, lateLinesMs);
      finish.unref();
    });
    watches.set(name, () => {
      clearTimeout(finish);
      unsubscribe();
    });
  };

  return {
    /** The rows that are visible now. */
    show: (rows: readonly JobRow[]) => {
      const running = rows.filter(({ status }) => !isTerminal(status)).slice(0, watchedAtOnce);
      const finished = rows.filter(({ status }) => isTerminal(status)).map(({ name }) => name);
      const unread = catalog.store.withoutEpochs(finished).slice(0, caughtUpAtOnce);
      const wanted = new Set([...running.map(({ name }) => name), ...unread]);
      for (const name of [...watches.keys()]) if (!wanted.has(name)) end(name);
      for (const name of wanted) if (!watches.has(name)) begin(name);
    },
    close: () => {
      for (const name of [...watches.keys()]) end(name);
    },
  };
};
