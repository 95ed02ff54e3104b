import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStore } from '../../store/object-store';
import { type CreateTrainingJobInput } from '../../store/training-job-store';
import { type ContainerFolder } from './container-folder';
import { ClientError } from '../../core/job-failure';
import { listObjects, pathOfKey } from './object-listing';
import { parseS3Uri } from '../../core/s3-uri';

type InputChannel = NonNullable<CreateTrainingJobInput['InputDataConfig']>[number];

/**
 * Copies the input channels into the container's folder. FastFile mode shows a script the same files as File.
 * @throws ClientError for a channel that this backend cannot give, or that has no objects.
 */
export const downloadInputs = async (
  request: CreateTrainingJobInput,
  folder: ContainerFolder,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<void> => {
  for (const channel of request.InputDataConfig ?? []) {
    await downloadChannel(channel, request.AlgorithmSpecification.TrainingInputMode, folder, objects, signal);
  }
};

const downloadChannel = async (
  channel: InputChannel,
  defaultMode: string,
  folder: ContainerFolder,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<void> => {
  const name = channel.ChannelName;
  const source = channel.DataSource.S3DataSource;
  const mode = channel.InputMode ?? defaultMode;
  if (!source) throw unsupported(name, 'its data source is not S3');
  if (mode !== 'File' && mode !== 'FastFile')
    throw unsupported(name, `input mode ${mode}; use File or FastFile`);
  if (source.S3DataType !== 'S3Prefix')
    throw unsupported(name, `S3DataType ${source.S3DataType}; use S3Prefix`);
  const target = pathOfKey(folder.inputData, name);
  if (!target || path.dirname(target) !== folder.inputData) {
    throw new ClientError(
      `A channel cannot be named "${name}": it is the name of a folder in /opt/ml/input/data.`,
    );
  }
  await mkdir(target, { recursive: true });
  const location = parseS3Uri(source.S3Uri, `The S3Uri of channel ${name}`);
  let found = false;
  for (const { key } of listObjects(objects, location)) {
    signal.throwIfAborted();
    const file = pathOfKey(target, relativeKey(key, location.key));
    if (!file) continue;
    await objects.download(location.bucket, key, file);
    found = true;
  }
  if (!found) {
    throw new ClientError(
      `No S3 objects found under S3 URL "${source.S3Uri}" given in input data source of channel ${name}.`,
    );
  }
};

/** An S3 prefix need not end at a slash: what follows the prefix's last folder is the file's path. */
export const relativeKey = (key: string, prefix: string): string => {
  const rest = key.slice(prefix.length);
  if (rest.startsWith('/')) return rest.slice(1);
  return key.slice(prefix.lastIndexOf('/') + 1);
};

const unsupported = (channel: string, reason: string): ClientError =>
  new ClientError(`The local backend cannot provide channel ${channel}: ${reason}.`);
