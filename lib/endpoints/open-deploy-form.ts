import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { jobCatalog } from '../backfill/job-catalog';
import { noFilters } from '../training/job-filters';
import { type ActionError } from '../errors/action-result';
import { describeError } from '../errors/describe-error';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText } from '../use-cases/name-inputs';
import { findObstacle } from './deployable-job';

export interface OpenedDeployForm {
  /** Completed jobs to choose from, newest first. */
  jobs: string[];
  /** The jobs are still being read for the first time: there may be more. */
  isReading: boolean;
  /** The job asked for; absent if none was. */
  jobName?: string;
  /** Why the job asked for cannot be deployed. */
  obstacle?: string;
  /** What could not be read, and why; the form is whole without. */
  unread: UnreadPart[];
  /** Drawn once per form: two deployments with the same id are one endpoint. */
  deployId: string;
}

export interface UnreadPart {
  what: string;
  error: ActionError;
}

/** What the deploy form opens with, whatever is denied, down or throttled. */
export const openDeployForm = defineUseCase({
  name: 'open-deploy-form',
  input: z.strictObject({ jobName: addressText.optional() }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { jobName }) => open(backend, jobName),
});

const open = async (backend: Backend, jobName: string | undefined): Promise<OpenedDeployForm> => {
  const unread: UnreadPart[] = [];
  const { jobs, isReading } = await readCompletedJobs(backend, unread);
  const obstacle = jobName === undefined ? null : await findKnownObstacle(backend, jobName, unread);
  return {
    jobs,
    isReading,
    ...(jobName !== undefined && { jobName }),
    ...(obstacle !== null && { obstacle }),
    unread,
    deployId: randomUUID(),
  };
};

const readCompletedJobs = async (
  backend: Backend,
  unread: UnreadPart[],
): Promise<{ jobs: string[]; isReading: boolean }> => {
  const tell = (error: ActionError) => unread.push({ what: 'the completed jobs', error });
  try {
    const catalog = await jobCatalog(backend.slug);
    await catalog.sync.refreshNow();
    const { rows } = catalog.queries.queryJobs({
      filters: { ...noFilters, outcomes: ['completed'] },
      sort: { by: 'created', descending: true },
      page: 1,
      pageSize: 100,
    });
    const { problem, asOf } = catalog.sync.freshness();
    // Nothing known and nobody asked is not the same as no completed job.
    if (rows.length === 0 && problem) tell(problem);
    return { jobs: rows.map(({ name }) => name), isReading: asOf === undefined };
  } catch (error) {
    tell(describeError(error));
    return { jobs: [], isReading: false };
  }
};

const findKnownObstacle = async (
  backend: Backend,
  jobName: string,
  unread: UnreadPart[],
): Promise<string | null> => {
  try {
    return await findObstacle(backend, jobName);
  } catch (error) {
    unread.push({ what: `the job ${jobName}`, error: describeError(error) });
    return null;
  }
};
