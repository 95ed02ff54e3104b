import 'server-only';
import { randomUUID } from 'node:crypto';
import { defaultBucket } from '../aws/default-bucket';
import { type LaunchDraft } from '../training/launch-draft';
import { defineUseCase } from '../use-cases/define-use-case';
import { draftFrom, draftOriginSchema } from './launch-draft';

export interface OpenedLaunchForm {
  initial: LaunchDraft;
  /** Drawn once per form: two launches with the same id are one job. */
  launchId: string;
  target: { region: string; bucket: string; endpointUrl?: string };
}

/** What a launch form opens with. @throws {SpotdeckError} */
export const openLaunchForm = defineUseCase({
  name: 'open-launch-form',
  input: draftOriginSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, origin): Promise<OpenedLaunchForm> => {
    const [initial, bucket] = await Promise.all([draftFrom(backend, origin), defaultBucket(backend)]);
    return {
      initial,
      launchId: randomUUID(),
      target: {
        region: backend.region,
        bucket,
        ...(backend.endpoint !== undefined && { endpointUrl: backend.endpoint }),
      },
    };
  },
});
