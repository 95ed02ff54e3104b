/** The bytes a client uploads: framing removed, and every length, hash and checksum it claims verified. */
import { createHash } from 'node:crypto';
import { AwsError } from '../../wire/errors';
import { ClientGone, rpcBodyLimit } from '../../wire/request-body';
import { decodeAwsChunked } from './aws-chunked';
import { type ClaimedChecksum, claimedChecksums, verifyChecksum } from './checksums';
import type { S3Request } from './s3-request';

export interface Payload {
  /** Throws AwsError in place of its end where a claim does not hold. */
  body: AsyncIterable<Uint8Array>;
  /** Base64, from Content-MD5. */
  expectedMd5: string | undefined;
  /** After the body: response headers that repeat the checksums which held. */
  verified: Map<string, string>;
}

/** The most one request may upload, as in S3. */
const largestBytes = 5 * 1024 ** 3;

/** @throws AwsError for claims that are wrong before the first byte is read. */
export const openPayload = (
  request: S3Request,
  claims: readonly ClaimedChecksum[] = claimedChecksums(request),
): Payload => {
  const { incoming, header } = request;
  const contentLength = incoming.headers['content-length'];
  if (contentLength === undefined && incoming.headers['transfer-encoding'] === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  const sha256 = header('x-amz-content-sha256') ?? '';
  const chunked =
    sha256.startsWith('STREAMING-') || /\baws-chunked\b/i.test(header('content-encoding') ?? '');
  const decodedLength = incoming.headers['x-amz-decoded-content-length'];
  const length = readLength(chunked ? String(decodedLength ?? '') : (contentLength ?? ''));
  if (length !== undefined && length > largestBytes) throw tooLarge();
  const checks = claims.map((claim) => ({ claim, running: claim.create() }));
  const hash = /^[0-9a-f]{64}$/i.test(sha256) ? createHash('sha256') : undefined;
  const verified = new Map<string, string>();
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
    for (const { claim, running } of checks) {
      const name = `x-amz-checksum-${claim.algorithm}`;
      const value = claim.value ?? trailers.get(name);
      if (value === undefined) throw new AwsError('MalformedTrailerError', `The trailer ${name} is missing.`);
      verifyChecksum(claim.algorithm, value, running.digest());
      verified.set(name, value);
    }
  };

  const body = async function* (): AsyncGenerator<Uint8Array> {
    let size = 0;
    const sent = untilGone(incoming.iterator({ destroyOnReturn: false }));
    for await (const chunk of chunked ? decodeAwsChunked(sent, trailers) : sent) {
      size += chunk.length;
      if (size > largestBytes) throw tooLarge();
      hash?.update(chunk);
      for (const { running } of checks) running.update(chunk);
      yield chunk;
    }
    verify(size);
  };
  return { body: body(), expectedMd5: readMd5(header('content-md5')), verified };
};

/** Reads a whole verified body, of at most `limit` bytes, into memory: the XML of an operation. */
export const readPayload = async (
  request: S3Request,
  claims?: readonly ClaimedChecksum[],
  limit = rpcBodyLimit,
): Promise<Buffer> => {
  const { body, expectedMd5 } = openPayload(request, claims);
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

const untilGone = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of chunks) yield chunk;
  } catch (error) {
    throw new ClientGone('The client closed the connection before its upload was whole.', { cause: error });
  }
};

const readLength = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

const readMd5 = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (Buffer.from(text, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  return text;
};

const tooLarge = (): AwsError =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    MaxSizeAllowed: largestBytes,
  });
