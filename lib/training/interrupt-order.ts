import { z } from 'zod';

const maxDelaySeconds = 30 * 24 * 3600;

/** How an instance is taken away, on a backend that can. */
export const interruptOrderSchema = z.strictObject({
  /** Once the log has named the end of this epoch; at once if absent. */
  afterEpoch: z.int('Epochs are whole numbers.').min(0, 'Epochs begin at 0.').optional(),
  /** false: the process is killed without notice. */
  notice: z.boolean().optional(),
  /** How long the job then waits for capacity; drawn from the spot market if absent. */
  capacityWaitSeconds: z
    .number()
    .min(0, 'The wait cannot be negative.')
    .max(maxDelaySeconds, 'The wait can be 30 days at most.')
    .optional(),
});

export type InterruptOrder = z.input<typeof interruptOrderSchema>;
