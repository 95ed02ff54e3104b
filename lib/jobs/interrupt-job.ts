import 'server-only';
import { interruptTrainingJob } from '../aws/capabilities';
import { describeTrainingJob } from '../aws/training-jobs';
import { interruptOrderSchema } from '../training/interrupt-order';
import { type TrainingJob } from '../training/training-job';
import { refreshJob } from '../backfill/watch-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

const inputSchema = interruptOrderSchema.extend({ name: jobNameInput });

/**
 * Takes the job's instance away, on a backend that can.
 * @throws {SpotdeckError} unsupported on AWS; conflict, where the job has no instance to lose.
 */
export const interruptJob = defineUseCase({
  name: 'interrupt-job',
  input: inputSchema,
  access: 'operate',
  changes: true,
  subject: ({ name, afterEpoch, notice }) => ({ job: name, afterEpoch, notice }),
  run: async ({ backend }, { name, ...order }): Promise<TrainingJob> => {
    await interruptTrainingJob(backend, name, order);
    refreshJob(backend.slug, name);
    return describeTrainingJob(backend, name);
  },
});
