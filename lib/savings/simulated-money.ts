import 'server-only';
import { scopeIdOf } from '../catalog/job-store';
import { backendCapabilities } from '../jobs/backend-capabilities';
import { type JobCatalog } from '../jobs/job-catalog';

/**
 * Whether the backend's money is simulated. What it last said is kept beside its jobs, so that a report of a
 * backend that cannot be reached does not show simulated money as real.
 */
export const isMoneySimulated = async (
  backendSlug: string,
  { database, scope }: Pick<JobCatalog, 'database' | 'scope'>,
): Promise<boolean> => {
  const id = scopeIdOf(database, scope);
  const known = database.get('SELECT simulated FROM scope WHERE id = ?', id)?.simulated;
  const asked = backendCapabilities(backendSlug).then(({ spotMarket }) => {
    if (known !== Number(spotMarket)) {
      database.run('UPDATE scope SET simulated = ? WHERE id = ?', spotMarket ? 1 : 0, id);
    }
    return spotMarket;
  });
  if (typeof known !== 'number') return asked;
  // The answer is kept for the next report; this one does not wait for it.
  asked.catch(() => undefined);
  return known === 1;
};
