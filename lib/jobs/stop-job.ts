import 'server-only';
import { getBackend } from '../aws/backends';
import { describeTrainingJob, stopTrainingJob } from '../aws/training-jobs';
import { type TrainingJob } from '../training/training-job';
import { parseJobName } from '../training/job-name';
import { refreshJob } from '../backfill/watch-job';

/**
 * Asks SageMaker to stop the job; it is Stopping on return, and its model so far is still uploaded.
 * @throws {SpotdeckError} conflict, where the job has ended already.
 */
export const stopJob = async (backendSlug: string, jobName: string): Promise<TrainingJob> => {
  const backend = getBackend(backendSlug);
  const name = parseJobName(jobName);
  await stopTrainingJob(backend, name);
  refreshJob(backendSlug, name);
  return describeTrainingJob(backend, name);
};
