import 'server-only';
import { z } from 'zod';
import { interruptTrainingJob } from '../aws/capabilities';
import { describeTrainingJob } from '../aws/training-jobs';
import { type TrainingJob } from '../training/training-job';
import { refreshJob } from '../backfill/watch-job';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

const maxDelaySeconds = 30 * 24 * 3600;

const inputSchema = z.strictObject({
  name: jobNameInput,
  /** Once the log has named the end of this epoch; at once if absent. */
  afterEpoch: z.int('Epochs are whole numbers.').min(0, 'Epochs begin at 0.').optional(),
  /** false: the process is killed without notice. */
  notice: z.boolean().optional(),
  capacityWaitSeconds: z
    .number()
    .min(0, 'The wait cannot be negative.')
    .max(maxDelaySeconds, 'The wait can be 30 days at most.')
    .optional(),
});

export type InterruptOrder = Omit<z.input<typeof inputSchema>, 'name'>;

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
