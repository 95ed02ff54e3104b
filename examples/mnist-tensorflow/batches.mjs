/** Seeded choices of a run. Each follows from (seed, epoch, batch) alone, so that a resumed run makes the same ones. */

/**
 * A 32-bit mix of the parts (murmur3's finalizer): near seeds give unrelated values.
 * @param {...number} parts integers
 * @returns {number} 0 to 2^32 - 1
 */
export const mixSeed = (...parts) => {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
};

/**
 * The order in which an epoch visits the images: Fisher and Yates' shuffle.
 * @param {number} size
 * @param {number} seed
 * @param {number} epoch
 * @returns {Uint32Array} a permutation of 0 … size - 1
 */
export const epochOrder = (size, seed, epoch) => {
  const order = Uint32Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor((mixSeed(seed, epoch, last) / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
};

/**
 * @param {ArrayLike<number>} pixels of all images
 * @param {number} pixelsPerImage
 * @param {ArrayLike<number>} indices images of this batch
 * @returns {Float32Array}
 */
export const gatherImages = (pixels, pixelsPerImage, indices) => {
  const batch = new Float32Array(indices.length * pixelsPerImage);
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row] * pixelsPerImage;
    for (let pixel = 0; pixel < pixelsPerImage; pixel++) {
      batch[row * pixelsPerImage + pixel] = pixels[start + pixel];
    }
  }
  return batch;
};
