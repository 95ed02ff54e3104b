import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy, NpyError, parseNpyHeader } from './npy';

/** A file with any header text, as NumPy frames it. */
const fileOf = (header: string, data: Uint8Array = new Uint8Array()): Uint8Array => {
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(data, 10 + header.length);
  return bytes;
};

describe('npy', () => {
  it('reads back whatever it writes, of every type', () => {
    const arrays = {
      u1: Uint8Array,
      i1: Int8Array,
      i2: Int16Array,
      u2: Uint16Array,
      i4: Int32Array,
      u4: Uint32Array,
      f4: Float32Array,
      f8: Float64Array,
    };
    const types = fc.constantFrom(...(Object.keys(arrays) as (keyof typeof arrays)[]));
    fc.assert(
      fc.property(
        types,
        fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.integer()),
        (type, shape, numbers) => {
          const length = shape.reduce((product, size) => product * size, 1);
          const data = new arrays[type]([...numbers.take(length)]);
          const read = decodeNpy(encodeNpy(type, shape, new Uint8Array(data.buffer)));
          expect(read).toMatchObject({ type, shape, length });
          expect([...read.values]).toEqual([...data]);
        },
      ),
    );
  });

  it('aligns data to 64 bytes, as NumPy does', () => {
    expect(parseNpyHeader(encodeNpy('f4', [3], new Uint8Array(12))).dataOffset % 64).toBe(0);
  });

  it('reads 64-bit integers, scalars, and a header of version 2 from an unaligned slice', () => {
    const longs = new Uint8Array(new BigInt64Array([-5n, 2n ** 40n]).buffer);
    expect([...decodeNpy(encodeNpy('i8', [2], longs)).values]).toEqual([-5, 2 ** 40]);
    const version1 = encodeNpy('u1', [2], Uint8Array.of(7, 8));
    const version2 = Uint8Array.of(
      0,
      ...version1.subarray(0, 6),
      2,
      0,
      ...version1.subarray(8, 10),
      0,
      0,
      ...version1.subarray(10),
    );
    expect([...decodeNpy(version2.subarray(1)).values]).toEqual([7, 8]);
    expect(
      decodeNpy(fileOf("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", Uint8Array.of(9))).length,
    ).toBe(1);
  });

  it.each([
    ['another file', new TextEncoder().encode('PK\u0003\u0004 a zip archive')],
    ['nothing', new Uint8Array()],
    ['no dictionary', fileOf('__import__("os")')],
    ['a Python expression', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (2**60,), }")],
    ['a key too many', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 'y'}")],
    ['a key twice', fileOf("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")],
    ['no shape', fileOf("{'descr': '<f4', 'fortran_order': False}")],
    ['Fortran order', fileOf("{'descr': '<f4', 'fortran_order': True, 'shape': (1,)}")],
    ['big-endian numbers', fileOf("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}")],
    ['pickled objects', fileOf("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}")],
    ['a negative size', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}")],
    ['an empty size', fileOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1,,2)}")],
    [
      'a shape larger than memory',
      fileOf("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}"),
    ],
    [
      'data that is not there',
      fileOf("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,)}", Uint8Array.of(1)),
    ],
    ['a header that is not there', fileOf('').fill(255, 8)],
    ['too many dimensions', fileOf(`{'descr': '|u1', 'fortran_order': False, 'shape': (${'1,'.repeat(9)})}`)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeNpy(bytes)).toThrow(NpyError);
  });

  it('answers any bytes with an array or an NpyError, and nothing else', () => {
    const valid = encodeNpy('i2', [2, 3], new Uint8Array(12));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = Uint8Array.from(valid);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          expect(decodeNpy(bytes).values.length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(NpyError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
