import 'server-only';
import { describeTrainingJob, stopTrainingJob } from '../aws/training-jobs';
import { recordChange } from '../backfill/job-catalog';
import { refreshJob } from '../backfill/watch-job';
import { type TrainingJob } from '../training/training-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/**
 * Asks SageMaker to stop the job; it is Stopping on return, and its model so far is still uploaded.
 * @throws {SpotdeckError} conflict, where the job has ended already.
 */
export const stopJob = defineUseCase({
  name: 'stop-job',
  input: jobInput,
  access: 'operate',
  changes: true,
  subject: ({ name }) => ({ job: name }),
  run: async ({ backend }, { name }): Promise<TrainingJob> => {
    await stopTrainingJob(backend, name);
    refreshJob(backend.slug, name);
    const job = await describeTrainingJob(backend, name);
    await recordChange(backend.slug, job);
    return job;
  },
});
