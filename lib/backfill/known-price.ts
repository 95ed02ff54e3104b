import 'server-only';
import { type Backend } from '../aws/backends';
import { onDemandPrice } from '../aws/prices';
import { fleetParts, fleetPrice, isMixedFleet } from '../training/fleet';
import { type OnDemandPrice } from '../training/money/price';
import { readEnteredPrices } from './entered-prices';

export type ReadPrice = (backend: Backend, instanceType: string) => ReturnType<typeof onDemandPrice>;

/** The price that was entered by hand, of one type. */
export const enteredPrice = (backend: Backend, instanceType: string): OnDemandPrice | undefined => {
  const entered = readEnteredPrices(backend.slug).get(instanceType);
  return (
    entered && {
      instanceType,
      region: backend.region,
      usdPerHour: entered.usdPerHour,
      source: 'Entered by hand',
      asOf: entered.enteredOn,
    }
  );
};

/** What the list says; a mixed fleet costs what its types do, those entered by hand included. */
export const listedPrice = async (
  backend: Backend,
  instanceType: string,
  readPrice: ReadPrice = onDemandPrice,
): Promise<OnDemandPrice | undefined> => {
  if (!isMixedFleet(instanceType)) return readPrice(backend, instanceType);
  const parts = fleetParts(instanceType);
  const prices = new Map(
    await Promise.all(
      parts.map(async (part) => {
        const price =
          (await readPrice(backend, part.instanceType)) ?? enteredPrice(backend, part.instanceType);
        return [part.instanceType, price] as const;
      }),
    ),
  );
  const mean = fleetPrice(parts, (type) => prices.get(type));
  return mean && { ...mean, instanceType, region: backend.region };
};

/** The list's price, else the one that was entered by hand. */
export const knownPrice = async (
  backend: Backend,
  instanceType: string,
): Promise<OnDemandPrice | undefined> =>
  (await listedPrice(backend, instanceType)) ?? enteredPrice(backend, instanceType);
