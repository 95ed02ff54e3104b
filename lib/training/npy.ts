import { keysOf } from './keyed';

/**
 * NumPy's .npy format, versions 1 to 3: little-endian numbers in C order, as images, labels and predictions come.
 * Source: numpy.lib.format. A header is checked whole before a byte is allocated for what it promises.
 */

export type NpyType = 'b1' | 'u1' | 'i1' | 'i2' | 'u2' | 'i4' | 'u4' | 'i8' | 'u8' | 'f2' | 'f4' | 'f8';

export interface NpyHeader {
  type: NpyType;
  shape: number[];
  /** Elements in all. */
  length: number;
  itemBytes: number;
  /** Where the elements begin, in bytes. */
  dataOffset: number;
}

export class NpyError extends Error {
  override name = 'NpyError';
}

/** Bytes from the start of a file that hold any header this module takes. */
export const npyHeaderBytes = 4096;

/** Every file begins with it. */
export const numpyMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maxDimensions = 8;

/**
 * @param bytes the start of a file, or all of it
 * @throws {NpyError} that says what is wrong
 */
export const parseNpyHeader = (bytes: Uint8Array): NpyHeader => {
  const { descr, shape, dataOffset } = parseDescription(bytes);
  const type = typeOf(descr);
  const { itemBytes } = elements[type];
  return { type, shape, length: lengthOf(shape, itemBytes), itemBytes, dataOffset };
};

const parseDescription = (bytes: Uint8Array): { descr: string; shape: number[]; dataOffset: number } => {
  if (bytes.length < 10 || numpyMagic.some((byte, index) => bytes[index] !== byte)) {
    throw new NpyError('This is not a .npy file.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new NpyError(`.npy version ${version} is not known.`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new NpyError('The .npy header is cut short.');
  const dataOffset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataOffset > npyHeaderBytes)
    throw new NpyError(`The .npy header is longer than ${npyHeaderBytes} bytes.`);
  if (bytes.length < dataOffset) throw new NpyError('The .npy header is cut short.');
  const entries = parseEntries(String.fromCharCode(...bytes.subarray(start, dataOffset)));
  if (entries.get('fortran_order') !== 'False') {
    throw new NpyError('Only .npy files in C order can be read: save with numpy.ascontiguousarray.');
  }
  return { descr: entries.get('descr') ?? '', shape: shapeOf(entries.get('shape') ?? ''), dataOffset };
};

const lengthOf = (shape: readonly number[], itemBytes: number): number => {
  const length = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(length * itemBytes))
    throw new NpyError('The .npy shape is larger than any file.');
  return length;
};

/** The dictionary of a header: exactly the three keys of the format, each once, in any order. */
const parseEntries = (text: string): Map<string, string> => {
  const entries = new Map<string, string>();
  const body = /^\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) throw new NpyError('The .npy header is no dictionary.');
  const entry = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']{0,32}'|True|False|\([\d\s,L]*\))\s*(?:,|$)/y;
  while (body.slice(entry.lastIndex).trim() !== '') {
    const at = entry.lastIndex;
    const match = entry.exec(body);
    const [, key = '', value = ''] = match ?? [];
    if (!match || entries.has(key)) {
      throw new NpyError(`The .npy header cannot be read at “${body.slice(at, at + 24).trim()}”.`);
    }
    entries.set(key, value);
  }
  for (const key of ['descr', 'fortran_order', 'shape']) {
    if (!entries.has(key)) throw new NpyError(`The .npy header has no ${key}.`);
  }
  return entries;
};

const typeOf = (descr: string): NpyType => {
  if (/^'\|?O/.test(descr)) {
    throw new NpyError('The .npy file holds Python objects (pickled), which are never opened: save numbers.');
  }
  const [, order = '', type = ''] = /^'([<>|=])([a-zA-Z]\d+)'$/.exec(descr) ?? [];
  const element = keysOf(elements).find((one) => one === type);
  if (element === undefined || (order !== '<' && !(order === '|' && type.endsWith('1')))) {
    throw new NpyError(
      `.npy type ${descr} cannot be read: save as little-endian ${keysOf(elements).join(', ')}.`,
    );
  }
  return element;
};

const shapeOf = (text: string): number[] => {
  const sizes = text
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim());
  if (sizes.at(-1) === '') sizes.pop();
  if (sizes.length > maxDimensions)
    throw new NpyError(`The .npy shape has more than ${maxDimensions} dimensions.`);
  return sizes.map((part) => {
    const size = /^\d{1,15}L?$/.test(part) ? Number(part.replace('L', '')) : NaN;
    if (!Number.isSafeInteger(size))
      throw new NpyError(`The .npy shape ${text.slice(0, 60)} cannot be read.`);
    return size;
  });
};

type Read = (view: DataView, offset: number) => number;

const elements: Record<NpyType, { itemBytes: number; read: Read }> = {
  b1: { itemBytes: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
  u1: { itemBytes: 1, read: (view, offset) => view.getUint8(offset) },
  i1: { itemBytes: 1, read: (view, offset) => view.getInt8(offset) },
  u2: { itemBytes: 2, read: (view, offset) => view.getUint16(offset, true) },
  i2: { itemBytes: 2, read: (view, offset) => view.getInt16(offset, true) },
  u4: { itemBytes: 4, read: (view, offset) => view.getUint32(offset, true) },
  i4: { itemBytes: 4, read: (view, offset) => view.getInt32(offset, true) },
  i8: { itemBytes: 8, read: (view, offset) => Number(view.getBigInt64(offset, true)) },
  u8: { itemBytes: 8, read: (view, offset) => Number(view.getBigUint64(offset, true)) },
  f2: { itemBytes: 2, read: (view, offset) => halfOf(view.getUint16(offset, true)) },
  f4: { itemBytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
  f8: { itemBytes: 8, read: (view, offset) => view.getFloat64(offset, true) },
};

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
const halfOf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
};

/**
 * Elements as numbers; 64-bit integers beyond 2^53 lose their last digits.
 * @param data the bytes of whole elements, without header
 */
export const readElements = (type: NpyType, data: Uint8Array): Float64Array => {
  const { itemBytes, read } = elements[type];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new Float64Array(Math.floor(data.length / itemBytes));
  for (let index = 0; index < values.length; index++) values[index] = read(view, index * itemBytes);
  return values;
};

/** A whole file. @throws {NpyError} */
export const decodeNpy = (bytes: Uint8Array): NpyHeader & { values: Float64Array } => {
  const header = parseNpyHeader(bytes);
  const end = header.dataOffset + header.length * header.itemBytes;
  if (bytes.length < end) {
    throw new NpyError(
      `The .npy file is cut short: ${bytes.length - header.dataOffset} of ${end - header.dataOffset} bytes.`,
    );
  }
  return { ...header, values: readElements(header.type, bytes.subarray(header.dataOffset, end)) };
};

/** A whole file of texts (`<U…`, `|S…`); undefined where it holds anything else. @throws {NpyError} */
export const decodeTextNpy = (bytes: Uint8Array): { shape: number[]; values: string[] } | undefined => {
  const { descr, shape, dataOffset } = parseDescription(bytes);
  const [, kind, size] = /^'[<|=]?([US])(\d{1,6})'$/.exec(descr) ?? [];
  if (kind === undefined) return undefined;
  const itemBytes = Number(size) * (kind === 'U' ? 4 : 1);
  const length = lengthOf(shape, itemBytes);
  if (bytes.length < dataOffset + length * itemBytes) throw new NpyError('The .npy file is cut short.');
  if (itemBytes === 0 && length > 0) throw new NpyError('The .npy file holds empty texts only.');
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, length * itemBytes);
  const values = Array.from({ length }, (_, index) => {
    const codes = Array.from({ length: Number(size) }, (_one, at) =>
      kind === 'U'
        ? view.getUint32((index * Number(size) + at) * 4, true)
        : view.getUint8(index * itemBytes + at),
    );
    if (codes.some((code) => code > 0x10ffff)) throw new NpyError('A text of the .npy file is no Unicode.');
    return String.fromCodePoint(...codes).replace(/\0+$/, '');
  });
  return { shape, values };
};

/** A file of these elements; its bytes are taken as they are. */
export const encodeNpy = (type: NpyType, shape: readonly number[], data: Uint8Array): Uint8Array => {
  const order = type.endsWith('1') ? '|' : '<';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Data is aligned to 64 bytes, and the header ends with a line feed.
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const file = new Uint8Array(10 + padded.length + data.length);
  file.set(numpyMagic);
  file.set([1, 0, padded.length & 0xff, padded.length >> 8], 6);
  for (let index = 0; index < padded.length; index++) file[10 + index] = padded.charCodeAt(index);
  file.set(data, 10 + padded.length);
  return file;
};
