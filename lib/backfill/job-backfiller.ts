import 'server-only';
import { type ActionError, type ErrorCode } from '../errors/action-result';
import { getBackend } from '../aws/backends';
import { inBackgroundLane } from '../process/call-lane';
import { type JobStore } from '../catalog/job-store';
import { describeError } from '../errors/describe-error';
import { type Clock, systemClock } from '../process/clock';
import { type JobCatalog } from './job-catalog';
import { perCatalog } from './per-catalog';
import { createJobSource } from '../watch/job-source';
import { backfillJob, type BackfillSource } from './backfill-job';
import { backoffDelay, doubledDelay } from '../errors/backoff';

/** After a failure of its own, a job is left alone so long, in ms: at first, and at most. */
const firstRetryMs = 30_000;
const maxRetryMs = 3_600_000;

/** Failures that any other job would meet as well: none is tried until some time has passed. */
const ofAll: ReadonlySet<ErrorCode> = new Set([
  'throttled',
  'unreachable',
  'service-fault',
  'no-credentials',
  'region-disabled',
  'clock-skew',
  'access-denied',
]);

/**
 * Backfills finished jobs, each once for all who want it. What failed is tried again ever more rarely, however often
 * it is asked for.
 */
export interface JobBackfiller {
  /** Never throws. Does nothing where the job is not due, or not known. */
  backfill: (name: string) => Promise<void>;
  /** From when on a try makes sense, ms since the epoch; 0: at once. */
  dueAt: (name: string) => number;
  /** How many jobs are not due for a reason of their own. */
  postponed: () => number;
}

export interface JobBackfillerOptions {
  store: JobStore;
  sourceOf: (name: string) => BackfillSource;
  /** Called when something new was stored. */
  announce: () => void;
  clock: Clock;
}

export const createJobBackfiller = ({
  store,
  sourceOf,
  announce,
  clock,
}: JobBackfillerOptions): JobBackfiller => {
  const underway = new Map<string, Promise<void>>();
  const postponed = new Map<string, { failures: number; until: number }>();
  let pausedUntil = 0;
  let failuresOfAll = 0;

  const dueAt = (name: string) => Math.max(pausedUntil, postponed.get(name)?.until ?? 0);

  const failed = (name: string, { code }: ActionError) => {
    if (ofAll.has(code) && clock.now() >= pausedUntil) {
      failuresOfAll += 1;
      pausedUntil = clock.now() + backoffDelay(failuresOfAll, code);
    }
    // One job's log may be denied where others' are not, so the next one has its turn.
    if (ofAll.has(code) && code !== 'access-denied') return;
    const failures = (postponed.get(name)?.failures ?? 0) + 1;
    const delay = doubledDelay(firstRetryMs, failures - 1, maxRetryMs);
    postponed.set(name, { failures, until: clock.now() + delay });
  };

  const run = async (name: string) => {
    try {
      const job = store.readJob(name);
      if (job === undefined) return;
      const result = await backfillJob(job, sourceOf(name), store, clock.now);
      if (result.kind === 'failed') failed(name, result.error);
      else if (result.kind === 'later') {
        postponed.set(name, { failures: 0, until: clock.now() + result.inMs });
      } else {
        failuresOfAll = 0;
        postponed.delete(name);
        if (result.changed) announce();
      }
    } catch (error) {
      failed(name, describeError(error));
    }
  };

  return {
    backfill: (name) => {
      const running = underway.get(name);
      if (running) return running;
      if (dueAt(name) > clock.now()) return Promise.resolve();
      const work = inBackgroundLane(() => run(name)).finally(() => underway.delete(name));
      underway.set(name, work);
      return work;
    },
    dueAt,
    postponed: () => postponed.size,
  };
};

/** The one backfiller of a catalog: lists and the savings report share what it does. */
export const jobBackfiller = (backendSlug: string, catalog: JobCatalog): JobBackfiller =>
  perCatalog('job-backfillers', catalog, backendSlug, () => {
    const backend = getBackend(backendSlug);
    return createJobBackfiller({
      store: catalog.store,
      sourceOf: (name) => createJobSource(backend, name),
      announce: catalog.announce,
      clock: systemClock,
    });
  });
