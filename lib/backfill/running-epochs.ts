import 'server-only';
import { getBackend } from '../aws/backends';
import { filterLogEvents, listLogStreams, recentLogStreams, trainingLogGroup } from '../aws/logs';
import { inBackgroundLane } from '../process/call-lane';
import { systemClock } from '../process/clock';
import { progressOf } from '../training/progress';
import { isTerminal } from '../training/status';
import { type TrainingJob } from '../training/training-job';
import { type TrainingModel } from '../training-log/model';
import { type BatchedLogs, createBatchedLogs } from '../watch/batched-logs';
import { type JobCatalog } from './job-catalog';
import { perCatalog } from './per-catalog';

/** What reads the logs of a catalog's running jobs, for all lists that show them. */
export const runningEpochs = (backendSlug: string, catalog: JobCatalog): BatchedLogs =>
  perCatalog('running-epochs', catalog, backendSlug, () => {
    const backend = getBackend(backendSlug);
    return createBatchedLogs({
      source: {
        recentStreams: (token) => inBackgroundLane(() => recentLogStreams(backend, trainingLogGroup, token)),
        streamNames: async (job) =>
          (await inBackgroundLane(() => listLogStreams(backend, trainingLogGroup, `${job}/`))).map(
            ({ name }) => name,
          ),
        events: (request) => inBackgroundLane(() => filterLogEvents(backend, trainingLogGroup, request)),
      },
      clock: systemClock,
      readJob: catalog.store.readJob,
      onReading: recordReading(catalog, systemClock.now),
    });
  });

/** Puts what a running job's log says into the catalog. */
export const recordReading =
  ({ store, announce }: Pick<JobCatalog, 'store' | 'announce'>, now: () => number) =>
  (job: TrainingJob, reading: TrainingModel): void => {
    // What was backfilled of a job that has ended meanwhile says more.
    if (isTerminal(job.status) && store.withoutEpochs([job.name]).length === 0) return;
    const { position, of, share, counts } = progressOf({ job, reading }, now());
    if (store.recordEpochs(job.name, { position, of, share, counts, final: false })) announce();
  };
