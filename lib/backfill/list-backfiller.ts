import { isOver } from '../training/job-end';
import 'server-only';
import { type JobRow } from '../training/job-columns';
import { type Clock, systemClock } from '../process/clock';
import { type JobCatalog } from './job-catalog';
import { jobBackfiller, type JobBackfiller } from './job-backfiller';
import { runningEpochs } from './running-epochs';
import { type BatchedLogs } from '../watch/batched-logs';

/** Finished jobs whose log is read at the same time. */
const caughtUpAtOnce = 5;

/**
 * Keeps the epoch progress of the jobs in a visible list: the logs of running ones are read together, finished ones
 * whose log was never read are backfilled. Every list has one; what they read is shared.
 */
export const createListBackfiller = (
  backendSlug: string,
  catalog: JobCatalog,
  backfiller: JobBackfiller = jobBackfiller(backendSlug, catalog),
  running: BatchedLogs = runningEpochs(backendSlug, catalog),
  clock: Clock = systemClock,
) => {
  const list = {};
  const underWay = new Set<string>();
  let finished: string[] = [];
  let closed = false;
  let cancelLater = () => {};

  const backfillDue = () => {
    cancelLater();
    if (closed) return;
    const unread = catalog.store.withoutEpochs(finished).filter((name) => !underWay.has(name));
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
      finished = rows.filter(isOver).map(({ name }) => name);
      running.show(
        list,
        rows.filter((row) => !isOver(row)).map(({ name }) => name),
      );
      backfillDue();
    },
    close: () => {
      closed = true;
      cancelLater();
      running.show(list, []);
    },
  };
};
