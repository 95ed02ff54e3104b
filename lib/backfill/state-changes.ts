import 'server-only';
import { type Backend } from '../aws/backends';
import { openEventQueue } from '../aws/event-queue';
import { modifiedAtOf } from '../catalog/job-columns';
import { settings } from '../env';
import { systemClock } from '../process/clock';
import { inProcess } from '../process/process-memory';
import { type TrainingJob } from '../training/training-job';
import { type Announcements, createAnnouncements } from '../watch/announcements';
import { hasMoved } from '../watch/watch-state';
import { type JobSource } from './sync-jobs';

/** What the queues of this process tell of, by the slug of whoever looks: profiles of one account share theirs. */
const bySlug = () => inProcess('state-changes', () => new Map<string, Announcements>());
/** Who asks for a watched job, given its backend's slug and its name. @returns whether it is watched */
type Look = (slug: string, jobName: string) => boolean;
const watchers = () => inProcess('state-change-watchers', () => new Set<Look>());

/** Undefined where the settings name no queue for the account and Region. */
export const stateChangesOf = (slug: string): Announcements | undefined => bySlug().get(slug);

/** Has a watched job asked for by its watcher where it is said to have changed. */
export const lookOnHint = (look: Look): void => void watchers().add(look);

/** What following a queue does to the catalog that it tells of. */
export interface ToldCatalog {
  account: string;
  /** Whoever leads to the account; the queue is of the first of them that has one. */
  slugs: () => readonly string[];
  /** Asks AWS for one job, and keeps the answer. */
  read: (jobName: string) => Promise<void>;
  /** Asks for all changes at once. */
  readAll: () => void;
}

/** Begins to follow the queue that the settings name for the backend, once for all who look at its account. */
export const followStateChanges = (backend: Backend, catalog: ToldCatalog): Announcements | undefined => {
  const { slug, region } = backend;
  const shared = catalog.slugs().flatMap((one) => bySlug().get(one) ?? [])[0];
  const url = new Map(Object.entries(settings.eventQueues ?? {})).get(slug);
  const followed =
    shared ??
    (url === undefined
      ? undefined
      : createAnnouncements({
          queue: openEventQueue(backend, url),
          account: catalog.account,
          region,
          clock: systemClock,
          onHint: async (jobName) => {
            // A job that is watched is asked for by its watcher, which tells the catalog.
            const watched = catalog
              .slugs()
              .map((one) => [...watchers()].map((look) => look(one, jobName)))
              .flat();
            if (!watched.includes(true)) await catalog.read(jobName);
          },
          onMany: catalog.readAll,
        }));
  if (followed) for (const one of [slug, ...catalog.slugs()]) bySlug().set(one, followed);
  return followed;
};

/** A source of a catalog that tells its queue of what polling finds without it. */
export const toldSource = (
  source: JobSource,
  readJob: (jobName: string) => TrainingJob | undefined,
  changes: () => Announcements | undefined,
): JobSource => ({
  ...source,
  search: async (request) => {
    const followed = changes();
    followed?.touch();
    const page = await source.search(request);
    // The walk through older jobs finds what is older than any message.
    if (request.modifiedAtMost === undefined && followed?.isTrusted() === true)
      for (const job of page.jobs) if (hasChanged(readJob(job.name), job)) followed.found(job.name);
    return page;
  },
});

/** An index that lags behind shows what was so before. */
const hasChanged = (before: TrainingJob | undefined, job: TrainingJob): boolean =>
  before === undefined || (hasMoved(before, job) && modifiedAtOf(job) > modifiedAtOf(before));
