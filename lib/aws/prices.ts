import 'server-only';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { fleetParts, fleetPrice, isMixedFleet } from '../training/fleet';
import { type OnDemandPrice } from '../training/money/price';
import { partitionOf } from '../training/aws-partitions';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { rememberOfRegion } from './remember-asked';
import { decodePrice } from './decode-price';
import { translating } from './translate-error';

const hourMs = 3_600_000;

/**
 * What one instance of the type costs an hour on demand, for training or for hosting; undefined where the price
 * list does not have it. A price is remembered for a day, a missing one for an hour.
 * @param instanceType or the name of a mixed fleet, whose price is the mean of its instances
 */
export const onDemandPrice = async (
  backend: Backend,
  instanceType: string,
  component: 'Training' | 'Hosting' = 'Training',
): Promise<OnDemandPrice | undefined> => {
  if (!isMixedFleet(instanceType)) return listedPrice(backend, instanceType, component);
  const parts = fleetParts(instanceType);
  const prices = new Map(
    await Promise.all(
      parts.map(async (part) => {
        const price = await listedPrice(backend, part.instanceType, component);
        return [part.instanceType, price] as const;
      }),
    ),
  );
  const mean = fleetPrice(parts, (type) => prices.get(type));
  return mean && { ...mean, instanceType, region: backend.region };
};

const listedPrice = (
  backend: Backend,
  instanceType: string,
  component: 'Training' | 'Hosting',
): Promise<OnDemandPrice | undefined> =>
  rememberOfRegion(backend, {
    what: 'prices',
    key: `${component} ${instanceType}`,
    load: () =>
      translating(backend, `look up the price of ${instanceType}`, () =>
        readPrice(backend, instanceType, component),
      ),
    lifetimeMs: (price) => (price === undefined ? hourMs : 24 * hourMs),
  });

/** What training costs on each type that the Region's list has, by type; remembered for a day. */
export const trainingPriceList = (backend: Backend): Promise<ReadonlyMap<string, OnDemandPrice>> =>
  rememberOfRegion(backend, {
    what: 'price-lists',
    load: () =>
      translating(backend, 'look up the prices of training', async () => {
        const prices = new Map<string, OnDemandPrice>();
        for await (const price of listedPrices(backend, { platoinstancetype: 'Training' }))
          if (!prices.has(price.instanceType)) prices.set(price.instanceType, price);
        return prices;
      }),
    lifetimeMs: 24 * hourMs,
  });

const readPrice = async (
  backend: Backend,
  instanceType: string,
  component: string,
): Promise<OnDemandPrice | undefined> => {
  for await (const price of listedPrices(backend, {
    instanceName: instanceType,
    platoinstancetype: component,
  }))
    return price;
  return undefined;
};

async function* listedPrices(
  backend: Backend,
  which: Record<string, string>,
): AsyncGenerator<OnDemandPrice, void, undefined> {
  // GovCloud's credentials are good in no Region that has the Price List: prices are entered by hand there.
  if (backend.endpoint === undefined && partitionOf(backend.region).id === 'aws-us-gov') return;
  const filters = { regionCode: backend.region, productFamily: 'ML Instance', ...which };
  const pages = readPages(
    (NextToken) =>
      getClients(backend).pricing.send(
        new GetProductsCommand({
          ServiceCode: 'AmazonSageMaker',
          Filters: Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
          MaxResults: 100,
          NextToken,
        }),
      ),
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    for (const entry of page.PriceList ?? []) {
      const price = decodePrice(typeof entry === 'string' ? entry : String(entry));
      if (price) yield price;
    }
  }
}
