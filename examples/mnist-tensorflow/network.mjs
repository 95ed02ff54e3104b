/**
 * The network of TensorFlow's MNIST example: flatten, dense (relu), dropout, dense. It takes raw pixels, 0 to 255,
 * and rescales them itself, so that training, serving and evaluation cannot disagree on the scale.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';

export const imageShape = [28, 28];
export const classCount = 10;
export const pixelsPerImage = 28 * 28;
const dropoutRate = 0.2;

/** Selects the WebAssembly backend, which is several times as fast as plain JavaScript. */
export const startTensorflow = async () => {
  if (!(await tf.setBackend('wasm')))
    throw new Error('the WebAssembly backend of TensorFlow.js did not start');
};

/**
 * `logits` maps pixels [n, 784] to scores [n, 10]; with a seed, dropout is on and its mask follows from the seed alone.
 * @param {{ units: number, seed: number }} options
 */
export const createNetwork = ({ units, seed }) => {
  const initializer = (offset) => layers.initializers.glorotUniform({ seed: seed + offset });
  const dropout = layers.layers.dropout({ rate: dropoutRate });
  const model = layers.sequential({
    layers: [
      layers.layers.flatten({ inputShape: imageShape }),
      layers.layers.dense({ units, activation: 'relu', kernelInitializer: initializer(1), name: 'dense' }),
      dropout,
      layers.layers.dense({ units: classCount, kernelInitializer: initializer(2), name: 'dense_1' }),
    ],
  });
  // LayerVariable wraps the variable that optimizers and gradients know.
  const weights = () => model.trainableWeights.map((weight) => weight.val);
  return {
    weights,
    /** @returns {Promise<import('./safetensors.mjs').NamedTensor[]>} the weights, `weights/<index>/<name>` */
    tensors: () =>
      Promise.all(
        weights().map(async (variable, index) => ({
          name: `weights/${index}/${variable.name}`,
          shape: variable.shape,
          data: Float32Array.from(await variable.data()),
        })),
      ),
    /** @param {import('./safetensors.mjs').NamedTensor[]} tensors what `tensors` gave; others among them are passed over */
    restore(tensors) {
      const saved = tensors.filter(({ name }) => name.startsWith('weights/'));
      weights().forEach((variable, index) => {
        const { shape, data } = saved[index];
        tf.tidy(() => variable.assign(tf.tensor(data, shape)));
      });
    },
    logits: (pixels, dropoutSeed) =>
      tf.tidy(() => {
        const images = tf.reshape(tf.div(pixels, 255), [-1, ...imageShape]);
        if (dropoutSeed === undefined) return model.apply(images, { training: false });
        // The layer would draw the same mask for every batch from one fixed seed.
        dropout.seed = dropoutSeed;
        return model.apply(images, { training: true });
      }),
  };
};
