'use server';

import { z } from 'zod';
import { deployJob } from '@/lib/endpoints/deploy-job';
import { describeEndpoint } from '@/lib/endpoints/describe-endpoint';
import { hostingPrice } from '@/lib/endpoints/hosting-price';
import { isSpotdeckError } from '@/lib/errors/spotdeck-error';
import { runAction } from '@/lib/server/run-action';
import { deployInputSchema } from '@/lib/training/hosting';

export const lookUpHostingPrice = async (backend: string, instanceType: string) =>
  runAction(async () => (await hostingPrice(backend, z.string().max(64).parse(instanceType))) ?? null);

export const deploy = async (backend: string, fields: unknown) =>
  runAction(async () => deployJob(backend, deployInputSchema.parse(fields)));

/** Whether no endpoint has the name. */
export const isNameFree = async (backend: string, name: string) =>
  runAction(async () => {
    try {
      await describeEndpoint(backend, z.string().max(63).parse(name));
      return false;
    } catch (error) {
      if (isSpotdeckError(error) && error.code === 'not-found') return true;
      throw error;
    }
  });
