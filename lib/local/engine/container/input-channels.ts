import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStore } from '../../store/object-store';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { type ContainerFolder } from './container-folder';
import { readOnlyMountsHold } from './containment-namespace';
import { ClientError } from '../../core/job-failure';
import { type InputChannel, inputObjects } from './input-objects';
import { type InputPipe, openInputPipe } from './input-pipe';
import { type JobHost } from './job-hosts';
import { pathOfKey } from './object-listing';

/** What a host's channels need while its program runs. */
export interface InputChannels {
  /** Nothing is read or written any more when it resolves. */
  close(): Promise<void>;
  /** Why a stream broke off, if one did: what the program read is not the channel. */
  failure(): ClientError | undefined;
}

export const modeOf = (channel: InputChannel, request: CreateTrainingJobInput): string =>
  channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode;

/**
 * Gives a host its channels: as files; in FastFile mode where folders are mounted as the objects' own bytes, read-only and
 * without a copy, so that training begins at once and what is put to S3 meanwhile changes nothing; in Pipe mode as streams.
 * @param warn a line for the job's log.
 * @throws ClientError for a channel that this backend cannot give, or that has no objects.
 */
export const provideInputs = async (
  request: CreateTrainingJobInput,
  host: JobHost,
  folder: ContainerFolder,
  objects: ObjectStore,
  warn: (message: string) => void,
  signal: AbortSignal,
): Promise<InputChannels> => {
  const pipes: InputPipe[] = [];
  let holds: Promise<boolean> | undefined;
  const close = async () => void (await Promise.all(pipes.map((pipe) => pipe.close())));
  try {
    for (const channel of request.InputDataConfig ?? []) {
      const target = folderOf(channel, folder);
      if (modeOf(channel, request) === 'Pipe') {
        pipes.push(await openInputPipe({ channel, host, target, objects }));
      } else {
        const isFast = modeOf(channel, request) === 'FastFile' && folder.plan !== undefined;
        const place = isFast ? folder.readOnlyChannel(channel.ChannelName) : target;
        // A script that could write would write into the object.
        const shows = isFast && (await (holds ??= readOnlyMountsHold(folder.own)));
        await provideFiles(channel, host, place, shows ? objects.show : objects.download, objects, signal);
        if (channel.CompressionType === 'Gzip') {
          warn(
            `CompressionType Gzip of channel ${channel.ChannelName} concerns Pipe mode alone: its files are as they are in S3.`,
          );
        }
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close, failure: () => pipes.map((pipe) => pipe.failure()).find((each) => each !== undefined) };
};

const folderOf = ({ ChannelName: name }: InputChannel, folder: ContainerFolder): string => {
  const target = pathOfKey(folder.inputData, name);
  if (target && path.dirname(target) === folder.inputData) return target;
  throw new ClientError(
    `A channel cannot be named "${name}": it is the name of a folder in /opt/ml/input/data.`,
  );
};

const provideFiles = async (
  channel: InputChannel,
  host: JobHost,
  target: string,
  provide: (bucket: string, key: string, file: string) => Promise<unknown>,
  objects: ObjectStore,
  signal: AbortSignal,
): Promise<void> => {
  if (channel.DataSource.S3DataSource?.S3DataType === 'AugmentedManifestFile') {
    throw new ClientError(
      `Channel ${channel.ChannelName} is an AugmentedManifestFile, which is given in Pipe mode alone. Set its InputMode to Pipe.`,
    );
  }
  await mkdir(target, { recursive: true });
  for await (const { bucket, key, name } of inputObjects(channel, objects, host)) {
    signal.throwIfAborted();
    const file = pathOfKey(target, name);
    if (file) await provide(bucket, key, file);
  }
};
