/**
 * Takes the chunk framing off an `aws-chunked` body: `size[;chunk-signature=…]` CRLF, data CRLF, …, `0` CRLF,
 * trailers, CRLF. Chunk signatures are not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import { AwsError } from '../../core/aws-error';

const maxLineLength = 16 * 1024;

/**
 * The data of the body. Once it has ended, `trailers` holds the trailing headers, names in lower case.
 * Throws IncompleteBody where the body stops early or its framing is broken.
 */
export const decodeAwsChunked = async function* (
  body: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = createReader(body);
  for (;;) {
    const size = sizeOf(await reader.line());
    if (size === 0) break;
    yield* reader.bytes(size);
    if ((await reader.line()) !== '') throw incomplete('a chunk is longer than its size says');
  }
  for (;;) {
    const line = await reader.lineOrEnd();
    if (line === undefined) break;
    // boto ends its trailers with an empty line; what signers add after it is part of the framing too.
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon < 1) throw new AwsError('MalformedTrailerError', 'A trailer of the body is not a header.');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
};

const sizeOf = (line: string): number => {
  const digits = /^([0-9a-f]{1,12})(;.*)?$/i.exec(line)?.[1];
  if (digits === undefined) throw incomplete('a chunk has no size');
  return Number.parseInt(digits, 16);
};

const createReader = (body: AsyncIterable<Buffer>) => {
  const source = body[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };

  const lineOrEnd = async (): Promise<string | undefined> => {
    for (;;) {
      const end = held.indexOf('\r\n');
      if (end !== -1) {
        const line = held.subarray(0, end).toString('latin1');
        held = held.subarray(end + 2);
        return line;
      }
      if (held.length > maxLineLength) throw incomplete('a line of its framing is too long');
      if (await more()) continue;
      if (held.length > 0) throw incomplete('it stops in the middle of a line');
      return undefined;
    }
  };

  return {
    lineOrEnd,
    async line(): Promise<string> {
      const line = await lineOrEnd();
      if (line === undefined) throw incomplete('it stops before its last chunk');
      return line;
    },
    async *bytes(size: number): AsyncGenerator<Buffer> {
      let left = size;
      while (left > 0) {
        if (held.length === 0 && !(await more())) throw incomplete('it stops in the middle of a chunk');
        const part = held.subarray(0, left);
        held = held.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
  };
};

const incomplete = (what: string): AwsError =>
  new AwsError('IncompleteBody', `The aws-chunked body is broken: ${what}.`);
