import 'server-only';
import { type JobRow } from '../training/job-columns';
import { type JobSnapshot } from '../training/job-snapshot';
import { progressOf } from '../training/progress';
import { isTerminal } from '../training/status';
import { type Clock, systemClock } from '../process/clock';
import { type JobCatalog } from './job-catalog';
import { jobBackfiller, type JobBackfiller } from './job-backfiller';
import { watchJob } from './watch-job';

/** Running jobs that one list watches; what is beyond shows what was backfilled before. */
const watchedAtOnce = 25;
/** Finished jobs whose log is read at the same time. */
const caughtUpAtOnce = 5;

/**
 * Keeps the epoch progress of the jobs in a visible list: running ones are watched, finished ones whose log was
 * never read are backfilled. Every list has one; what they watch and read is shared.
 */
export const createListBackfiller = (
  backendSlug: string,
  catalog: JobCatalog,
  backfiller: JobBackfiller = jobBackfiller(backendSlug, catalog),
  clock: Clock = systemClock,
) => {
  const watches = new Map<string, () => void>();
  const underWay = new Set<string>();
  let finished: string[] = [];
  let closed = false;
  let cancelLater = () => {};

  const end = (name: string) => {
    watches.get(name)?.();
    watches.delete(name);
  };

  const isUnread = (name: string) => catalog.store.withoutEpochs([name]).length > 0;

  const record = (snapshot: JobSnapshot) => {
    const { name, status } = snapshot.job;
    const { position, of, share, counts } = progressOf(snapshot, clock.now());
    const stored = catalog.store.storeJobs([snapshot.job], snapshot.observedAt, 'describe') > 0;
    // Once all of a finished job was backfilled, this says less.
    const progressed =
      (!isTerminal(status) || isUnread(name)) &&
      catalog.store.recordEpochs(name, { position, of, share, counts, final: false });
    if (stored || progressed) catalog.announce();
  };

  const begin = (name: string) => {
    const unsubscribe = watchJob(backendSlug, name).subscribe((event) => {
      if (event.kind === 'gone') {
        end(name);
        if (catalog.store.removeJob(name)) catalog.announce();
      } else if (event.kind === 'snapshot') record(event.snapshot);
    });
    watches.set(name, unsubscribe);
  };

  const backfillDue = () => {
    cancelLater();
    if (closed) return;
    const unread = catalog.store
      .withoutEpochs(finished)
      .filter((name) => !watches.has(name) && !underWay.has(name));
    const isDue = (name: string) => backfiller.dueAt(name) <= clock.now();
    for (const name of unread.filter(isDue).slice(0, caughtUpAtOnce - underWay.size)) {
      underWay.add(name);
      void backfiller.backfill(name).then(() => {
        underWay.delete(name);
        backfillDue();
      });
    }
    const next = Math.min(...unread.filter((name) => !isDue(name)).map(backfiller.dueAt));
    if (next !== Infinity) cancelLater = clock.after(next - clock.now(), backfillDue);
  };

  return {
    /** The rows that are visible now. */
    show: (rows: readonly JobRow[]) => {
      const running = new Set(
        rows
          .filter(({ status }) => !isTerminal(status))
          .slice(0, watchedAtOnce)
          .map(({ name }) => name),
      );
      finished = rows.filter(({ status }) => isTerminal(status)).map(({ name }) => name);
      // One that has ended is watched on until its watcher has backfilled it.
      const unread = new Set(catalog.store.withoutEpochs(finished));
      for (const name of [...watches.keys()]) if (!running.has(name) && !unread.has(name)) end(name);
      for (const name of running) if (!watches.has(name)) begin(name);
      backfillDue();
    },
    close: () => {
      closed = true;
      cancelLater();
      for (const name of [...watches.keys()]) end(name);
    },
  };
};
