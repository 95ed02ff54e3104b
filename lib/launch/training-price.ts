import 'server-only';
import { getBackend } from '../aws/backends';
import { onDemandPrice } from '../aws/prices';
import { type OnDemandPrice } from '../training/savings';

/** On-demand price of training on an instance type; undefined where it is not known. */
export const trainingPrice = (slug: string, instanceType: string): Promise<OnDemandPrice | undefined> =>
  onDemandPrice(getBackend(slug), instanceType);
