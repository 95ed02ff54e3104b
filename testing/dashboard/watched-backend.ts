/**
 * A backend whose list is looked at, with the real synchronisation and the real reading of many logs, by a clock that is
 * moved by hand: what looking costs, in calls. For tests.
 */
import { type CatalogDatabase } from '../../lib/catalog/catalog-database';
import { createJobStore } from '../../lib/catalog/job-store';
import { createJobQueries } from '../../lib/catalog/query-jobs';
import { type JobCatalog } from '../../lib/backfill/job-catalog';
import { createListBackfiller } from '../../lib/backfill/list-backfiller';
import { recordReading } from '../../lib/backfill/running-epochs';
import { createJobSync } from '../../lib/backfill/sync-jobs';
import { createSyncLoop } from '../../lib/backfill/sync-loop';
import { type JobRow } from '../../lib/training/job-columns';
import { createBatchedLogs } from '../../lib/watch/batched-logs';
import { type FoundEvent } from '../../lib/watch/event-batches';
import { createFakeSearch } from './fake-search';
import { type ManualClock } from './manual-clock';
import { sampleJob, streamName } from './sample-job';

interface Options {
  clock: ManualClock;
  database: CatalogDatabase;
  scope: JobCatalog['scope'];
  /** How many jobs run. */
  running: number;
  /** When they were created, ms since the epoch. */
  start: number;
}

/** Changes that come close together are told as one, in ms. */
const announceMs = 250;

export const createWatchedBackend = ({ clock, database, scope, running, start }: Options) => {
  const jobs = Array.from({ length: running }, (_, index) =>
    sampleJob(start + index, { name: `job-${index}` }),
  );
  const search = createFakeSearch(jobs);
  const store = createJobStore(database, scope);
  const queries = createJobQueries(database, scope);
  const listeners = new Set<() => void>();
  let pending = false;
  const announce = () => {
    if (pending) return;
    pending = true;
    clock.after(announceMs, () => {
      pending = false;
      listeners.forEach((listener) => listener());
    });
  };
  const sync = createSyncLoop({
    sync: createJobSync(store, search.source, clock.now),
    store,
    describeError: (error) => ({ code: 'internal', message: String(error) }),
    onChange: announce,
    now: clock.now,
    wait: (ms, signal) =>
      new Promise<void>((resolve) => {
        clock.after(ms, resolve);
        signal.addEventListener('abort', () => resolve());
      }),
  });
  const catalog: JobCatalog = {
    ...{ database, scope, store, queries, sync, announce },
    // No queue tells of this account, and no watcher of its jobs.
    followQueue: () => undefined,
    record: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let logCalls = 0;
  const written: FoundEvent[] = [];
  const logs = createBatchedLogs({
    source: {
      recentStreams: async (token = '0') => {
        logCalls += 1;
        const names = jobs.map(({ name }) => streamName(name, start + 10_000));
        const end = Number(token) + 50;
        return { names: names.slice(Number(token), end), ...(end < names.length && { nextToken: `${end}` }) };
      },
      streamNames: async (name) => {
        logCalls += 1;
        return [streamName(name, start + 10_000)];
      },
      events: async ({ streams, from = 0 }) => {
        logCalls += 1;
        return { events: written.filter(({ stream, at }) => at >= from && streams.includes(stream)) };
      },
    },
    clock,
    readJob: store.readJob,
    onReading: recordReading(catalog, clock.now),
  });
  const backfiller = { backfill: async () => {}, dueAt: () => Infinity, postponed: () => 0 };
  return {
    catalog,
    /** A viewer's list: what it shows has its logs read, and the jobs are kept in step until it is left. */
    view: (): { show: (rows: readonly JobRow[]) => void; leave: () => void } => {
      const list = createListBackfiller('local', catalog, backfiller, logs, clock);
      const release = sync.view();
      return {
        show: list.show,
        leave: () => {
          release();
          list.close();
        },
      };
    },
    /** Each of its jobs prints a line. */
    print: (message: string) => {
      for (const { name } of jobs) {
        const stream = streamName(name, start + 10_000);
        written.push({ stream, id: `${written.length}`, at: clock.now(), message });
      }
    },
    calls: () => search.calls.search + search.calls.describe + logCalls,
    describes: () => search.calls.describe,
  };
};
