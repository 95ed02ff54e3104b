/** The bytes a client uploads: framing removed, and every length, hash and checksum it claims verified. */
import { createHash } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import { ClientGone, rpcBodyLimit } from '../../wire/request-body';
import { decodeAwsChunked } from './aws-chunked';
import { type ChecksumAlgorithm, type ObjectChecksum, startChecksum } from '../../store/object-checksum';
import { type ClaimedChecksum, checkForm, claimedChecksum, verifyChecksum } from './checksums';
import { checksumHeader } from './operation-members';
import type { S3Request } from './s3-request';

export interface Payload {
  /** Throws AwsError in place of its end where a claim does not hold. */
  body: AsyncIterable<Uint8Array>;
  /** Base64, from Content-MD5. */
  expectedMd5: string | undefined;
  /** Of the whole body, once it has ended. */
  checksum(): ObjectChecksum;
  /** Whether the client claimed it. */
  claimed: ClaimedChecksum | undefined;
}

/** The most one request may upload, as in S3. */
const maxBytes = 5 * 1024 ** 3;

/**
 * @param algorithm of the checksum where the client claims none; S3's own is CRC64NVME.
 * @throws AwsError for claims that are wrong before the first byte is read.
 */
export const openPayload = async (
  request: S3Request,
  algorithm: ChecksumAlgorithm = 'CRC64NVME',
  claim: ClaimedChecksum | 'none' = claimedChecksum(request) ?? 'none',
): Promise<Payload> => {
  const { incoming, header } = request;
  const claimed = claim === 'none' ? undefined : claim;
  const contentLength = incoming.headers['content-length'];
  if (contentLength === undefined && incoming.headers['transfer-encoding'] === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const sha256 = header('x-amz-content-sha256') ?? '';
  checkContentHash(sha256);
  const chunked =
    sha256.startsWith('STREAMING-') || /\baws-chunked\b/i.test(header('content-encoding') ?? '');
  const decodedLength = incoming.headers['x-amz-decoded-content-length'];
  const length = readLength(chunked ? String(decodedLength ?? '') : (contentLength ?? ''));
  if (length !== undefined && length > maxBytes) throw tooLarge();
  const running = await startChecksum(claimed?.algorithm ?? algorithm);
  const hash = /^[0-9a-f]{64}$/i.test(sha256) ? createHash('sha256') : undefined;
  let computed: string | undefined;
  const trailers = new Map<string, string>();

  const verify = (size: number): void => {
    if (length !== undefined && size !== length) {
      const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header.';
      throw new AwsError('IncompleteBody', message);
    }
    if (hash && hash.digest('hex') !== sha256.toLowerCase()) {
      const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
      throw new AwsError('XAmzContentSHA256Mismatch', message);
    }
    computed = running.digest();
    const name = claimed && checksumHeader(claimed.algorithm);
    const unasked = [...trailers.keys()].find((one) => one.startsWith('x-amz-checksum-') && one !== name);
    if (unasked) throw new AwsError('MalformedTrailerError', `The trailer ${unasked} was not announced.`);
    if (!claimed || !name) return;
    const value = claimed.value ?? trailers.get(name);
    if (value === undefined) throw new AwsError('MalformedTrailerError', `The trailer ${name} is missing.`);
    checkForm(claimed.algorithm, value);
    verifyChecksum(claimed.algorithm, value, computed);
  };

  const body = async function* (): AsyncGenerator<Uint8Array> {
    let size = 0;
    const sent = untilGone(incoming.iterator({ destroyOnReturn: false }));
    for await (const chunk of chunked ? decodeAwsChunked(sent, trailers) : sent) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      hash?.update(chunk);
      running.update(chunk);
      yield chunk;
    }
    verify(size);
  };
  return {
    body: body(),
    expectedMd5: readMd5(header('content-md5')),
    checksum() {
      if (computed === undefined) throw new Error('The checksum of a body that has not ended was asked for.');
      return { algorithm: running.algorithm, type: 'FULL_OBJECT', value: computed };
    },
    claimed,
  };
};

/** Reads a whole verified body, of at most `limit` bytes, into memory: the XML of an operation. */
export const readPayload = async (
  request: S3Request,
  claim?: 'none',
  limit = rpcBodyLimit,
): Promise<Buffer> => {
  const { body, expectedMd5 } = await openPayload(request, 'CRC32', claim);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  if (expectedMd5)
    verifyChecksum('Content-MD5', expectedMd5, createHash('md5').update(whole).digest('base64'));
  return whole;
};

/** Throws ClientGone where the connection ends before the body does. */
export const untilGone = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) yield chunk;
  } catch (error) {
    throw new ClientGone('The client closed the connection before its upload was whole.', { cause: error });
  }
};

const checkContentHash = (sha256: string): void => {
  if (sha256 === '' || sha256 === 'UNSIGNED-PAYLOAD' || sha256.startsWith('STREAMING-')) return;
  if (/^[0-9a-f]{64}$/i.test(sha256)) return;
  const message = 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-… or a valid sha256 value.';
  throw new AwsError('InvalidArgument', message, { ArgumentName: 'x-amz-content-sha256' });
};

const readLength = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** @throws AwsError InvalidDigest */
export const readMd5 = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (Buffer.from(text, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  return text;
};

const tooLarge = (): AwsError =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    MaxSizeAllowed: maxBytes,
  });
