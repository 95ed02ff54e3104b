import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';

/** A training job's name, as CreateTrainingJob takes it. */
export const jobNameSchema = z
  .string()
  .max(63)
  .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);

/** @throws {SpotdeckError} not-found: what cannot be a name cannot be a job. */
export const parseJobName = (name: string): string => {
  if (jobNameSchema.safeParse(name).success) return name;
  throw new SpotdeckError(
    'not-found',
    `There is no training job "${name.slice(0, 80)}": that cannot be a job's name.`,
  );
};
