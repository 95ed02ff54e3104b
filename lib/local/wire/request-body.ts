import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from '../core/aws-error';
import { codeOf } from '../core/thrown';

/** The most an RPC request may hold, in bytes, before and after decompression. */
export const rpcBodyLimit = 10 * 1024 * 1024;

/** So many chunks of a few bytes each are an attack: no client writes like that. */
const maxChunks = 20_000;
const smallChunk = 16;

/** The client went away before its body was whole: there is nobody left to answer. */
export class ClientGone extends Error {}

/**
 * Reads a whole body into memory, decompressing gzip.
 * @param limit bytes, for the body as sent and as decompressed.
 * @throws AwsError RequestEntityTooLarge or SerializationException; ClientGone.
 */
export const readBody = async (request: IncomingMessage, limit = rpcBodyLimit): Promise<Buffer> => {
  const sent = await readSent(request, limit);
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity' || encoding === 'aws-chunked') return sent;
  if (encoding !== 'gzip') {
    throw new AwsError('SerializationException', `Content-Encoding ${encoding} is not supported, gzip is.`);
  }
  try {
    return await promisify(gunzip)(sent, { maxOutputLength: limit });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new AwsError('SerializationException', 'The body is not valid gzip.');
  }
};

const readSent = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  // Copied together as they come: a body of one-byte chunks is no larger in memory than another.
  let whole = Buffer.allocUnsafe(Math.min(limit, 64 * 1024));
  let size = 0;
  let chunks = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      chunks += 1;
      if (size + chunk.length > limit) throw tooLarge(limit);
      if (chunks > maxChunks && size < chunks * smallChunk) {
        throw new AwsError('SerializationException', 'The body comes in too many small chunks.');
      }
      if (size + chunk.length > whole.length) {
        const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(2 * whole.length, size + chunk.length)));
        whole.copy(larger, 0, 0, size);
        whole = larger;
      }
      size += chunk.copy(whole, size);
    }
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new ClientGone('The client closed the connection before its request was whole.', { cause: error });
  }
  return whole.subarray(0, size);
};

const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request is larger than ${limit} bytes.`);
