import { type LaunchInput } from '../../lib/training/launch-input';

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
