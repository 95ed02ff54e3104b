/**
 * IDX (http://yann.lecun.com/exdb/mnist/) and .npy (numpy.lib.format) both hold raw numbers in C order behind a
 * header, so a file of bytes is turned from one into the other by a change of header.
 *
 * @param head first 16 bytes or more of an IDX file of unsigned bytes, with up to three dimensions
 * @returns the .npy header, and where the data of the IDX file begins
 * @throws Error if it is no such file
 */
export const idxToNpyHeader = (head: Buffer): { header: Buffer; dataOffset: number; shape: number[] } => {
  const dimensions = head[3] ?? 0;
  if (
    head.length < 16 ||
    head.readUInt16BE(0) !== 0 ||
    head[2] !== 0x08 ||
    dimensions < 1 ||
    dimensions > 3
  ) {
    throw new Error('not an IDX file of unsigned bytes');
  }
  const shape = Array.from({ length: dimensions }, (_, index) => head.readUInt32BE(4 + 4 * index));
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data starts at a multiple of 64 bytes: 10 of magic and length, the text, spaces, a newline.
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const magic = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  magic.writeUInt16LE(padded.length, 8);
  return {
    header: Buffer.concat([magic, Buffer.from(padded, 'latin1')]),
    dataOffset: 4 + 4 * dimensions,
    shape,
  };
};
