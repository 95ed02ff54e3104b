/** How the images of an array are laid out, and their pixels as bytes to draw. */

/** Where the channels of an image lie: after its rows and columns, or before. */
export const channelOrders = ['NHWC', 'NCHW'] as const;
export type ChannelOrder = (typeof channelOrders)[number];

export interface ImageLayout {
  width: number;
  height: number;
  /** 1 is grey, 3 is red, green and blue. */
  channels: 1 | 3;
  /** Numbers of one image in the array: more than are drawn where it has an alpha channel. */
  stride: number;
  order: ChannelOrder;
  /** The shape could be read in the other order too. */
  ambiguous: boolean;
}

/**
 * `[n, h, w]`, `[n, h, w, c]` or `[n, c, h, w]` with 1, 3 or 4 channels, or flat squares `[n, h*w]` and, channel by
 * channel as CIFAR's own files have them, `[n, 3*h*w]`; undefined for anything else.
 * @param chosen counts where the shape can be read in either order, and for flat pictures in colour
 */
export const imageLayoutOf = (shape: readonly number[], chosen?: ChannelOrder): ImageLayout | undefined => {
  const [, first = 0, second = 0, third = 0] = shape;
  if (shape.length === 2) return flatLayout(first, chosen);
  if (shape.length === 3) return layoutOf(first, second, 1, 'NHWC', false);
  if (shape.length !== 4) return undefined;
  const last = layoutOf(first, second, third, 'NHWC', isChannels(first));
  const leading = layoutOf(second, third, first, 'NCHW', isChannels(third));
  if (last && leading) return (chosen ?? likelier(shape)) === 'NCHW' ? leading : last;
  return last ?? leading;
};

const isChannels = (size: number): boolean => size === 1 || size === 3 || size === 4;

const layoutOf = (
  height: number,
  width: number,
  channels: number,
  order: ChannelOrder,
  ambiguous: boolean,
): ImageLayout | undefined => {
  if (height < 1 || width < 1 || !isChannels(channels)) return undefined;
  return {
    width,
    height,
    channels: channels === 1 ? 1 : 3,
    stride: height * width * channels,
    order,
    ambiguous,
  };
};

/** Where either order fits, pictures are square sooner than not. */
const likelier = ([, first = 0, second = 0, third = 0]: readonly number[]): ChannelOrder =>
  second === third && first !== second ? 'NCHW' : 'NHWC';

/** Of a flat picture: the smallest that data sets have. A table of 9 or 16 columns is none. */
const minSide = 8;

const flatLayout = (length: number, chosen: ChannelOrder | undefined): ImageLayout | undefined => {
  const side = Math.round(Math.sqrt(length));
  if (side >= minSide && side * side === length) return layoutOf(side, side, 1, 'NHWC', false);
  const colourSide = Math.round(Math.sqrt(length / 3));
  if (colourSide < minSide || colourSide * colourSide * 3 !== length) return undefined;
  return layoutOf(colourSide, colourSide, 3, chosen ?? 'NCHW', true);
};

export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** What is drawn black, and what white. */
export interface Brightness {
  low: number;
  high: number;
}

/**
 * An image as bytes, made smaller by whole steps until neither side is longer than `maxSide`.
 * @param brightness of `brightnessOf`
 */
export const toPixels = (
  values: ArrayLike<number>,
  { width, height, channels, stride, order }: ImageLayout,
  { low, high }: Brightness,
  maxSide = 96,
): Pixels => {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / maxSide));
  const perPixel = order === 'NCHW' ? 1 : stride / (width * height);
  const perChannel = order === 'NCHW' ? width * height : 1;
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const data = new Uint8Array(columns * rows * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * step * width + column * step) * perPixel;
      const to = (row * columns + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const share = ((values[from + channel * perChannel] ?? low) - low) / (high - low);
        data[to + channel] = Math.round(255 * Math.min(1, Math.max(0, share)));
      }
    }
  }
  return { width: columns, height: rows, channels, data };
};

/**
 * Of pictures that are shown together, so that one scale holds for all: bytes are drawn as they are, numbers from 0 to
 * 1 as shares of white, from 0 to 255 as bytes, others (such as normalised by mean and deviation) from least to most.
 */
export const brightnessOf = (pictures: Iterable<ArrayLike<number>>, bytes: boolean): Brightness => {
  if (bytes) return { low: 0, high: 255 };
  let low = Infinity;
  let high = -Infinity;
  for (const values of pictures) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? NaN;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  if (low >= 0 && high <= 1) return { low: 0, high: 1 };
  if (low >= 0 && high <= 255 && high > 1) return { low: 0, high: 255 };
  return high > low ? { low, high } : { low, high: low + 1 };
};
