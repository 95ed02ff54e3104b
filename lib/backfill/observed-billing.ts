import 'server-only';
import { createReportQueries } from '../catalog/report-queries';
import { jobCatalog } from './job-catalog';
import { type SpotBilling } from '../training/money/running-cost';
import { isSpotdeckError } from '../errors/spotdeck-error';

/**
 * How much of their time on instances the account's finished spot jobs were billed: of the type where some have run,
 * else of all types. Undefined where none has, or where the backend was never reached.
 */
export const observedSpotBilling = async (
  backendSlug: string,
  instanceType: string | undefined,
): Promise<SpotBilling | undefined> => {
  try {
    const { database, scope } = await jobCatalog(backendSlug);
    const queries = createReportQueries(database, scope);
    const own = instanceType === undefined ? undefined : queries.spotBilling(instanceType);
    if (own) return { ...own, of: 'this type' };
    const all = queries.spotBilling();
    return all && { ...all, of: 'all types' };
  } catch (error) {
    if (isSpotdeckError(error)) return undefined;
    throw error;
  }
};
