/**
 * Trains a digit classifier on MNIST, the way a script on managed spot training should: a checkpoint after every
 * epoch, and at the start a look for the newest one, to go on at the epoch after it.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { readArguments } from './arguments.mjs';
import { epochOrder, gatherImages, mixSeed } from './batches.mjs';
import { loadNewestCheckpoint, saveCheckpoint } from './checkpoints.mjs';
import { classCount, createNetwork, pixelsPerImage, startTensorflow } from './network.mjs';
import { decodeNpy } from './npy.mjs';
import { createAdam } from './optimizer.mjs';
import { encodeSafetensors } from './safetensors.mjs';

const evaluationBatch = 1000;

const main = async () => {
  const hyperparameters = readArguments(process.argv.slice(2));
  const { epochs, units, seed, learningRate, checkpointPath } = hyperparameters;
  await startTensorflow();
  const training = limit(await loadSplit(hyperparameters.trainingPath, 'train'), hyperparameters.trainSize);
  const validation = await loadSplit(hyperparameters.trainingPath, 'eval');
  console.log(`Training on ${training.size} images, validating on ${validation.size}`);

  const network = createNetwork({ units, seed });
  const adam = createAdam(learningRate);
  const checkpoint = await loadNewestCheckpoint(checkpointPath, console.log);
  if (checkpoint) {
    console.log(`Latest epoch checkpoint file name: ${checkpoint.name}`);
    network.restore(checkpoint.tensors);
    await adam.restore(checkpoint.tensors);
    console.log(`Resuming training from epoch: ${checkpoint.epoch + 1}`);
  }
  for (let epoch = (checkpoint?.epoch ?? 0) + 1; epoch <= epochs; epoch++) {
    console.log(`Epoch ${epoch}/${epochs}`);
    const started = performance.now();
    const trained = trainEpoch(network, adam, training, hyperparameters, epoch);
    const validated = evaluate(network, validation);
    const seconds = Math.round((performance.now() - started) / 1000);
    const name = await saveCheckpoint(checkpointPath, epoch, [
      ...(await network.tensors()),
      ...(await adam.state()),
    ]);
    console.log(
      `${trained.batches}/${trained.batches} - ${seconds}s - loss: ${trained.loss.toFixed(6)} - accuracy: ` +
        `${trained.accuracy.toFixed(6)} - val_loss: ${validated.loss.toFixed(6)} - val_accuracy: ` +
        validated.accuracy.toFixed(6),
    );
    console.log(`Saved checkpoint: ${name}`);
  }
  await saveModel(hyperparameters, network);
};

/**
 * Reads `<split>_data.npy` and `<split>_labels.npy`.
 * @param {string} folder
 * @param {string} split
 */
const loadSplit = async (folder, split) => {
  const images = decodeNpy(await readFile(path.join(folder, `${split}_data.npy`)));
  const labels = decodeNpy(await readFile(path.join(folder, `${split}_labels.npy`)));
  const size = labels.shape[0];
  if (images.data.length !== size * pixelsPerImage) {
    throw new Error(`${split}: ${size} labels do not fit images of shape ${images.shape.join(' x ')}`);
  }
  return { pixels: images.data, labels: Int32Array.from(labels.data), size };
};

const limit = (split, size) => (size > 0 && size < split.size ? { ...split, size } : split);

/** One pass over the images in this epoch's order; loss and accuracy are means over the images. */
const trainEpoch = (network, adam, split, { batchSize, seed }, epoch) => {
  const order = epochOrder(split.size, seed, epoch);
  const weights = network.weights();
  let lossSum = 0;
  let correct = 0;
  let batches = 0;
  for (let start = 0; start < split.size; start += batchSize) {
    const indices = order.subarray(start, Math.min(start + batchSize, split.size));
    tf.tidy(() => {
      const labels = Int32Array.from(indices, (index) => split.labels[index]);
      const images = tf.tensor2d(gatherImages(split.pixels, pixelsPerImage, indices), [
        indices.length,
        pixelsPerImage,
      ]);
      const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classCount);
      const cost = adam.minimize(() => {
        const logits = network.logits(images, mixSeed(seed, epoch, start));
        correct += countCorrect(logits, labels);
        return tf.losses.softmaxCrossEntropy(oneHot, logits);
      }, weights);
      lossSum += cost.dataSync()[0] * indices.length;
    });
    batches++;
  }
  return { loss: lossSum / split.size, accuracy: correct / split.size, batches };
};

const evaluate = (network, split) => {
  let lossSum = 0;
  let correct = 0;
  for (let start = 0; start < split.size; start += evaluationBatch) {
    const end = Math.min(start + evaluationBatch, split.size);
    tf.tidy(() => {
      const labels = split.labels.subarray(start, end);
      const pixels = new Float32Array(split.pixels.subarray(start * pixelsPerImage, end * pixelsPerImage));
      const logits = network.logits(tf.tensor2d(pixels, [end - start, pixelsPerImage]));
      const oneHot = tf.oneHot(tf.tensor1d(labels, 'int32'), classCount);
      lossSum += tf.losses.softmaxCrossEntropy(oneHot, logits).dataSync()[0] * (end - start);
      correct += countCorrect(logits, labels);
    });
  }
  return { loss: lossSum / split.size, accuracy: correct / split.size };
};

/** Read on the CPU, so that no gradient is sought through it. */
const countCorrect = (logits, labels) => {
  const scores = logits.dataSync();
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let label = 1; label < classCount; label++) {
      if (scores[row * classCount + label] > scores[row * classCount + best]) best = label;
    }
    if (best === labels[row]) correct++;
  }
  return correct;
};

/** model.tar.gz carries the weights and, under code/, what serves them. */
const saveModel = async ({ modelDir, units }, network) => {
  const source = path.dirname(fileURLToPath(import.meta.url));
  const code = path.join(modelDir, 'code');
  await mkdir(code, { recursive: true });
  for (const file of ['serve.mjs', 'network.mjs', 'npy.mjs', 'safetensors.mjs']) {
    await cp(path.join(source, file), path.join(code, file));
  }
  await writeFile(
    path.join(modelDir, 'model.safetensors'),
    encodeSafetensors(await network.tensors(), { units: String(units) }),
  );
  console.log('Saved the model');
};

try {
  await main();
} catch (error) {
  // SageMaker makes the failure's reason of the last lines: what went wrong comes after where.
  console.error(error.stack);
  console.error(String(error));
  process.exitCode = 1;
}
