import { type LaunchDraft } from '../../lib/training/launch-draft';
import { type LaunchInput } from '../../lib/training/launch-input';

/** A complete, valid launch for tests; `change` overrides members. */
export const sampleLaunch = (change: Partial<LaunchInput> = {}): LaunchInput => ({
  name: 'mnist-1',
  source: { kind: 'upload' },
  entryPoint: 'train.py',
  image: { kind: 'framework', framework: 'pytorch', version: '2.8.0' },
  instanceType: 'ml.g5.xlarge',
  instanceCount: 1,
  volumeSizeGb: 30,
  channels: [{ name: 'training', s3Uri: 's3://bucket-1/data/', inputMode: 'File' }],
  hyperparameters: [
    { name: 'epochs', value: '10' },
    { name: 'optimizer', value: 'adam' },
  ],
  environment: [],
  metricDefinitions: [{ name: 'train:loss', regex: 'loss: ([0-9.]+)' }],
  spot: true,
  maxRuntimeSeconds: 3600,
  maxWaitSeconds: 7200,
  checkpoint: { s3Uri: 's3://bucket-1/checkpoints/mnist-1/' },
  outputS3Uri: 's3://bucket-1/output/',
  roleArn: 'arn:aws:iam::123456789012:role/SageMakerRole',
  tags: [{ key: 'team', value: 'vision' }],
  ...change,
});

const sampleFields = () => {
  const { retryAttempts: _retries, warmPoolSeconds: _pool, ...fields } = sampleLaunch();
  return fields;
};

/** The same as a form holds it: numbers as they are typed. */
export const sampleDraft = (change: Partial<LaunchDraft> = {}): LaunchDraft => ({
  ...sampleFields(),
  instanceCount: '1',
  volumeSizeGb: '30',
  maxRuntimeSeconds: '3600',
  maxWaitSeconds: '7200',
  ...change,
});
