/**
 * Predicts the test digits in one process: `predict-digits.mjs <example> <model folder> <digits folder>`. For each
 * message it reads the digits, predicts them in batches of 1,000 and answers with `{ seconds, mismatches }`.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';

const [example, model, digits] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.join(example, file)).href);
const { createNetwork, pixelsPerImage, classCount, startTensorflow } = await load('network.mjs');
const { decodeNpy } = await load('npy.mjs');
const { decodeSafetensors } = await load('safetensors.mjs');

const batch = 1000;

await startTensorflow();
const { tensors, metadata } = decodeSafetensors(await readFile(path.join(model, 'model.safetensors')));
const network = createNetwork({ units: Number(metadata.units), seed: 0 });
network.restore(tensors);

const predict = async () => {
  const began = performance.now();
  const images = decodeNpy(await readFile(path.join(digits, 'eval_data.npy')));
  const labels = decodeNpy(await readFile(path.join(digits, 'eval_labels.npy')));
  const count = labels.shape[0];
  let mismatches = 0;
  for (let start = 0; start < count; start += batch) {
    const end = Math.min(start + batch, count);
    const pixels = new Float32Array(images.data.subarray(start * pixelsPerImage, end * pixelsPerImage));
    const probabilities = tf.tidy(() =>
      tf.softmax(network.logits(tf.tensor2d(pixels, [end - start, pixelsPerImage]))).dataSync(),
    );
    for (let index = start; index < end; index++) {
      const row = probabilities.subarray((index - start) * classCount, (index - start + 1) * classCount);
      if (row.indexOf(Math.max(...row)) !== Number(labels.data[index])) mismatches++;
    }
  }
  return { seconds: (performance.now() - began) / 1000, mismatches };
};

process.on('message', async () => process.send(await predict()));
process.send('ready');
