import 'server-only';
import { knownPrice } from '../backfill/known-price';
import { type OnDemandPrice } from '../training/money/price';
import { defineUseCase } from '../use-cases/define-use-case';
import { instanceTypeInput } from '../use-cases/name-inputs';

/** On-demand price of training on an instance type; null where it is not known. */
export const trainingPrice = defineUseCase({
  name: 'training-price',
  input: instanceTypeInput,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { instanceType }): Promise<OnDemandPrice | null> =>
    (await knownPrice(backend, instanceType)) ?? null,
});
