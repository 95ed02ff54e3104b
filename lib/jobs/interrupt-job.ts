import 'server-only';
import { z } from 'zod';
import { getBackend } from '../aws/backends';
import { interruptTrainingJob } from '../aws/capabilities';
import { describeTrainingJob } from '../aws/training-jobs';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type TrainingJob } from '../training/training-job';
import { parseJobName } from '../training/job-name';
import { refreshJob } from '../backfill/watch-job';

const longestWaitSeconds = 30 * 24 * 3600;

export const interruptJobSchema = z.strictObject({
  /** Once the log has named the end of this epoch; at once if absent. */
  afterEpoch: z.int('Epochs are whole numbers.').min(0, 'Epochs begin at 0.').optional(),
  /** false: the process is killed without notice. */
  notice: z.boolean().optional(),
  capacityWaitSeconds: z
    .number()
    .min(0, 'The wait cannot be negative.')
    .max(longestWaitSeconds, 'The wait can be 30 days at most.')
    .optional(),
});

export type InterruptJobInput = z.input<typeof interruptJobSchema>;

/**
 * Takes the job's instance away, on a backend that can.
 * @throws {SpotdeckError} unsupported on AWS; conflict, where the job has no instance to lose.
 */
export const interruptJob = async (
  backendSlug: string,
  jobName: string,
  input: InterruptJobInput = {},
): Promise<TrainingJob> => {
  const backend = getBackend(backendSlug);
  const name = parseJobName(jobName);
  const parsed = interruptJobSchema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SpotdeckError(
      'invalid-input',
      issue?.message ?? 'The input is not valid.',
      issue?.path.join('.'),
    );
  }
  await interruptTrainingJob(backend, name, parsed.data);
  refreshJob(backendSlug, name);
  return describeTrainingJob(backend, name);
};
