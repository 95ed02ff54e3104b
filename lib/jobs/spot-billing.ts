import 'server-only';
import { z } from 'zod';
import { observedSpotBilling } from '../backfill/observed-billing';
import { type SpotBilling } from '../training/money/running-cost';
import { defineUseCase } from '../use-cases/define-use-case';

/** How much of their time finished spot jobs were billed, of the type where some have run; null where none has. */
export const spotBilling = defineUseCase({
  name: 'spot-billing',
  input: z.strictObject({ instanceType: z.string().max(64).optional() }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { instanceType }): Promise<SpotBilling | null> =>
    (await observedSpotBilling(backend.slug, instanceType)) ?? null,
});
