import { describe, expect, it } from 'vitest';
import { idxToNpyHeader } from './idx-to-npy';

const idxHead = (type: number, shape: number[]) => {
  const head = Buffer.alloc(16);
  head[2] = type;
  head[3] = shape.length;
  shape.forEach((size, index) => head.writeUInt32BE(size, 4 + 4 * index));
  return head;
};

describe('idxToNpyHeader', () => {
  it('keeps the shape and starts the data at a multiple of 64 bytes', () => {
    const { header, dataOffset } = idxToNpyHeader(idxHead(8, [60000, 28, 28]));
    expect(header.length % 64).toBe(0);
    expect(header.toString('latin1')).toContain("'shape': (60000, 28, 28)");
    expect(header.readUInt16LE(8)).toBe(header.length - 10);
    expect(dataOffset).toBe(16);
  });

  it('writes a single dimension as a tuple', () => {
    const { header, dataOffset } = idxToNpyHeader(idxHead(8, [10000]));
    expect(header.toString('latin1')).toContain("'shape': (10000,)");
    expect(dataOffset).toBe(8);
  });

  it('refuses what is not an IDX file of bytes', () => {
    expect(() => idxToNpyHeader(idxHead(0x0d, [10]))).toThrow('not an IDX file');
    expect(() => idxToNpyHeader(Buffer.from('GIF89a'))).toThrow('not an IDX file');
  });
});
