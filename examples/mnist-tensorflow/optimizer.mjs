/** Adam, with its whole state as named tensors. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * @param {number} learningRate
 */
export const createAdam = (learningRate) => {
  const adam = tf.train.adam(learningRate);
  return {
    minimize: (loss, weights) => adam.minimize(loss, true, weights),

    /** @returns {Promise<import('./safetensors.mjs').NamedTensor[]>} */
    async state() {
      const moments = await adam.getWeights();
      return Promise.all([
        ...moments.map(async ({ name, tensor }) => named(`adam/${name}`, tensor)),
        // setWeights would recompute these as powers, a rounding away from the products they are.
        named('adam/accBeta1', adam.accBeta1),
        named('adam/accBeta2', adam.accBeta2),
      ]);
    },

    /** @param {import('./safetensors.mjs').NamedTensor[]} tensors in the order `state` gave them */
    async restore(tensors) {
      const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
      const moments = tensors.filter(
        ({ name }) => name.startsWith('adam/') && !name.startsWith('adam/accBeta'),
      );
      await adam.setWeights(
        moments.map(({ name, shape, data }) => ({
          name: name.slice('adam/'.length),
          tensor: tf.tensor(data, shape),
        })),
      );
      tf.tidy(() => {
        for (const key of ['accBeta1', 'accBeta2']) {
          const { shape, data } = byName.get(`adam/${key}`);
          adam[key].assign(tf.tensor(data, shape));
        }
      });
    },
  };
};

const named = async (name, tensor) => ({
  name,
  shape: tensor.shape,
  data: Float32Array.from(await tensor.data()),
});
