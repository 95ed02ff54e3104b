/**
 * The checksums S3 keeps with an object. WebAssembly where Node has none: in plain JavaScript CRC64NVME, the AWS
 * CLI's default, would cost more than the disk.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  createCRC32,
  createCRC64,
  createXXHash128,
  createXXHash3,
  createXXHash64,
  type IHasher,
} from 'hash-wasm';
import { z } from 'zod';

export const checksumAlgorithms = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
  'XXHASH64',
  'XXHASH3',
  'XXHASH128',
] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Of the whole object's bytes, or of its parts' checksums one after the other. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export const objectChecksum = z.object({
  algorithm: z.enum(checksumAlgorithms),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
  /** Base64; of a composite checksum with `-` and the number of parts behind it. */
  value: z.string(),
});
export type ObjectChecksum = z.infer<typeof objectChecksum>;

/** Takes bytes in order, then gives base64 as S3's headers carry it. */
export interface RunningChecksum {
  readonly algorithm: ChecksumAlgorithm;
  update(chunk: Uint8Array): void;
  /** To be called once, at the end. */
  digest(): string;
}

export const digestBytes: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
  XXHASH64: 8,
  XXHASH3: 8,
  XXHASH128: 16,
};

const castagnoli = 0x82f63b78;
const nvme = '9a6c9329ac4bc9b5';

export const startChecksum = async (algorithm: ChecksumAlgorithm): Promise<RunningChecksum> => ({
  algorithm,
  ...(await steps[algorithm]()),
});

type Steps = Omit<RunningChecksum, 'algorithm'>;

const runningHash = (name: string): Steps => {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') };
};

const runningWasm = async (created: Promise<IHasher>): Promise<Steps> => {
  const hasher = await created;
  return {
    update: (chunk) => void hasher.update(chunk),
    digest: () => Buffer.from(hasher.digest('binary')).toString('base64'),
  };
};

const runningCrc32 = (): Steps => {
  let crc = 0;
  return {
    update: (chunk) => void (crc = crc32(chunk, crc)),
    digest: () => base64OfCrc(crc),
  };
};

const steps: Readonly<Record<ChecksumAlgorithm, () => Steps | Promise<Steps>>> = {
  CRC32: runningCrc32,
  CRC32C: () => runningWasm(createCRC32(castagnoli)),
  CRC64NVME: () => runningWasm(createCRC64(nvme)),
  SHA1: () => runningHash('sha1'),
  SHA256: () => runningHash('sha256'),
  SHA512: () => runningHash('sha512'),
  MD5: () => runningHash('md5'),
  XXHASH64: () => runningWasm(createXXHash64()),
  XXHASH3: () => runningWasm(createXXHash3()),
  XXHASH128: () => runningWasm(createXXHash128()),
};

/** A CRC32 as S3's headers carry it. */
export const base64OfCrc = (crc: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes.toString('base64');
};

/** The body, its bytes given to the checksum as they pass. */
export const checksumming = async function* (
  body: AsyncIterable<Uint8Array>,
  running: RunningChecksum,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    running.update(chunk);
    yield chunk;
  }
};

/** The checksum of a multipart object that is made of its parts' checksums. */
export const compositeChecksum = async (
  algorithm: ChecksumAlgorithm,
  parts: readonly string[],
): Promise<ObjectChecksum> => {
  const running = await startChecksum(algorithm);
  running.update(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))));
  return { algorithm, type: 'COMPOSITE', value: `${running.digest()}-${parts.length}` };
};
