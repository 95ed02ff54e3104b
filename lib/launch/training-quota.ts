import 'server-only';
import { z } from 'zod';
import { trainingQuotas } from '../aws/quotas';
import { jobCatalog } from '../backfill/job-catalog';
import { instancesInUse } from '../catalog/instances-in-use';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { quotaName, quotaUrl, type TrainingQuota } from '../training/training-quota';
import { defineUseCase } from '../use-cases/define-use-case';
import { instanceTypeInput } from '../use-cases/name-inputs';

/**
 * How many instances of a type the account may train on at once; null where the backend has no quotas, or none of the type.
 * @throws {SpotdeckError} access-denied … where they cannot be read
 */
export const trainingQuota = defineUseCase({
  name: 'training-quota',
  input: instanceTypeInput.extend({ spot: z.boolean() }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, kind): Promise<TrainingQuota | null> => {
    const quotas = await trainingQuotas(backend).catch((error: unknown) => {
      if (isSpotdeckError(error) && error.code === 'unsupported') return undefined;
      throw error;
    });
    const quota = quotas?.get(quotaName(kind.instanceType, kind.spot));
    if (quota === undefined) return null;
    const { database, scope } = await jobCatalog(backend.slug);
    return {
      max: quota.value,
      used: instancesInUse(database, scope, kind),
      increaseUrl: quotaUrl(backend.region, quota.code),
    };
  },
});
