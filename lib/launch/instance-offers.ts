import 'server-only';
import { type Backend } from '../aws/backends';
import { trainingPriceList } from '../aws/prices';
import { readEnteredPrices } from '../backfill/entered-prices';
import { jobCatalog } from '../backfill/job-catalog';
import { spotHistories } from '../catalog/spot-history';
import { reasonInShort } from '../errors/reason-in-short';
import { type InstanceOffers } from '../training/instance-offers';
import { type SpotHistory } from '../training/spot-history';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

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
      orNone(() => pricesOf(backend), unread, 'the prices', 'pricing:GetProducts'),
      orNone(() => historiesOf(backend), unread, 'the account’s earlier spot jobs', 'sagemaker:Search'),
    ]);
    return { prices, histories, unread };
  },
});

/** The list's, else those entered by hand. */
const pricesOf = async (backend: Backend): Promise<InstanceOffers['prices']> => {
  const entered = [...readEnteredPrices(backend.slug)];
  const listed = [...(await trainingPriceList(backend)).values()];
  return [
    ...new Map([
      ...entered.map(([instanceType, { usdPerHour }]) => [instanceType, usdPerHour] as const),
      ...listed.map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour] as const),
    ]),
  ].map(([instanceType, usdPerHour]) => ({ instanceType, usdPerHour }));
};

const historiesOf = async (backend: Backend): Promise<SpotHistory[]> => {
  const { database, scope } = await jobCatalog(backend.slug);
  return spotHistories(database, scope);
};

const orNone = async <Value>(
  ask: () => Promise<Value[]>,
  unread: string[],
  what: string,
  needs: string,
): Promise<Value[]> => {
  try {
    return await ask();
  } catch (error) {
    unread.push(`Could not read ${what}: ${reasonInShort(error, needs)}.`);
    return [];
  }
};
