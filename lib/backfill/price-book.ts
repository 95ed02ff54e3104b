import 'server-only';
import { type Backend } from '../aws/backends';
import { onDemandPrice } from '../aws/prices';
import { type PriceStore } from '../catalog/price-store';
import { describeError } from '../errors/describe-error';
import { fleetParts, isMixedFleet } from '../training/fleet';
import { type ReportPrice } from '../training/report/savings-report';
import { enteredPrice, listedPrice, type ReadPrice } from './known-price';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** After a failure the price list is not asked again so soon. */
const retryMs = 30_000;
const askedAtOnce = 4;

/**
 * The prices of one backend's instance types: what the price list says, else what was entered by hand. A report
 * takes what is known now; what is not is asked for behind its back, and told by `onChange`.
 */
export interface PriceBook {
  all: () => ReportPrice[];
  /** Has these types' prices asked for where they are unknown or old. */
  want: (instanceTypes: readonly string[]) => void;
  pending: () => boolean;
  /** Why the price list could not be read at the last try, for the reader. */
  problem: () => string | undefined;
  /** To be called when a price was entered or taken back. */
  entered: (instanceType: string) => void;
}

export const createPriceBook = (
  backend: Backend,
  store: PriceStore,
  onChange: () => void,
  readPrice: ReadPrice = onDemandPrice,
  now: () => number = Date.now,
): PriceBook => {
  const asking = new Set<string>();
  const waiting = new Set<string>();
  let problem: string | undefined;
  let failedAt = -Infinity;

  const save = (instanceType: string, listed: Awaited<ReturnType<ReadPrice>>) => {
    const price = listed ?? enteredPrice(backend, instanceType);
    store.save({
      instanceType,
      ...(price && { price }),
      byHand: listed === undefined && price !== undefined,
      readAt: now(),
    });
  };

  const ask = async (instanceType: string) => {
    asking.add(instanceType);
    try {
      save(instanceType, await listedPrice(backend, instanceType, readPrice));
      problem = undefined;
    } catch (error) {
      problem = describeError(error).message;
      failedAt = now();
      waiting.clear();
    } finally {
      asking.delete(instanceType);
      askNext();
      onChange();
    }
  };

  const askNext = () => {
    for (const instanceType of waiting) {
      if (asking.size >= askedAtOnce) return;
      waiting.delete(instanceType);
      void ask(instanceType);
    }
  };

  return {
    all: () =>
      store.all().flatMap(({ price, byHand }) => (price === undefined ? [] : [{ ...price, byHand }])),
    want: (instanceTypes) => {
      if (now() - failedAt < retryMs) return;
      const stored = new Map(store.all().map((one) => [one.instanceType, one]));
      // The types of a fleet are asked for as well: what has no price is then known by name.
      const types = instanceTypes.flatMap((type) => [
        type,
        ...(isMixedFleet(type) ? fleetParts(type).map((part) => part.instanceType) : []),
      ]);
      for (const instanceType of new Set(types)) {
        const entered = stored.get(instanceType);
        const listed = entered?.price !== undefined && !entered.byHand;
        const isFresh = entered !== undefined && now() - entered.readAt < (listed ? dayMs : hourMs);
        if (!isFresh && !asking.has(instanceType)) waiting.add(instanceType);
      }
      askNext();
    },
    pending: () => asking.size + waiting.size > 0,
    problem: () => problem,
    entered: (instanceType) => {
      const stored = store.all();
      const entered = stored.find((one) => one.instanceType === instanceType);
      save(instanceType, entered?.byHand ? undefined : entered?.price);
      for (const fleet of stored.map((one) => one.instanceType).filter(isMixedFleet)) {
        if (fleetParts(fleet).some((part) => part.instanceType === instanceType)) waiting.add(fleet);
      }
      askNext();
      onChange();
    },
  };
};
