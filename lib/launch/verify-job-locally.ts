import 'server-only';
import { createHash } from 'node:crypto';
import { getBackend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { oneEpochOf } from '../training/launch-draft';
import { defineUseCase } from '../use-cases/define-use-case';
import { launchFormSchema, launchOf, launchOn, launchSubject } from './launch-job';

/**
 * Launches the same script on the local backend for one epoch, on demand and without checkpoints. Its data is what
 * lies under the channels' URIs in the local backend's S3.
 * @throws {SpotdeckError} invalid-input, unreachable …
 */
export const verifyJobLocally = defineUseCase({
  name: 'verify-job-locally',
  input: launchFormSchema,
  access: 'operate',
  changes: true,
  subject: launchSubject,
  run: async ({ backend }, form): Promise<{ name: string }> => {
    const local = getBackend('local');
    const bucket = await defaultBucket(local);
    const launch = launchOf(form);
    return launchOn(local, {
      ...launch,
      input: { ...oneEpochOf(launch.input), outputS3Uri: `s3://${bucket}/` },
      launchId: derivedId(launch.launchId, JSON.stringify(launch.input)),
      sourceBackend: backend,
    });
  },
});

/** The same form verified twice unchanged is one job; a changed one is another. */
const derivedId = (launchId: string, input: string): string =>
  createHash('sha256').update(`${launchId} verify ${input}`).digest('hex').slice(0, 32);
