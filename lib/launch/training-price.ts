import 'server-only';
import { getBackend } from '../aws/backends';
import { knownPrice } from '../backfill/known-price';
import { type OnDemandPrice } from '../training/money/price';

/** On-demand price of training on an instance type; undefined where it is not known. */
export const trainingPrice = (slug: string, instanceType: string): Promise<OnDemandPrice | undefined> =>
  knownPrice(getBackend(slug), instanceType);
