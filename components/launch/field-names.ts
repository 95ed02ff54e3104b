import { lookUp } from '@/lib/training/look-up';

/** The launch form's fields from top to bottom, and what each is called on the page. */
const names: Readonly<Record<string, string>> = {
  name: 'Job name',
  source: 'Training script',
  files: 'Folder or files',
  entryPoint: 'Entry point',
  spot: 'Managed spot training',
  maxRuntimeSeconds: 'Max runtime',
  maxWaitSeconds: 'Max wait',
  checkpoint: 'Checkpoints',
  hyperparameters: 'Hyperparameters',
  channels: 'Channels',
  fileSystems: 'File systems',
  outputS3Uri: 'Output URI',
  roleArn: 'Execution role',
  image: 'Image',
  instanceType: 'Instance type',
  instanceCount: 'Instances',
  volumeSizeGb: 'Volume',
  metricDefinitions: 'Metrics',
  subnets: 'Subnets',
  securityGroupIds: 'Security groups',
  networkIsolation: 'Network isolation',
  trafficEncryption: 'Encryption between instances',
  outputKmsKey: 'KMS key of the output',
  volumeKmsKey: 'KMS key of the volumes',
  retryAttempts: 'Retries',
  warmPoolSeconds: 'Warm pool',
  containerEntrypoint: 'Container entry point',
  containerArguments: 'Container arguments',
  tags: 'Tags',
  environment: 'Environment variables',
  further: 'Further settings',
};

export const launchFieldOrder: readonly string[] = Object.keys(names);

const parts: Readonly<Record<string, string>> = {
  'source.s3Uri': 'Archive',
  'checkpoint.s3Uri': 'Checkpoint URI',
  'checkpoint.localPath': 'Local path',
  'image.uri': 'Image URI',
  'image.framework': 'Framework',
  'image.version': 'Version',
};
const rows: Readonly<Record<string, string>> = {
  'channels.name': 'Channel',
  'channels.s3Uri': 'S3 URI',
  'channels.inputMode': 'Input mode',
  'channels.contentType': 'Content type',
  'channels.compression': 'Compression',
  'channels.recordWrapper': 'Record wrapper',
  'channels.dataType': 'Read as',
  'channels.attributeNames': 'Attributes',
  'channels.distribution': 'Distribution',
  'channels.shuffleSeed': 'Shuffle seed',
  'fileSystems.name': 'Channel of file system',
  'fileSystems.id': 'File system',
  'fileSystems.type': 'Type of file system',
  'fileSystems.path': 'Directory',
  'fileSystems.access': 'Access',
  'hyperparameters.name': 'Name',
  'hyperparameters.value': 'Value',
  'metricDefinitions.name': 'Metric',
  'metricDefinitions.regex': 'Pattern',
  'tags.key': 'Tag',
  'tags.value': 'Value of tag',
  'environment.name': 'Variable',
  'environment.value': 'Value of variable',
};

/** `channels.0.s3Uri` as `S3 URI 1`, which is what the field itself is called. */
export const launchFieldName = (path: string): string => {
  const [top = '', index = '', key = ''] = path.split('.');
  if (/^\d+$/.test(index)) {
    const row = lookUp(rows, `${top}.${key}`);
    if (row !== undefined) return `${row} ${Number(index) + 1}`;
  }
  return lookUp(parts, path) ?? lookUp(names, top) ?? path;
};
