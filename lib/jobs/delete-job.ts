import 'server-only';
import { deleteTrainingJob } from '../aws/training-jobs';
import { forgetJob } from '../backfill/job-catalog';
import { refreshJob } from '../backfill/watch-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/**
 * Deletes a finished job's record; its name is free again, its objects in S3 stay.
 * @throws {SpotdeckError} conflict, where the job has not ended.
 */
export const deleteJob = defineUseCase({
  name: 'delete-job',
  input: jobInput,
  access: 'operate',
  changes: true,
  subject: ({ name }) => ({ job: name }),
  run: async ({ backend }, { name }): Promise<{ deleted: string }> => {
    await deleteTrainingJob(backend, name);
    refreshJob(backend.slug, name);
    await forgetJob(backend.slug, name);
    return { deleted: name };
  },
});
