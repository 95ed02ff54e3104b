import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from './errors';

/** The most an RPC request may hold, in bytes, before and after decompression. */
export const rpcBodyLimit = 10 * 1024 * 1024;

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
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new AwsError('SerializationException', 'The body is not valid gzip.');
  }
};

const readSent = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new ClientGone('The client closed the connection before its request was whole.', { cause: error });
  }
  return Buffer.concat(chunks);
};

const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request is larger than ${limit} bytes.`);
