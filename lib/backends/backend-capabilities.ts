import 'server-only';
import { getBackend } from '../aws/backends';
import { capabilitiesOf, type Capabilities } from '../aws/capabilities';
import { catalogDatabase } from '../backfill/job-catalog';

/**
 * What a backend can do beyond AWS. One that does not answer can do nothing at this moment; that it is down is
 * reported by what the page asks of it, in more exact words. What it said of its spot market holds on, so that
 * simulated money is never shown as real.
 * @throws {SpotdeckError} not-found for an unknown backend.
 */
export const backendCapabilities = async (backendSlug: string): Promise<Capabilities> => {
  const backend = getBackend(backendSlug);
  try {
    const capabilities = await capabilitiesOf(backend);
    rememberSimulated(backendSlug, capabilities.spotMarket);
    return capabilities;
  } catch {
    return { interrupt: false, spotMarket: lastSimulated(backendSlug) ?? false };
  }
};

/** Whether the backend's spot market and money are simulated: what it last said, without waiting for it. */
export const isSpotMarketSimulated = async (backendSlug: string): Promise<boolean> => {
  const asked = backendCapabilities(backendSlug);
  const known = lastSimulated(backendSlug);
  if (known === undefined) return (await asked).spotMarket;
  asked.catch(() => undefined);
  return known;
};

const lastSimulated = (backendSlug: string): boolean | undefined => {
  const row = catalogDatabase().get(
    'SELECT simulated FROM scope WHERE backend = ? AND simulated IS NOT NULL ORDER BY used_at DESC LIMIT 1',
    backendSlug,
  );
  return row === undefined ? undefined : row.simulated === 1;
};

const rememberSimulated = (backendSlug: string, simulated: boolean): void => {
  catalogDatabase().run(
    'UPDATE scope SET simulated = ?1 WHERE backend = ?2 AND simulated IS NOT ?1',
    simulated ? 1 : 0,
    backendSlug,
  );
};
