import 'server-only';
import { warnOnce } from '../errors/log-fault';
import { createViewers } from '../watch/viewers';
import { type JobStore } from '../catalog/job-store';
import { type Clock, systemClock } from '../process/clock';
import { type JobCatalog } from './job-catalog';
import { perCatalog } from './per-catalog';
import { jobBackfiller, type JobBackfiller } from './job-backfiller';

/** The savings report counts as looked at so long after the last look, in ms. */
const viewedForMs = 30_000;
/** From the beginning of one job to the beginning of the next, in ms, at least. */
const paceMs = 500;
/** The same, while nobody looks. */
const unviewedPaceMs = 4_000;
/** With nothing to do now, how often it is looked for jobs that have ended meanwhile, in ms. */
const restMs = 2_000;

/**
 * Reads what interruptions cost, from the logs of interrupted jobs that have ended: one after the other, newest
 * first, until all are read. It is faster while somebody looks at the savings report, and waits for more then.
 */
export interface InterruptedBackfiller {
  /** There may be something to read; nobody waits for it. */
  wake: () => void;
  /** Somebody looks now. */
  touch: () => void;
  /** Somebody looks until the returned function is called. */
  view: () => () => void;
  /** Whether it is at work or waiting for its next job. */
  running: () => boolean;
}

export interface InterruptedBackfillerOptions {
  store: Pick<JobStore, 'toBackfill'>;
  backfiller: JobBackfiller;
  clock: Clock;
}

export const createInterruptedBackfiller = ({
  store,
  backfiller,
  clock,
}: InterruptedBackfillerOptions): InterruptedBackfiller => {
  const viewers = createViewers(() => clock.now(), viewedForMs);
  let working = false;

  /** @returns how long to wait for the next turn, in ms; undefined where there is none. */
  const takeTurn = async (): Promise<number | undefined> => {
    const beganAt = clock.now();
    // With one more than are postponed there is one to be tried, if there is any.
    const names = store.toBackfill(backfiller.postponed() + 1);
    const due = names.find((name) => backfiller.dueAt(name) <= beganAt);
    if (due === undefined) return viewers.present() ? restMs : undefined;
    await backfiller.backfill(due);
    return Math.max(0, beganAt + (viewers.present() ? paceMs : unviewedPaceMs) - clock.now());
  };

  const run = async () => {
    try {
      for (;;) {
        const pause = await takeTurn();
        if (pause === undefined) return;
        await new Promise<void>((resolve) => clock.after(pause, resolve));
      }
    } catch (error) {
      // The catalog failed; the next look begins again.
      warnOnce('Interrupted jobs could not be backfilled', error);
    } finally {
      working = false;
    }
  };

  const wake = () => {
    if (working) return;
    working = true;
    void run();
  };

  const touch = () => {
    viewers.touch();
    wake();
  };

  return {
    wake,
    touch,
    view: () => {
      touch();
      return viewers.view();
    },
    running: () => working,
  };
};

/** The one of a catalog. */
export const interruptedBackfiller = (backendSlug: string, catalog: JobCatalog): InterruptedBackfiller =>
  perCatalog('interrupted-backfillers', catalog, backendSlug, () =>
    createInterruptedBackfiller({
      store: catalog.store,
      backfiller: jobBackfiller(backendSlug, catalog),
      clock: systemClock,
    }),
  );
