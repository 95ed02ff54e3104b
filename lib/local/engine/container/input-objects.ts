import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ClientError } from '../../core/job-failure';
import { parseS3Uri, type S3Location } from '../../core/s3-uri';
import { type ObjectStore } from '../../store/object-store';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { type JobHost } from './job-hosts';
import { listObjects } from './object-listing';

export type InputChannel = NonNullable<CreateTrainingJobInput['InputDataConfig']>[number];

/** An object of a channel. */
export interface InputObject {
  bucket: string;
  key: string;
  /** Its path below the channel's folder; a key that ends in a slash is no file. */
  name: string;
}

const s3SourceOf = ({ ChannelName, DataSource }: InputChannel) => {
  if (DataSource.S3DataSource) return DataSource.S3DataSource;
  throw new ClientError(
    `The local backend cannot provide channel ${ChannelName}: its data source is not S3.`,
  );
};

/** An S3 prefix need not end at a slash: what follows the prefix's last folder is the file's path. */
export const relativeKey = (key: string, prefix: string): string => {
  const rest = key.slice(prefix.length);
  if (rest.startsWith('/')) return rest.slice(1);
  return key.slice(prefix.lastIndexOf('/') + 1);
};

/** @throws ClientError for an object that is not there, in the words of the channel that names it */
export const mustExist = (objects: ObjectStore, { bucket, key }: S3Location, channel: string): void => {
  try {
    objects.head(bucket, key);
  } catch (error) {
    throw new ClientError(`There is no object s3://${bucket}/${key}, which channel ${channel} names.`, {
      cause: error,
    });
  }
};

/** The text of an object that a channel names: a manifest. */
export const readText = async (objects: ObjectStore, uri: string, channel: string): Promise<string> => {
  const location = parseS3Uri(uri, `The S3Uri of channel ${channel}`);
  mustExist(objects, location, channel);
  return text(objects.read(location.bucket, location.key).body);
};

const manifestSchema = z.tuple([z.object({ prefix: z.string() })], z.string());

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html, S3Uri */
const readManifest = async (
  objects: ObjectStore,
  uri: string,
  channel: string,
): Promise<{ location: S3Location; names: string[] }> => {
  const bad = (why: string) =>
    new ClientError(
      `The manifest ${uri} of channel ${channel} ${why}. It must be [{"prefix": "s3://…/"}, "relative/path", …].`,
    );
  let json: unknown;
  try {
    json = JSON.parse(await readText(objects, uri, channel));
  } catch (error) {
    if (error instanceof ClientError) throw error;
    throw bad('is not JSON');
  }
  const read = manifestSchema.safeParse(json);
  if (!read.success) throw bad('has another form');
  const [{ prefix }, ...names] = read.data;
  return { location: parseS3Uri(prefix, `The prefix in the manifest of channel ${channel}`), names };
};

async function* everyObject(channel: InputChannel, objects: ObjectStore): AsyncGenerator<InputObject> {
  const { ChannelName } = channel;
  const source = s3SourceOf(channel);
  if (source.S3DataType === 'ManifestFile') {
    const { location, names } = await readManifest(objects, source.S3Uri, ChannelName);
    for (const name of names) {
      const key = location.key + name;
      mustExist(objects, { bucket: location.bucket, key }, ChannelName);
      yield { bucket: location.bucket, key, name };
    }
    return;
  }
  if (source.S3DataType !== 'S3Prefix') {
    throw new ClientError(
      `The local backend cannot provide channel ${ChannelName}: S3DataType ${source.S3DataType}; use S3Prefix, ` +
        'ManifestFile or, in Pipe mode, AugmentedManifestFile.',
    );
  }
  const location = parseS3Uri(source.S3Uri, `The S3Uri of channel ${ChannelName}`);
  for (const { key } of listObjects(objects, location)) {
    yield { bucket: location.bucket, key, name: relativeKey(key, location.key) };
  }
}

/**
 * The objects that a host gets of a channel: all of them, or with ShardedByS3Key every n-th.
 * @throws ClientError where the channel has none at all
 */
export async function* inputObjects(
  channel: InputChannel,
  objects: ObjectStore,
  host: JobHost,
): AsyncGenerator<InputObject> {
  const { S3Uri, S3DataDistributionType } = s3SourceOf(channel);
  const isSharded = S3DataDistributionType === 'ShardedByS3Key';
  let count = 0;
  for await (const object of everyObject(channel, objects)) {
    // A folder's placeholder is no share of anybody's.
    if (object.name === '' || object.name.endsWith('/')) continue;
    if (!isSharded || count % host.all.length === host.index) yield object;
    count += 1;
  }
  if (count > 0) return;
  throw new ClientError(
    `No S3 objects found under S3 URL "${S3Uri}" given in input data source of channel ${channel.ChannelName}.`,
  );
}
