import 'server-only';
import { deleteTrainingJob } from '../aws/training-jobs';
import { forgetJob } from '../backfill/job-catalog';
import { refreshJob } from '../backfill/watch-job';
import { SpotdeckError } from '../errors/spotdeck-error';
import { unlessGone } from '../errors/unless-gone';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/**
 * Deletes a finished job's record; its name is free again, its objects in S3 stay. One that is no longer in the account
 * is taken out of the lists.
 * @throws {SpotdeckError} conflict, where the job has not ended.
 */
export const deleteJob = defineUseCase({
  name: 'delete-job',
  input: jobInput,
  access: 'operate',
  changes: true,
  subject: ({ name }) => ({ job: name }),
  run: async ({ backend }, { name }): Promise<{ deleted: string }> => {
    const deleted = await unlessGone(deleteTrainingJob(backend, name).then(() => true));
    // Of one that vanished there is nothing left to delete but what is known of it here.
    const wasListed = await forgetJob(backend.slug, name);
    if (!deleted && !wasListed) {
      throw new SpotdeckError('not-found', `There is no training job ${name}.`);
    }
    refreshJob(backend.slug, name);
    return { deleted: name };
  },
});
