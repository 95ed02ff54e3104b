import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../testing/random';
import { encodeNpy, NpyError, readElements } from '../../training/npy';
import { TargetsError } from '../../training/targets';
import { type LoadedSet, TestSetError } from './loaded-set';
import { readCsv, readLabelLines } from './read-csv';
import { looksLikeLibsvm, readLibsvm } from './read-libsvm';
import { readNpz } from './read-npz';
import { readParquet } from './read-parquet';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const file = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../testing/dashboard/test-sets/${name}`, import.meta.url)));
const shown = ({ header, bytes, targets }: LoadedSet) => ({
  shape: header.shape,
  values: [...readElements(header.type, bytes)],
  labels: targets && [...targets.values],
});
const csv = async (text: string, options: Parameters<typeof readCsv>[1] = {}) =>
  shown(await readCsv(bytesOf(text), options));

describe('a CSV', () => {
  it.each([
    ['label first, as SageMaker has it', '7,0.5,1\n9,0.25,2\n', {}],
    ['a header with a known name', 'length,rings,sex\r\n0.5,7,1\r\n0.25,9,2', {}],
    [
      'a header in other case, quoted, with a byte-order mark',
      '\ufeff"Length","Label","Sex"\n"0.5","7","1"\n0.25,9,2\n',
      {},
    ],
    ['the last column', '0.5,1,7\n0.25,2,9\n\n', { labelColumn: 'last' as const }],
    ['a chosen name', 'length,label,age\n0.5,1,7\n0.25,2,9', { labelColumn: { named: 'age' } }],
    ['semicolons', '7;0.5;1\n9;0.25;2', {}],
    ['tabs and blanks', '7\t 0.5\t1 \n9\t0.25\t2', {}],
    ['names that are numbers', '1,2,3\n7,0.5,1\n9,0.25,2', { header: true }],
  ])('has its labels: %s', async (_, text, options) => {
    expect(await csv(text, options)).toEqual({ shape: [2, 2], values: [0.5, 1, 0.25, 2], labels: [7, 9] });
  });

  it('has names as labels with and without a header, and missing values', async () => {
    expect(await csv('cat,1,2\ndog,,4')).toEqual({
      shape: [2, 2],
      values: [1, 2, NaN, 4],
      labels: ['cat', 'dog'],
    });
    expect((await csv('species,a,b\ncat,1,2\ndog,nan,4')).labels).toEqual(['cat', 'dog']);
    expect((await csv('a,b,y\n1,2,0\n', {})).labels).toEqual([0]);
    expect([...(await readLabelLines(bytesOf('label\ncat\ndog\n'), {})).values]).toEqual(['cat', 'dog']);
    expect([...(await readLabelLines(bytesOf('3\n4\n'), {})).values]).toEqual([3, 4]);
  });

  it.each([
    ['rows of other lengths', '1,2,3\n1,2', {}, 'it is no CSV'],
    ['an open quote', '1,"2\n3,4', {}, 'it is no CSV'],
    ['a text where a number is sent', '1,2\n3,red', {}, 'column 2 of example 1 is “red”'],
    ['a column that is not there', 'a,b\n1,2', { labelColumn: { named: 'c' } }, 'no column “c”, but a, b'],
    ['a name without a header', '1,2\n3,4', { labelColumn: { named: 'c' } }, 'its columns have no names'],
    ['labels alone', '1\n2\n3', {}, 'no column beside the labels'],
    ['names alone', 'a,b', {}, 'no examples'],
    ['an empty label', ',1\n2,3', { header: false }, 'label 0 is empty'],
  ])('is refused in words: %s', async (_, text, options, reason) => {
    await expect(readCsv(bytesOf(text), options)).rejects.toThrow(reason);
  });
});

describe('libsvm', () => {
  it('is read as the file counts, with comments, groups and what is left out as 0', async () => {
    const text = '7 1:0.5 3:2 # first\n9 qid:4 2:1\n\n';
    expect(looksLikeLibsvm(text)).toBe(true);
    expect(shown(await readLibsvm(bytesOf(text)))).toEqual({
      shape: [2, 4],
      values: [0, 0.5, 0, 2, 0, 0, 1, 0],
      labels: [7, 9],
    });
    expect(looksLikeLibsvm('7,0.5,1\n')).toBe(false);
    expect(looksLikeLibsvm('a,b:c\n')).toBe(false);
  });

  it('is refused where it is broken, or where one index would fill the memory', async () => {
    await expect(readLibsvm(bytesOf('1 1:2\n0 x'))).rejects.toThrow('line 2 has “x”');
    await expect(readLibsvm(bytesOf('1 999999999:1\n'))).rejects.toThrow('more than');
    await expect(readLibsvm(bytesOf('1 1:1:1'))).rejects.toThrow(TestSetError);
  });
});

describe('an .npz', () => {
  it('has its arrays by their names, compressed or not, with numbers or names as labels', async () => {
    const plain = await readNpz(file('plain.npz'), { labelled: true });
    expect(shown(plain)).toMatchObject({ shape: [6, 2, 2], labels: [0, 1, 2, 0, 1, 2] });
    const deflated = await readNpz(file('deflated.npz'), { labelled: true, labelColumn: { named: 'kind' } });
    expect(shown(deflated)).toMatchObject({
      shape: [6, 2, 2],
      labels: ['cat', 'dog', 'cat', 'dog', 'cat', 'dog'],
    });
    const other = await readNpz(file('plain.npz'), { labelled: true, labelColumn: { named: 'y_train' } });
    expect(shown(other).labels).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await readNpz(file('plain.npz'), { labelled: false })).targets).toBeUndefined();
  });

  it('is refused where its arrays cannot be told apart or hold pickled objects', async () => {
    await expect(readNpz(file('deflated.npz'), { labelled: true })).rejects.toThrow(
      'the arrays pictures, kind',
    );
    await expect(readNpz(file('objects.npz'), { labelled: true })).rejects.toThrow(
      'Python objects (pickled)',
    );
  });

  it('is refused where an entry is larger than its directory says, or all of them than may be', async () => {
    const array = encodeNpy('u1', [3_000_000, 1], new Uint8Array(3_000_000));
    await expect(readNpz(zipOf('x.npy', array, 1000), { labelled: false })).rejects.toThrow('too many bytes');
    await expect(readNpz(zipOf('x.npy', array, 2_000_000_000), { labelled: false })).rejects.toThrow(
      'larger than 600000000 bytes when they are unpacked',
    );
  });
});

describe('a Parquet file', () => {
  it.each(['snappy.parquet', 'zstd-v2.parquet', 'gzip.parquet'])(
    'is read as PyArrow writes it: %s',
    async (name) => {
      expect(shown(await readParquet(file(name), {}))).toEqual({
        shape: [6, 2],
        values: [0.5, 1, 0.25, 2, 0.75, 3, 1, 1, 0.125, 2, 2, 3],
        labels: [4, 7, 9, 10, 3, 12],
      });
      expect(shown(await readParquet(file(name), { labelColumn: { named: 'sex' } })).labels).toEqual([
        1, 2, 3, 1, 2, 3,
      ]);
    },
  );

  it.each([
    ['nested columns', 'nested.parquet', {}, '“pixels” is nested'],
    ['texts where numbers are sent', 'texts.parquet', {}, 'kind of example 0 is “a”'],
    ['a label that is missing', 'nulls.parquet', {}, 'label 3 is empty'],
    ['a column that is not there', 'snappy.parquet', { labelColumn: { named: 'age' } }, 'no column “age”'],
  ])('is refused in words: %s', async (_, name, options, reason) => {
    await expect(readParquet(file(name), options)).rejects.toThrow(reason);
  });
});

describe('whatever bytes of a file are cut or changed', () => {
  const changed = (name: string, round: number): Uint8Array => {
    const draw = randomFrom(20_261_127 + round);
    const bytes = Uint8Array.from(file(name));
    for (let change = 0; change <= round % 4; change++)
      bytes[Math.floor(draw() * bytes.length)] = Math.floor(draw() * 256);
    return round % 5 === 0 ? bytes.subarray(0, Math.floor(draw() * bytes.length)) : bytes;
  };
  const refusals = async (rounds: number, read: (round: number) => Promise<unknown>): Promise<number> => {
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const error: unknown = await read(round).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused += 1;
      expect([TestSetError, NpyError, TargetsError]).toContain((error as Error).constructor);
    }
    return refused;
  };

  it.each(['plain.npz', 'deflated.npz'])('%s is read or refused in words', async (name) => {
    const options = { labelled: true, ...(name === 'deflated.npz' && { labelColumn: { named: 'kind' } }) };
    expect(await refusals(150, (round) => readNpz(changed(name, round), options))).toBeGreaterThan(30);
  });

  it('a Parquet file is read or refused in words, also where its reader would never end', async () => {
    const reads = (round: number) =>
      readParquet(changed(['snappy.parquet', 'zstd-v2.parquet'][round % 2] ?? '', round), { maxMs: 2000 });
    expect(await refusals(8, reads)).toBeGreaterThan(1);
    await expect(readParquet(endless(), { maxMs: 500 })).rejects.toThrow('not within 0.5 s');
  });

  /** A page of this one says that a value is repeated two thousand million times. */
  const endless = (): Uint8Array => {
    const bytes = Uint8Array.from(file('zstd-v2.parquet'));
    bytes.set([195], 2465);
    bytes.set([123], 2083);
    bytes.set([197], 65);
    return bytes;
  };
});

/** An archive of one compressed entry whose directory claims a size. */
const zipOf = (name: string, bytes: Uint8Array, claimed: number): Uint8Array => {
  const data = deflateRawSync(bytes);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
};
