import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { describeTrainingJob } from '../aws/training-jobs';
import { jobCatalog } from '../backfill/job-catalog';
import { parseJobName } from '../training/job-name';
import { noFilters } from '../training/job-filters';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText } from '../use-cases/name-inputs';

export interface OpenedDeployForm {
  /** Completed jobs to choose from, newest first. */
  jobs: string[];
  /** The jobs are still being read for the first time: there may be more. */
  isReading: boolean;
  /** The job asked for; absent if none was. */
  jobName?: string;
  /** Why the job asked for cannot be deployed. */
  obstacle?: string;
  /** Drawn once per form: two deployments with the same id are one endpoint. */
  deployId: string;
}

/** What the deploy form opens with. @throws {SpotdeckError} */
export const openDeployForm = defineUseCase({
  name: 'open-deploy-form',
  input: z.strictObject({ jobName: addressText.optional() }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { jobName }) => open(backend, jobName),
});

const open = async (backend: Backend, jobName: string | undefined): Promise<OpenedDeployForm> => {
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
  if (rows.length === 0 && problem) throw new SpotdeckError(problem.code, problem.message);
  const obstacle = jobName === undefined ? undefined : await findObstacle(backend, jobName);
  return {
    jobs: rows.map(({ name }) => name),
    isReading: asOf === undefined,
    ...(jobName !== undefined && { jobName }),
    ...(obstacle !== undefined && { obstacle }),
    deployId: randomUUID(),
  };
};

const findObstacle = async (backend: Backend, jobName: string): Promise<string | undefined> => {
  try {
    const job = await describeTrainingJob(backend, parseJobName(jobName));
    return job.modelArtifactS3Uri !== undefined && (job.status === 'Completed' || job.status === 'Stopped')
      ? undefined
      : `${jobName} is ${job.status} and has no model to deploy. Choose a completed job.`;
  } catch (error) {
    if (isNotFound(error)) return error.message;
    throw error;
  }
};
