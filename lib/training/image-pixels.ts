/** How the images of an array are laid out, and their pixels as bytes to draw. */

export interface ImageLayout {
  width: number;
  height: number;
  /** 1 is grey, 3 is red, green and blue. */
  channels: 1 | 3;
  /** Numbers of one image in the array: more than are drawn where it has an alpha channel. */
  stride: number;
}

/** `[n, h, w]`, `[n, h, w, 1 | 3 | 4]`, or a flat square `[n, h*w]`; undefined for anything else. */
export const imageLayoutOf = (shape: readonly number[]): ImageLayout | undefined => {
  const [, height = 0, width = 0, channels = 1] = shape;
  if (shape.length === 2) {
    const side = Math.round(Math.sqrt(height));
    return side > 1 && side * side === height
      ? { width: side, height: side, channels: 1, stride: height }
      : undefined;
  }
  if (shape.length !== 3 && shape.length !== 4) return undefined;
  if (height < 1 || width < 1 || ![1, 3, 4].includes(channels)) return undefined;
  return { width, height, channels: channels === 1 ? 1 : 3, stride: height * width * channels };
};

export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/**
 * An image as bytes, made smaller by whole steps until neither side is longer than `longest`.
 * Bytes (`u1`) are drawn as they are, numbers from 0 to 1 as shares of white, others from their least to their most.
 */
export const toPixels = (
  values: ArrayLike<number>,
  { width, height, channels, stride }: ImageLayout,
  bytes: boolean,
  longest = 96,
): Pixels => {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / longest));
  const perPixel = stride / (width * height);
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const { low, high } = rangeOf(values, bytes);
  const data = new Uint8Array(columns * rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * step * width + column * step) * perPixel;
      const to = (row * columns + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const share = ((values[from + channel] ?? low) - low) / (high - low);
        data[to + channel] = Math.round(255 * Math.min(1, Math.max(0, share)));
      }
    }
  }
  return { width: columns, height: rows, channels, data };
};

const rangeOf = (values: ArrayLike<number>, bytes: boolean): { low: number; high: number } => {
  if (bytes) return { low: 0, high: 255 };
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  if (low >= 0 && high <= 255 && high > 1) return { low: 0, high: 255 };
  return high > low ? { low, high } : { low, high: low + 1 };
};
