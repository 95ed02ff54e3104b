/**
 * Checkpoints: one file an epoch, `checkpoint-<epoch>.safetensors`, with the weights and the optimizer's state.
 */
import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { decodeSafetensors, encodeSafetensors } from './safetensors.mjs';

const namePattern = /^checkpoint-(\d+)\.safetensors$/;

/**
 * Written to a temporary name and renamed: SageMaker copies this folder to S3 at any moment.
 * @param {string} folder
 * @param {number} epoch the epoch that has just ended
 * @param {import('./safetensors.mjs').NamedTensor[]} tensors
 * @returns {Promise<string>} the file's name
 */
export const saveCheckpoint = async (folder, epoch, tensors) => {
  await mkdir(folder, { recursive: true });
  const name = `checkpoint-${epoch}.safetensors`;
  const temporary = path.join(folder, `.${name}.tmp`);
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(encodeSafetensors(tensors, { epoch: String(epoch) }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path.join(folder, name));
  return name;
};

/**
 * The newest whole checkpoint, epochs compared as numbers: 10 is after 9. A damaged file is reported and passed over.
 * @param {string} folder
 * @param {(message: string) => void} report
 * @returns {Promise<{ name: string, epoch: number, tensors: import('./safetensors.mjs').NamedTensor[] } | undefined>}
 */
export const loadNewestCheckpoint = async (folder, report) => {
  await mkdir(folder, { recursive: true });
  const candidates = (await readdir(folder))
    .map((name) => ({ name, epoch: Number(namePattern.exec(name)?.[1] ?? NaN) }))
    .filter(({ epoch }) => Number.isSafeInteger(epoch))
    .sort((a, b) => b.epoch - a.epoch);
  for (const { name, epoch } of candidates) {
    try {
      const { tensors } = decodeSafetensors(await readFile(path.join(folder, name)));
      return { name, epoch, tensors };
    } catch (error) {
      report(`Checkpoint ${name} is not whole (${error.message}): passing it over`);
    }
  }
  return undefined;
};
