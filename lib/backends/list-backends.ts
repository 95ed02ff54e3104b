import 'server-only';
import { listBackends as allBackends, type Backend } from '../aws/backends';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';
import { isSpotMarketSimulated } from './backend-capabilities';
import { backendNotices, type Notice } from './backend-notices';

export interface BackendSummary {
  slug: string;
  label: string;
  unavailable?: { reason: string; remedy: string };
  /** Of another account than the one that is looked at. */
  isOtherAccount?: true;
}

export interface BackendList {
  backends: BackendSummary[];
  /** The one that was asked. */
  current: BackendSummary & { simulatedSpotMarket: boolean; notices: readonly Notice[] };
}

/** Every backend there is, and the one that a page's first path segment names. */
export const listBackends = defineUseCase({
  name: 'list-backends',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend: current }): Promise<BackendList> => {
    const backends = await allBackends(current);
    // The list knows whether there are credentials, which the backend alone does not.
    const listed = backends.find(({ slug }) => slug === current.slug) ?? current;
    return {
      backends: backends.map(summarise),
      current: {
        ...summarise(listed),
        simulatedSpotMarket: await isSpotMarketSimulated(current.slug),
        notices: await backendNotices(current),
      },
    };
  },
});

const summarise = ({ slug, label, available, isOtherAccount }: Backend): BackendSummary => ({
  slug,
  label,
  ...(available === true ? {} : { unavailable: available }),
  ...(isOtherAccount && { isOtherAccount }),
});
