/** What a form offers as instance types, each with what helps to choose it. */
import { formatUsdPerHour } from './format';
import { factsInWords, typesByFamily } from './instance-facts';
import { historyInWords, type SpotHistory } from './spot-history';

export interface InstanceOffers {
  /** On demand, of each type that has a known price. */
  prices: { instanceType: string; usdPerHour: number }[];
  /** Of each type that spot jobs of this account ran on. */
  histories: SpotHistory[];
  /** What could not be read, a sentence each. */
  unread: string[];
}

export interface OfferedType {
  instanceType: string;
  facts: string;
  price?: string;
  history?: string;
}

export interface OfferedFamily {
  title: string;
  types: OfferedType[];
}

export const offeredFamilies = (offers: InstanceOffers | undefined): OfferedFamily[] => {
  const prices = new Map(offers?.prices.map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour]));
  const histories = new Map(offers?.histories.map((history) => [history.instanceType, history]));
  return typesByFamily.map(({ title, types }) => ({
    title,
    types: types.map((instanceType) => {
      const usdPerHour = prices.get(instanceType);
      const history = histories.get(instanceType);
      return {
        instanceType,
        facts: factsInWords(instanceType) ?? '',
        ...(usdPerHour !== undefined && { price: formatUsdPerHour(usdPerHour) }),
        ...(history && { history: historyInWords(history) }),
      };
    }),
  }));
};
