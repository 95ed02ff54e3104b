import { type LaunchInput } from '../../lib/training/launch-input';
import { startLimitedBackend } from './live-backend';

/** A launch that preflight has nothing to say against, into that bucket. */
export const launchInput = (
  bucket: string,
  name: string,
  changes: Partial<LaunchInput> = {},
): LaunchInput => ({
  name,
  source: { kind: 'upload' },
  entryPoint: 'train.mjs',
  image: { kind: 'framework', framework: 'tensorflow', version: '2.19.0' },
  instanceType: 'ml.m5.large',
  instanceCount: 1,
  volumeSizeGb: 10,
  channels: [],
  hyperparameters: [],
  environment: [],
  metricDefinitions: [],
  spot: true,
  maxRuntimeSeconds: 600,
  maxWaitSeconds: 1200,
  checkpoint: { s3Uri: `s3://${bucket}/checkpoints/${name}/` },
  outputS3Uri: `s3://${bucket}/`,
  roleArn: 'arn:aws:iam::000000000000:role/spotdeck',
  tags: [],
  ...changes,
});

/** A script that is still running while a test looks. */
const waits = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';
export const waitingFiles = [{ path: 'train.mjs', bytes: Buffer.from(waits) }];
/** Of the form that launches first. */
export const firstLaunchId = '11111111-0000-4000-8000-000000000000';

/**
 * A backend at an account's limits with its default bucket.
 * @param load what the tests use, loaded once the settings are those of this backend
 */
export const startLaunches = async <Cases>(load: () => Promise<Cases>) => {
  const live = await startLimitedBackend();
  const cases = await load();
  const { ensureDefaultBucket } = await import('../../lib/aws/default-bucket');
  return { live, backend: live.backend, cases, bucket: await ensureDefaultBucket(live.backend) };
};
