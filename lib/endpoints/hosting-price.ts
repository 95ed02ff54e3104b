import 'server-only';
import { onDemandPrice } from '../aws/prices';
import { type OnDemandPrice } from '../training/money/price';
import { defineUseCase } from '../use-cases/define-use-case';
import { instanceTypeInput } from '../use-cases/name-inputs';

/** On-demand price of hosting on an instance type; null where it is not known. */
export const hostingPrice = defineUseCase({
  name: 'hosting-price',
  input: instanceTypeInput,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { instanceType }): Promise<OnDemandPrice | null> =>
    (await onDemandPrice(backend, instanceType, 'Hosting')) ?? null,
});
