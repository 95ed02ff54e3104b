import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { objectExists, parseS3Uri } from '../aws/objects';
import { listTags } from '../aws/tags';
import { describeTrainingJob } from '../aws/training-jobs';
import { isNotFound, isSpotdeckError } from '../errors/spotdeck-error';
import { generatedModelText, isGenerated } from '../training/generated-job';
import { parseJobName } from '../training/job-name';
import { type TrainingJob } from '../training/training-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

/**
 * Why a job's model cannot be deployed, in a sentence that says what to do; null where nothing is known against it.
 * @throws {SpotdeckError} where the job cannot be read
 */
export const deployObstacle = defineUseCase({
  name: 'deploy-obstacle',
  input: z.strictObject({ jobName: jobNameInput }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { jobName }) => findObstacle(backend, jobName),
});

export const findObstacle = async (backend: Backend, jobName: string): Promise<string | null> => {
  try {
    const job = await describeTrainingJob(backend, parseJobName(jobName));
    const found = await findDeployable(backend, job);
    return 'obstacle' in found ? found.obstacle : null;
  } catch (error) {
    if (isNotFound(error)) return error.message;
    throw error;
  }
};

/** @returns where its model lies, or why it cannot be deployed */
export const findDeployable = async (
  backend: Backend,
  job: TrainingJob,
): Promise<{ modelUri: string } | { obstacle: string }> => {
  const { name, status, modelArtifactS3Uri: modelUri } = job;
  if (modelUri === undefined || (status !== 'Completed' && status !== 'Stopped'))
    return { obstacle: `${name} is ${status} and has no model to deploy. Choose a completed job.` };
  if (await isThere(backend, modelUri)) return { modelUri };
  // Tags say more than is needed: without them it is as of any other job.
  const tags = await listTags(backend, job.arn).catch(() => ({}));
  return {
    obstacle: isGenerated(tags)
      ? `${generatedModelText(name)} Choose a job that has trained.`
      : `The model of ${name} is not at ${modelUri} any more. Train it again.`,
  };
};

/** Who may not look may deploy all the same: the execution role reads the model. */
const isThere = async (backend: Backend, uri: string): Promise<boolean> => {
  try {
    return await objectExists(backend, parseS3Uri(uri));
  } catch (error) {
    if (isSpotdeckError(error) && error.code === 'access-denied') return true;
    throw error;
  }
};
