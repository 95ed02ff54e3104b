import 'server-only';
import { randomUUID } from 'node:crypto';
import { getBackend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { type LaunchDraft } from '../training/launch-draft';
import { type DraftOrigin, launchDraft } from './launch-draft';

export interface OpenedLaunchForm {
  initial: LaunchDraft;
  /** Drawn once per form: two launches with the same id are one job. */
  launchId: string;
  target: { region: string; bucket: string; endpointUrl?: string };
}

/** What a launch form opens with. @throws {SpotdeckError} */
export const openLaunchForm = async (slug: string, origin: DraftOrigin): Promise<OpenedLaunchForm> => {
  const backend = getBackend(slug);
  const [initial, bucket] = await Promise.all([launchDraft(slug, origin), defaultBucket(backend)]);
  return {
    initial,
    launchId: randomUUID(),
    target: {
      region: backend.region,
      bucket,
      ...(backend.endpoint !== undefined && { endpointUrl: backend.endpoint }),
    },
  };
};
