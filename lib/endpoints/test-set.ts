import 'server-only';
import { type Backend } from '../aws/backends';
import { getObjectBytes, headObject, parseS3Uri, type S3Location } from '../aws/objects';
import { SpotdeckError } from '../errors/spotdeck-error';
import { decodeNpy, NpyError, type NpyHeader, npyHeaderBytes, parseNpyHeader } from '../training/npy';

export interface ImagesFile {
  header: NpyHeader;
  location: S3Location;
  sizeBytes: number;
  count: number;
  /** Bytes of one image. */
  imageBytes: number;
}

const maxImages = 1_000_000;

/** What the images' file promises, read from its start alone. @throws {SpotdeckError} invalid-input, not-found */
export const openImages = (backend: Backend, uri: string, signal?: AbortSignal): Promise<ImagesFile> =>
  refusing(uri, 'imagesS3Uri', async (refuse) => {
    const location = parseS3Uri(uri);
    const { sizeBytes } = await headObject(backend, location);
    if (sizeBytes === 0) throw refuse('the file is empty');
    const range = { start: 0, end: Math.min(sizeBytes, npyHeaderBytes) - 1 };
    const header = parseNpyHeader(await getObjectBytes(backend, location, { range, signal }));
    const [count = 0] = header.shape;
    if (header.shape.length < 2) throw refuse('images need at least two dimensions');
    if (count < 1 || header.length === 0) throw refuse('it holds no images');
    if (count > maxImages) throw refuse(`it holds more than ${maxImages} images`);
    if (sizeBytes < header.dataOffset + header.length * header.itemBytes)
      throw refuse('the file is cut short');
    return { header, location, sizeBytes, count, imageBytes: (header.length / count) * header.itemBytes };
  });

/** The bytes of `count` images from `first` on. */
export const readImages = (
  backend: Backend,
  { header, location, imageBytes }: ImagesFile,
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Buffer> => {
  const start = header.dataOffset + first * imageBytes;
  return getObjectBytes(backend, location, {
    range: { start, end: start + count * imageBytes - 1 },
    signal,
    maxBytes: count * imageBytes,
  });
};

/** The class index of each image. @throws {SpotdeckError} invalid-input, not-found */
export const readLabels = (
  backend: Backend,
  uri: string,
  classCount: number,
  signal?: AbortSignal,
): Promise<Uint8Array> =>
  refusing(uri, 'labelsS3Uri', async (refuse) => {
    const { shape, values } = decodeNpy(await getObjectBytes(backend, parseS3Uri(uri), { signal }));
    if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1)) {
      throw refuse(`labels are one class index an image, but its shape is (${shape.join(', ')})`);
    }
    return Uint8Array.from(values, (value, index) => {
      if (Number.isInteger(value) && value >= 0 && value < classCount) return value;
      throw refuse(`label ${index} is ${value}, which is none of the ${classCount} classes`);
    });
  });

const refusing = async <Value>(
  uri: string,
  field: string,
  read: (refuse: (reason: string) => SpotdeckError) => Promise<Value>,
): Promise<Value> => {
  const refuse = (reason: string) =>
    new SpotdeckError('invalid-input', `${uri} cannot be used: ${reason.replace(/\.$/, '')}.`, field);
  try {
    return await read(refuse);
  } catch (error) {
    if (error instanceof NpyError) throw refuse(error.message);
    throw error;
  }
};
