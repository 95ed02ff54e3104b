/** NumPy's .npy format, versions 1 to 3, as far as images and labels need it: C order, little endian numbers. */

const readers = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<i2': Int16Array,
  '<u2': Uint16Array,
  '<i4': Int32Array,
  '<u4': Uint32Array,
  '<i8': BigInt64Array,
  '<u8': BigUint64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

/**
 * @param {Buffer} buffer
 * @returns {{ shape: number[], data: ArrayLike<number> }} 64-bit integers are read as numbers
 * @throws {Error} that says what is wrong with the file
 */
export const decodeNpy = (buffer) => {
  if (buffer.length < 10 || buffer.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw new Error('not a .npy file');
  const wide = buffer[6] >= 2;
  const headerStart = wide ? 12 : 10;
  const headerLength = wide ? buffer.readUInt32LE(8) : buffer.readUInt16LE(8);
  const header = buffer.toString('latin1', headerStart, headerStart + headerLength);
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const Reader = readers[descr];
  if (!Reader) throw new Error(`.npy type ${descr} is not supported`);
  if (/'fortran_order':\s*True/.test(header)) throw new Error('.npy file in Fortran order is not supported');
  const shape = (shapeText ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map(Number);
  const length = shape.reduce((product, size) => product * size, 1);
  const start = headerStart + headerLength;
  const bytes = length * Reader.BYTES_PER_ELEMENT;
  if (buffer.length < start + bytes) {
    throw new Error(`.npy file is cut short: ${buffer.length - start} of ${bytes} bytes of data`);
  }
  // A typed array needs an aligned start, which a slice of a network buffer seldom has.
  const data = new Reader(new Uint8Array(buffer.subarray(start, start + bytes)).buffer);
  return {
    shape,
    data: data instanceof BigInt64Array || data instanceof BigUint64Array ? Array.from(data, Number) : data,
  };
};

/**
 * @param {Float32Array} data
 * @param {number[]} shape
 * @returns {Buffer} a version 1 file of float32
 */
export const encodeNpy = (data, shape) => {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY', 0, 'latin1');
  head[6] = 1;
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([
    head,
    Buffer.from(header, 'latin1'),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
};
