import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { ClientError } from '../../core/job-failure';
import { parseS3Uri } from '../../core/s3-uri';
import { type ObjectStore } from '../../store/object-store';
import { type InputChannel, inputObjects, mustExist, readText } from './input-objects';
import { type JobHost } from './job-hosts';
import { recordHeader, recordPadding } from './record-io';

/** One piece of a channel in Pipe mode: an object, or a value of an augmented manifest. */
type Piece = { bucket: string; key: string } | { value: Buffer };

const augmentedSchema = z.record(z.string(), z.unknown());

/** https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html */
const augmentedPieces = async (
  channel: InputChannel,
  objects: ObjectStore,
  host: JobHost,
): Promise<Piece[]> => {
  const { ChannelName } = channel;
  const source = channel.DataSource.S3DataSource!;
  const names = source.AttributeNames ?? [];
  if (names.length === 0) {
    throw new ClientError(`Channel ${ChannelName} is an AugmentedManifestFile and names no AttributeNames.`);
  }
  const lines = (await readText(objects, source.S3Uri, ChannelName)).split('\n');
  const isSharded = source.S3DataDistributionType === 'ShardedByS3Key';
  const pieces: Piece[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (isSharded && index % host.all.length !== host.index)) continue;
    const bad = (why: string) =>
      new ClientError(`Line ${index + 1} of the augmented manifest of channel ${ChannelName} ${why}.`);
    let row: z.infer<typeof augmentedSchema>;
    try {
      row = augmentedSchema.parse(JSON.parse(line));
    } catch (error) {
      throw new ClientError(bad('is no JSON object').message, { cause: error });
    }
    for (const name of names) {
      const value = row[name];
      if (value === undefined) throw bad(`has no attribute ${name}`);
      if (name.endsWith('-ref')) {
        const location = parseS3Uri(String(value), `${name} in line ${index + 1}`);
        mustExist(objects, location, ChannelName);
        pieces.push(location);
      } else {
        pieces.push({ value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });
      }
    }
  }
  if (pieces.length === 0)
    throw new ClientError(`The augmented manifest of channel ${ChannelName} is empty.`);
  return pieces;
};

/** Everything that a host is given of a channel, in order. @throws ClientError for what is not there */
export const listPieces = async (
  channel: InputChannel,
  objects: ObjectStore,
  host: JobHost,
): Promise<Piece[]> => {
  if (channel.DataSource.S3DataSource?.S3DataType === 'AugmentedManifestFile')
    return augmentedPieces(channel, objects, host);
  const pieces: Piece[] = [];
  for await (const { bucket, key } of inputObjects(channel, objects, host)) pieces.push({ bucket, key });
  return pieces;
};

/** A permutation that a seed and an epoch decide (Fisher-Yates over a linear congruential generator). */
export const shuffled = <Value>(values: readonly Value[], seed: number, epoch: number): Value[] => {
  const result = [...values];
  let state = (Math.imul(seed, 2_654_435_761) + Math.imul(epoch + 1, 40_503)) >>> 0;
  for (let index = result.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
};

async function* plain(piece: Piece, objects: ObjectStore, isGzip: boolean): AsyncGenerator<Buffer> {
  if ('value' in piece) {
    yield piece.value;
    return;
  }
  const { body } = objects.read(piece.bucket, piece.key);
  if (!isGzip) {
    yield* body as AsyncIterable<Buffer>;
    return;
  }
  const open = createGunzip();
  body.once('error', (error: Error) => open.destroy(error));
  try {
    yield* body.pipe(open) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ClientError(
      `s3://${piece.bucket}/${piece.key} is not Gzip, as its channel's CompressionType says.`,
      {
        cause: error,
      },
    );
  } finally {
    body.destroy();
  }
}

/** The bytes of an epoch: one piece after another, unpacked and wrapped as the channel says. */
export async function* epochBytes(
  channel: InputChannel,
  objects: ObjectStore,
  pieces: readonly Piece[],
): AsyncGenerator<Buffer> {
  const isGzip = channel.CompressionType === 'Gzip';
  for (const piece of pieces) {
    if (channel.RecordWrapperType !== 'RecordIO') {
      yield* plain(piece, objects, isGzip);
      continue;
    }
    // Its length comes first: what is packed tells it only once it is unpacked.
    const chunks: Buffer[] = [];
    for await (const chunk of plain(piece, objects, isGzip)) chunks.push(chunk);
    const size = chunks.reduce((sum, { length }) => sum + length, 0);
    yield recordHeader(size);
    yield* chunks;
    yield recordPadding(size);
  }
}
