import 'server-only';
import { type Backend, getBackend } from '../aws/backends';
import { readCapabilities, type Capabilities } from '../aws/capabilities';
import { catalogDatabase } from '../backfill/job-catalog';
import { isLastSimulated, saveSimulated } from '../catalog/simulated-money';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

/**
 * What a backend can do beyond AWS. One that does not answer can do nothing at this moment; that it is down is
 * reported by what the page asks of it, in more exact words. What it said of its spot market holds on, so that
 * simulated money is never shown as real.
 */
export const backendCapabilities = defineUseCase({
  name: 'backend-capabilities',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }) => capabilitiesNow(backend),
});

export const capabilitiesNow = async (backend: Backend): Promise<Capabilities> => {
  try {
    const capabilities = await readCapabilities(backend);
    rememberSimulated(backend.slug, capabilities.spotMarket);
    return capabilities;
  } catch {
    // That it does not answer is said by what the page asks of it: here it can do nothing for now.
    return { interrupt: false, console: false, spotMarket: lastSimulated(backend.slug) ?? false };
  }
};

/** Whether the backend's spot market and money are simulated: what it last said, without waiting for it. */
export const isSpotMarketSimulated = async (backendSlug: string): Promise<boolean> => {
  const asked = capabilitiesNow(getBackend(backendSlug));
  const lastAnswer = lastSimulated(backendSlug);
  if (lastAnswer === undefined) return (await asked).spotMarket;
  // Asked for the next time; that the backend is down is said by what the page asks of it.
  asked.catch(() => undefined);
  return lastAnswer;
};

const lastSimulated = (backendSlug: string) => isLastSimulated(catalogDatabase(), backendSlug);

const rememberSimulated = (backendSlug: string, simulated: boolean) =>
  saveSimulated(catalogDatabase(), backendSlug, simulated);
