import { type JobCatalog } from './job-catalog';
import { type PriceBook } from './price-book';

/** Asks for the types' prices and waits until they are known, or for so long as a reader would, in ms. */
export const pricesSoon = async (
  prices: PriceBook,
  { subscribe }: Pick<JobCatalog, 'subscribe'>,
  instanceTypes: readonly string[],
  maxWaitMs: number,
): Promise<void> => {
  prices.want(instanceTypes);
  if (!prices.pending()) return;
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(late);
      unsubscribe();
      resolve();
    };
    const late = setTimeout(finish, maxWaitMs).unref();
    const unsubscribe = subscribe(() => {
      if (!prices.pending()) finish();
    });
  });
};
