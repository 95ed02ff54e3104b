import 'server-only';
import { type Backend } from '../aws/backends';
import { trainingPriceList } from '../aws/prices';
import { readEnteredPrices } from '../backfill/entered-prices';
import { jobCatalog } from '../backfill/job-catalog';
import { spotHistories } from '../catalog/spot-history';
import { type InstanceOffers } from '../training/instance-offers';
import { type SpotHistory } from '../training/spot-history';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';
import { couldNotRead, readOrElse } from './read-or-else';

/**
 * What the launch form says of instance types beside what they have: prices, and how spot jobs fared in this account.
 * What cannot be read is named and costs nothing else.
 */
export const instanceOffers = defineUseCase({
  name: 'instance-offers',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend }): Promise<InstanceOffers> => {
    const unread: string[] = [];
    const [prices, histories] = await Promise.all([
      readOrElse(
        () => listPrices(backend),
        [],
        unread,
        (error) => couldNotRead('the prices', error, 'pricing:GetProducts'),
      ),
      readOrElse(
        () => readHistories(backend),
        [],
        unread,
        (error) => couldNotRead('the account’s earlier spot jobs', error, 'sagemaker:Search'),
      ),
    ]);
    return { prices, histories, unread };
  },
});

/** The list's, else those entered by hand. */
const listPrices = async (backend: Backend): Promise<InstanceOffers['prices']> => {
  const entered = [...readEnteredPrices(backend.slug)];
  const listed = [...(await trainingPriceList(backend)).values()];
  return [
    ...new Map([
      ...entered.map(([instanceType, { usdPerHour }]) => [instanceType, usdPerHour] as const),
      ...listed.map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour] as const),
    ]),
  ].map(([instanceType, usdPerHour]) => ({ instanceType, usdPerHour }));
};

const readHistories = async (backend: Backend): Promise<SpotHistory[]> => {
  const { database, scope } = await jobCatalog(backend.slug);
  return spotHistories(database, scope);
};
