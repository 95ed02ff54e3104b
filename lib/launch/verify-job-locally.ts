import 'server-only';
import { createHash } from 'node:crypto';
import { getBackend } from '../aws/backends';
import { defaultBucket } from '../aws/default-bucket';
import { oneEpochOf } from '../training/launch-draft';
import { type Launch, launchJob } from './launch-job';

/**
 * Launches the same script on the local backend for one epoch, on demand and without checkpoints. Its data is what
 * lies under the channels' URIs in the local backend's S3.
 * @throws {SpotdeckError} invalid-input, unreachable …
 */
export const verifyJobLocally = async (slug: string, launch: Launch): Promise<{ name: string }> => {
  const local = getBackend('local');
  const bucket = await defaultBucket(local);
  return launchJob(local.slug, {
    ...launch,
    input: { ...oneEpochOf(launch.input), outputS3Uri: `s3://${bucket}/` },
    launchId: derivedId(launch.launchId, JSON.stringify(launch.input)),
    sourceBackend: slug,
  });
};

/** The same form verified twice unchanged is one job; a changed one is another. */
const derivedId = (launchId: string, input: string): string =>
  createHash('sha256').update(`${launchId} verify ${input}`).digest('hex').slice(0, 32);
