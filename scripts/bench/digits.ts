import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getBackend } from '../../lib/aws/backends';
import { getObject, listAllObjects, type S3Location } from '../../lib/aws/objects';

const source: S3Location = { bucket: 'sagemaker-sample-data-us-east-1', key: 'tensorflow/mnist/' };

/** Puts the example's data into a folder, as the backend puts it before a job. @returns the folder */
export const downloadDigits = async (folder: string): Promise<string> => {
  const backend = getBackend('local');
  await mkdir(folder, { recursive: true });
  const { objects } = await listAllObjects(backend, source);
  for (const { key } of objects) {
    const { body } = await getObject(backend, { bucket: source.bucket, key });
    await pipeline(body, createWriteStream(path.join(folder, path.basename(key))));
  }
  return folder;
};
