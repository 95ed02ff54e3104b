import 'server-only';
import { getBackend, listBackends as allBackends, type Backend } from '../aws/backends';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { isSpotMarketSimulated } from './backend-capabilities';
import { backendNotices, type Notice } from './backend-notices';

export interface BackendSummary {
  slug: string;
  label: string;
  unavailable?: { reason: string; remedy: string };
}

export interface BackendList {
  backends: BackendSummary[];
  /** Absent where the slug names no backend. */
  current?: BackendSummary & { simulatedSpotMarket: boolean; notices: readonly Notice[] };
}

/** Every backend there is, and the one that a page's first path segment names. */
export const listBackends = async (slug: string): Promise<BackendList> => {
  const [backends, current] = await Promise.all([allBackends(), findBackend(slug)]);
  if (!current) return { backends: backends.map(summarise) };
  // The list knows whether there are credentials, which the backend alone does not.
  const listed = backends.find((backend) => backend.slug === current.slug) ?? current;
  return {
    backends: backends.map(summarise),
    current: {
      ...summarise(listed),
      simulatedSpotMarket: await isSpotMarketSimulated(current.slug),
      notices: await backendNotices(current),
    },
  };
};

const findBackend = (slug: string): Backend | undefined => {
  try {
    return getBackend(slug);
  } catch (error) {
    if (isSpotdeckError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
};

const summarise = ({ slug, label, available }: Backend): BackendSummary => ({
  slug,
  label,
  ...(available === true ? {} : { unavailable: available }),
});
