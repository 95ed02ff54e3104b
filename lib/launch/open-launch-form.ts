import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Difference } from '../training/carried-over';
import { type LaunchDraft } from '../training/launch-draft';
import { defineUseCase } from '../use-cases/define-use-case';
import { draftOriginSchema, openDraft, type RecentJob } from './launch-draft';

export interface OpenedLaunchForm {
  initial: LaunchDraft;
  /** Drawn once per form: two launches with the same id are one job. */
  launchId: string;
  target: { region: string; bucket: string; endpointUrl?: string };
  /** What is not as in the job that the form was begun from, before anything is typed. */
  differences: Difference[];
  /** The newest jobs, to begin from. */
  recent: RecentJob[];
  /** What could not be read, a sentence each; the form is whole without, and the fields are empty that it would fill. */
  unread: string[];
}

/**
 * What a launch form opens with, whatever is denied, down or throttled.
 * @throws {SpotdeckError} not-found, for a job or example that is not there
 */
export const openLaunchForm = defineUseCase({
  name: 'open-launch-form',
  input: draftOriginSchema,
  access: 'watch',
  changes: false,
  run: async ({ backend }, origin): Promise<OpenedLaunchForm> => {
    const { draft, bucket, recent, differences, unread } = await openDraft(backend, origin);
    return {
      initial: draft,
      recent,
      differences,
      unread,
      launchId: randomUUID(),
      target: {
        region: backend.region,
        bucket,
        ...(backend.endpoint !== undefined && { endpointUrl: backend.endpoint }),
      },
    };
  },
});
