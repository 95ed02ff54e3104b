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
  outputS3Uri: 'Output URI',
  roleArn: 'Execution role',
  image: 'Image',
  instanceType: 'Instance type',
  instanceCount: 'Instances',
  volumeSizeGb: 'Volume',
  metricDefinitions: 'Metrics',
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
