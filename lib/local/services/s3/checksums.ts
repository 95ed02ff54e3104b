import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { base64OfCrc } from '../../store/object-files';
import { AwsError } from '../../wire/errors';
import type { S3Request } from './s3-request';

/** Takes bytes in order, then gives base64 as S3's headers carry it. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  digest(): string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const algorithms: Readonly<Record<string, () => RunningChecksum>> = {
  crc32: () => runningCrc((chunk, crc) => crc32(chunk, crc)),
  crc32c: () => runningCrc(crc32c),
  sha1: () => runningHash('sha1'),
  sha256: () => runningHash('sha256'),
};

const runningCrc = (step: (chunk: Uint8Array, crc: number) => number): RunningChecksum => {
  let crc = 0;
  return {
    update: (chunk) => void (crc = step(chunk, crc)),
    digest: () => base64OfCrc(crc),
  };
};

const runningHash = (name: string): RunningChecksum => {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') };
};

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

const crc32c = (chunk: Uint8Array, before: number): number => {
  let crc = ~before;
  for (const byte of chunk) crc = (castagnoli[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
};

/** The checksum a client sent, or will send as a trailer. */
export interface ClaimedChecksum {
  /** Lower case, as in the header's name. */
  algorithm: string;
  /** Undefined where it comes as a trailer. */
  value: string | undefined;
  create(): RunningChecksum;
}

const headerPrefix = 'x-amz-checksum-';

/** Names in this family that are settings, not checksums. */
const settings = new Set(['algorithm', 'mode', 'type']);

/**
 * The checksums a request claims for its body. Throws InvalidRequest for an algorithm that cannot be verified
 * here: accepting it unverified would store what the client believes to be checked.
 */
export const claimedChecksums = ({ incoming, query, header }: S3Request): ClaimedChecksum[] => {
  const names = [...Object.keys(incoming.headers), ...[...query.keys()].map((name) => name.toLowerCase())];
  const inHeaders = [...new Set(names)]
    .filter((name) => name.startsWith(headerPrefix) && !settings.has(name.slice(headerPrefix.length)))
    .map((name) => ({ name, value: header(name) }));
  const inTrailer = (header('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name.startsWith(headerPrefix))
    .map((name) => ({ name, value: undefined }));
  return [...inHeaders, ...inTrailer].map(({ name, value }) => {
    const algorithm = name.slice(headerPrefix.length);
    const create = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
    if (!create) {
      const known = Object.keys(algorithms).join(', ').toUpperCase();
      const message = `The checksum ${algorithm.toUpperCase()} is not supported by the local backend; ${known} are.`;
      throw new AwsError('InvalidRequest', message);
    }
    return { algorithm, value, create };
  });
};

/** @throws AwsError BadDigest */
export const verifyChecksum = (algorithm: string, claimed: string, computed: string): void => {
  if (claimed === computed) return;
  const name = algorithm.toUpperCase();
  throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
};
