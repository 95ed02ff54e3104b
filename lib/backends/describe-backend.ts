import 'server-only';
import { getBackend } from '../aws/backends';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { type ToolTarget } from '../training/tool-setups';

/** The account that the local backend plays. */
const localAccount = '000000000000';

/** How tools reach the backend; undefined where the slug names none. Asks nobody. */
export const describeBackend = (slug: string): (ToolTarget & { label: string }) | undefined => {
  try {
    const { label, region, endpoint } = getBackend(slug);
    return {
      label,
      region,
      bucket: `sagemaker-${region}-${localAccount}`,
      ...(endpoint !== undefined && { endpointUrl: endpoint }),
    };
  } catch (error) {
    if (isSpotdeckError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
};
