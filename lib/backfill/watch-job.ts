import 'server-only';
import { getBackend } from '../aws/backends';
import { warnOnce } from '../errors/log-fault';
import { systemClock } from '../process/clock';
import { inProcess } from '../process/process-memory';
import { parseJobName } from '../training/job-name';
import { type TrainingModel } from '../training-log/model';
import { type TrainingJob } from '../training/training-job';
import { boundedSnapshot } from '../training/bounded-reading';
import { type JobSnapshot } from '../training/job-snapshot';
import { createJobSource, type JobSource } from '../watch/job-source';
import { createWatchHub, type JobWatch } from '../watch/watch-hub';
import { hasMoved } from '../watch/watch-state';
import { catalogMemory } from './catalog-memory';
import { jobCatalog } from './job-catalog';
import { knownPrice } from './known-price';
import { lookOnHint, stateChangesOf } from './state-changes';

/** The process's one hub, which remembers by the catalog. */
const hub = () =>
  inProcess('watch-hub', () => {
    const made = createWatchHub(
      (backend, name) => toldOfChanges(backend.slug, createJobSource(backend, name, knownPrice)),
      systemClock,
      ({ slug }, name) => catalogMemory(slug, name),
    );
    lookOnHint(made.look);
    return made;
  });

/** What is found of a job's state is put into the lists at once, and held against the queue that should have told of it. */
const toldOfChanges = (slug: string, source: JobSource): JobSource => {
  let before: TrainingJob | undefined;
  return {
    ...source,
    isAnnounced: () => stateChangesOf(slug)?.isTrusted() === true,
    describe: async () => {
      const changes = stateChangesOf(slug);
      changes?.touch();
      const job = await source.describe();
      const isNews = before === undefined || hasMoved(before, job);
      if (isNews && before !== undefined) changes?.found(job.name);
      before = job;
      if (isNews) recordInBackground(slug, job);
      return job;
    },
  };
};

const recordInBackground = (slug: string, job: TrainingJob): void => {
  jobCatalog(slug).then(
    ({ record }) => record(job),
    (error: unknown) => warnOnce(`What ${job.name} has become could not be put into the lists`, error),
  );
};

/** @throws {SpotdeckError} not-found for an unknown backend, invalid-input for what cannot be a job's name. */
export const watchJob = (backendSlug: string, name: string): JobWatch =>
  hub().watch(getBackend(backendSlug), parseJobName(name));

/** The job's snapshot, from memory at once where it is watched. @throws {SpotdeckError} not-found … */
export const jobSnapshot = async (backendSlug: string, name: string): Promise<JobSnapshot> =>
  watchJob(backendSlug, name).snapshot();

/** The snapshot as a page is sent it: bounded, however long the log is. @throws {SpotdeckError} not-found … */
export const pageSnapshot = async (backendSlug: string, name: string): Promise<JobSnapshot> =>
  boundedSnapshot(await jobSnapshot(backendSlug, name));

/** All that the log says, of one rank where it is given. @throws {SpotdeckError} not-found … */
export const wholeReading = async (
  backendSlug: string,
  name: string,
  rank?: string,
): Promise<TrainingModel> => {
  const watch = watchJob(backendSlug, name);
  const { reading } = await watch.snapshot();
  return rank === undefined ? reading : watch.readingOf(rank);
};

/** To be called after something was done to a job, so that those who look see it without delay. */
export const refreshJob = (backendSlug: string, name: string): void =>
  hub().refresh(getBackend(backendSlug), name);

export const watchStatistics = () => hub().statistics();
