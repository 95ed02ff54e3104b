import 'server-only';
import { getBackend } from '../aws/backends';
import { capabilitiesOf, type Capabilities } from '../aws/capabilities';

/**
 * What a backend can do beyond AWS. One that does not answer can do nothing at this moment; that it is down is
 * reported by what the page asks of it, in more exact words.
 * @throws {SpotdeckError} not-found for an unknown backend.
 */
export const backendCapabilities = async (backendSlug: string): Promise<Capabilities> => {
  const backend = getBackend(backendSlug);
  try {
    return await capabilitiesOf(backend);
  } catch {
    return { interrupt: false, spotMarket: false };
  }
};
