import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32cJs, Crc64NvmeJs } from '@aws-sdk/checksums/crc';
import { Xxh3_128, Xxh3_64, Xxh64 } from '@aws-sdk/checksums/xxh';
import { describe, expect, it } from 'vitest';
import {
  checksumAlgorithms,
  type ChecksumAlgorithm,
  compositeChecksum,
  digestBytes,
  startChecksum,
} from './object-checksum';

const checksumOf = async (algorithm: ChecksumAlgorithm, ...chunks: Uint8Array[]): Promise<string> => {
  const running = await startChecksum(algorithm);
  for (const chunk of chunks) running.update(chunk);
  return running.digest();
};

/** The SDK's own code in plain JavaScript, and Node's. */
const theirs: Record<ChecksumAlgorithm, (bytes: Uint8Array) => Promise<string>> = (() => {
  const bySdk = (create: () => { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }) => {
    return async (bytes: Uint8Array) => {
      const hash = create();
      hash.update(bytes);
      return Buffer.from(await hash.digest()).toString('base64');
    };
  };
  const byNode = (name: string) => async (bytes: Uint8Array) =>
    createHash(name).update(bytes).digest('base64');
  return {
    CRC32: async (bytes) => Buffer.from(crc32(bytes).toString(16).padStart(8, '0'), 'hex').toString('base64'),
    CRC32C: bySdk(() => new Crc32cJs()),
    CRC64NVME: bySdk(() => new Crc64NvmeJs()),
    SHA1: byNode('sha1'),
    SHA256: byNode('sha256'),
    SHA512: byNode('sha512'),
    MD5: byNode('md5'),
    XXHASH64: bySdk(() => new Xxh64()),
    XXHASH3: bySdk(() => new Xxh3_64()),
    XXHASH128: bySdk(() => new Xxh3_128()),
  };
})();

describe('checksums', () => {
  // The check values of the catalogue of CRCs, and of S3's user guide for hashes of nothing.
  it.each<[ChecksumAlgorithm, string, string]>([
    ['CRC32', '123456789', 'cbf43926'],
    ['CRC32C', '123456789', 'e3069283'],
    ['CRC64NVME', '123456789', 'ae8b14860a799888'],
    ['CRC64NVME', '', '0000000000000000'],
    ['SHA256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['XXHASH64', '', 'ef46db3751d8e999'],
    ['XXHASH3', '', '2d06800538d394c2'],
    ['XXHASH128', '', '99aa06d3014798d86001c324468d497f'],
  ])('%s of %j is the published one', async (algorithm, text, hex) => {
    const value = await checksumOf(algorithm, Buffer.from(text));
    expect(Buffer.from(value, 'base64').toString('hex')).toBe(hex);
  });

  it.each(checksumAlgorithms)('%s is what other code computes, whole and in chunks', async (algorithm) => {
    for (const length of [0, 1, 7, 240, 241, 4096, 100_003]) {
      const bytes = randomBytes(length);
      const expected = await theirs[algorithm](bytes);
      expect(await checksumOf(algorithm, bytes)).toBe(expected);
      const cut = Math.floor(length / 3);
      expect(await checksumOf(algorithm, bytes.subarray(0, cut), bytes.subarray(cut))).toBe(expected);
      expect(Buffer.from(expected, 'base64')).toHaveLength(digestBytes[algorithm]);
    }
  });

  it('running side by side do not mix', async () => {
    const [one, two] = await Promise.all([startChecksum('CRC64NVME'), startChecksum('CRC64NVME')]);
    one.update(Buffer.from('1234'));
    two.update(Buffer.from('other'));
    one.update(Buffer.from('56789'));
    expect(Buffer.from(one.digest(), 'base64').toString('hex')).toBe('ae8b14860a799888');
  });

  it('of parts are one of their checksums, with their number', async () => {
    const parts = [createHash('sha256').update('a').digest(), createHash('sha256').update('b').digest()];
    const expected = createHash('sha256').update(Buffer.concat(parts)).digest('base64');
    const asText = parts.map((part) => part.toString('base64'));
    expect(await compositeChecksum('SHA256', asText)).toEqual({
      algorithm: 'SHA256',
      type: 'COMPOSITE',
      value: `${expected}-2`,
    });
  });
});
