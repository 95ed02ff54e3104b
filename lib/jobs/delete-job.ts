import 'server-only';
import { getBackend } from '../aws/backends';
import { deleteTrainingJob } from '../aws/training-jobs';
import { forgetJob } from '../backfill/job-catalog';
import { parseJobName } from '../training/job-name';
import { refreshJob } from '../backfill/watch-job';

/**
 * Deletes a finished job's record; its name is free again, its objects in S3 stay.
 * @throws {SpotdeckError} conflict, where the job has not ended.
 */
export const deleteJob = async (backendSlug: string, jobName: string): Promise<{ deleted: string }> => {
  const backend = getBackend(backendSlug);
  const name = parseJobName(jobName);
  await deleteTrainingJob(backend, name);
  refreshJob(backendSlug, name);
  await forgetJob(backendSlug, name);
  return { deleted: name };
};
