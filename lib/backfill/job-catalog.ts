import 'server-only';
import path from 'node:path';
import { type Backend, getBackend } from '../aws/backends';
import { callerIdentity } from '../aws/identity';
import { inBackgroundLane } from '../process/call-lane';
import { inProcess } from '../process/process-memory';
import { describeTrainingJob, searchTrainingJobs } from '../aws/training-jobs';
import { type CatalogDatabase, openCatalogDatabase } from '../catalog/catalog-database';
import {
  type CatalogScope,
  createJobStore,
  type EpochProgress,
  type JobStore,
  findSoleAccount,
} from '../catalog/job-store';
import { createJobQueries } from '../catalog/query-jobs';
import { createReportQueries } from '../catalog/report-queries';
import { createJobSync, type JobSource } from './sync-jobs';
import { createSumKeeper } from './sum-keeper';
import { createSyncLoop, type SyncLoop } from './sync-loop';
import { followStateChanges, toldSource } from './state-changes';
import { type Announcements } from '../watch/announcements';
import { settings } from '../env';
import { type ErrorCode } from '../errors/action-result';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { unlessGone } from '../errors/unless-gone';
import { placeOf } from '../training/backend-slug';
import { lastAccount, rememberAccount } from './last-accounts';
import { describeError } from '../errors/describe-error';
import { type TrainingJob } from '../training/training-job';

/** The catalog of one backend and account, with the synchronisation that keeps it in step. */
export interface JobCatalog {
  database: CatalogDatabase;
  scope: CatalogScope;
  store: JobStore;
  queries: ReturnType<typeof createJobQueries>;
  sync: SyncLoop;
  /** Calls back when jobs or their freshness changed. The returned function ends that. */
  subscribe: (listener: () => void) => () => void;
  /** Tells the subscribers. */
  announce: () => void;
  /** Follows the queue that the settings name for the backend, which leads to this account. */
  followQueue: (backend: Backend) => void;
  /** Keeps what a watcher was told of a job, so that lists have it without asking again. */
  record: (job: TrainingJob) => void;
}

/** The catalog's database of this process. */
export const catalogDatabase = () =>
  inProcess('catalog-database', () => openCatalogDatabase(path.join(settings.dataDir, 'catalog.sqlite')));

const catalogs = () => inProcess('catalogs', () => new Map<string, JobCatalog>());

/**
 * Answers from memory or disk where the backend's account was ever known; only the very first time it waits for
 * as long as the backend takes to name it.
 * @throws {SpotdeckError} not-found for an unknown backend; unreachable, no-credentials … at that first time.
 */
export const jobCatalog = async (backendSlug: string): Promise<JobCatalog> => {
  const backend = getBackend(backendSlug);
  return getCatalog(backend, await findAccount(catalogDatabase(), backend));
};

const findAccount = async (opened: CatalogDatabase, backend: Backend): Promise<string> => {
  const accounts = inProcess('catalog-accounts', () => new Map<string, string>());
  const asked = callerIdentity(backend).then(({ accountId }) => {
    accounts.set(backend.slug, accountId);
    rememberAccount(backend.slug, accountId);
    return accountId;
  });
  const cached =
    accounts.get(backend.slug) ?? lastAccount(backend.slug) ?? findSoleAccount(opened, backend.slug);
  if (cached === undefined) return asked;
  // The list says itself why its backend cannot be asked: its synchronisation fails for the same reason.
  return Promise.race([
    asked.catch(() => cached),
    cached === accounts.get(backend.slug) ? cached : soon(cached),
  ]);
};

/** Credentials may have changed since the account was last known, so the backend has this long to say so. */
const accountMs = 300;

const soon = (value: string): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), accountMs).unref();
  });

const getCatalog = (backend: Backend, account: string): JobCatalog => {
  // Profiles that lead to one account see the same jobs.
  const scope = { backend: placeOf(backend.slug), account };
  const key = `${scope.backend}/${account}`;
  const askers = getAskers(key);
  if (askers.length === 0 || askers[0]?.slug !== backend.slug)
    askers.splice(0, askers.length, backend, ...askers.filter(({ slug }) => slug !== backend.slug));
  const cached = catalogs().get(key);
  if (cached) {
    cached.followQueue(backend);
    return cached;
  }
  const store = createJobStore(catalogDatabase(), scope);
  const listeners = new Set<() => void>();
  const { keepAhead } = createReportQueries(catalogDatabase(), scope);
  const sums = createSumKeeper({ keepAhead, store });
  const announce = () => {
    sums.wake();
    listeners.forEach((listener) => listener());
  };
  let changes: Announcements | undefined;
  const source = toldSource(sourceOf(askers), store.readJob, () => changes);
  const record = (job: TrainingJob) => {
    if (store.storeJobs([job], Date.now(), 'describe') > 0) announce();
  };
  const sync = createSyncLoop({
    sync: createJobSync(store, source),
    store,
    describeError,
    onChange: announce,
    isAnnounced: () => changes?.isTrusted() === true,
  });
  const catalog: JobCatalog = {
    database: catalogDatabase(),
    scope,
    store,
    queries: createJobQueries(catalogDatabase(), scope),
    sync,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce,
    record,
    followQueue: (asker) => {
      changes = followStateChanges(asker, {
        account,
        slugs: () => askers.map(({ slug }) => slug),
        read: async (jobName) => {
          const asked = Date.now();
          const job = await source.describe(jobName);
          if (job !== undefined) record(job);
          else if (store.markGone(jobName, asked)?.isNews) announce();
        },
        readAll: () => void sync.refreshNow(),
      });
    },
  };
  catalog.followQueue(backend);
  catalogs().set(key, catalog);
  // An earlier version kept none of them.
  sums.wake();
  return catalog;
};

/** Who leads to an account's jobs, the latest first. */
const getAskers = (key: string): Backend[] => {
  const askers = inProcess('catalog-askers', () => new Map<string, Backend[]>());
  const waiting = askers.get(key) ?? [];
  askers.set(key, waiting);
  return waiting;
};

/** Asks with the credentials that were last looked with; where they may not, with others of the same account. */
const byAny = async <Value>(
  askers: readonly Backend[],
  ask: (backend: Backend) => Promise<Value>,
): Promise<Value> => {
  const [first, ...others] = [...askers];
  if (first === undefined) throw new Error('A catalog without a backend');
  let failure: unknown;
  for (const backend of [first, ...others]) {
    try {
      return await ask(backend);
    } catch (error) {
      // The first one's is told: it is whose page is open.
      failure ??= error;
      if (!isSpotdeckError(error) || !ofCredentials.has(error.code)) throw error;
    }
  }
  throw failure;
};

const ofCredentials: ReadonlySet<ErrorCode> = new Set(['access-denied', 'no-credentials']);

const sourceOf = (askers: readonly Backend[]): JobSource => ({
  search: async ({ modifiedAtMost, running, token }) => {
    const page = await inBackgroundLane(() =>
      byAny(askers, (backend) =>
        searchTrainingJobs(backend, {
          sortBy: 'LastModifiedTime',
          sortOrder: 'Descending',
          ...(running && {
            filters: [{ name: 'TrainingJobStatus', operator: 'In', value: 'InProgress,Stopping' }],
          }),
          ...(modifiedAtMost === undefined
            ? {}
            : {
                filters: [
                  {
                    name: 'LastModifiedTime',
                    operator: 'LessThanOrEqualTo',
                    value: wholeSecondAfter(modifiedAtMost),
                  },
                ],
              }),
          ...(token === undefined ? {} : { token }),
        }),
      ),
    );
    return {
      jobs: page.jobs,
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      ...(page.total?.exact ? { total: page.total.value } : {}),
    };
  },
  describe: (name) =>
    unlessGone(inBackgroundLane(() => byAny(askers, (backend) => describeTrainingJob(backend, name)))),
});

/** Search takes times in whole seconds. */
const wholeSecondAfter = (at: number): string =>
  new Date(Math.ceil(at / 1000) * 1000).toISOString().replace(/\.\d+Z$/, '');

/**
 * Stores what a job is after something was done to it here, so that lists have it at once: Search would tell minutes
 * later, and until then what it was before.
 */
export const recordChange = async (backendSlug: string, job: TrainingJob): Promise<void> => {
  const catalog = await jobCatalog(backendSlug);
  if (catalog.store.storeJobs([job], Date.now(), 'changed-here') > 0) catalog.announce();
};

/** Stores how far a job's log says it has come. */
export const recordEpochs = async (
  backendSlug: string,
  jobName: string,
  progress: EpochProgress,
): Promise<void> => {
  const catalog = await jobCatalog(backendSlug);
  if (catalog.store.recordEpochs(jobName, progress)) catalog.announce();
};

/** Takes a job that somebody deleted out of the lists. @returns whether it was in them */
export const forgetJob = async (backendSlug: string, jobName: string): Promise<boolean> => {
  const catalog = await jobCatalog(backendSlug);
  const wasKnown = catalog.store.removeJob(jobName);
  if (wasKnown) catalog.announce();
  return wasKnown;
};
