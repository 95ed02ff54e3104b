import 'server-only';
import { getBackend } from '../aws/backends';
import { onDemandPrice } from '../aws/prices';
import { type OnDemandPrice } from '../training/money/price';

/** On-demand price of hosting on an instance type; undefined where it is not known. */
export const hostingPrice = (slug: string, instanceType: string): Promise<OnDemandPrice | undefined> =>
  onDemandPrice(getBackend(slug), instanceType, 'Hosting');
