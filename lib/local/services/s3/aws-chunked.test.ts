import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from './aws-chunked';

const inPieces = async function* (bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const decode = async (framed: Buffer | string, pieceSize = 1_000_000) => {
  const trailers = new Map<string, string>();
  const parts: Buffer[] = [];
  for await (const part of decodeAwsChunked(inPieces(Buffer.from(framed), pieceSize), trailers))
    parts.push(part);
  return { data: Buffer.concat(parts), trailers };
};

const frame = (chunks: readonly Uint8Array[], trailer: string): Buffer =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)};chunk-signature=${'0'.repeat(64)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0\r\n${trailer}\r\n`),
  ]);

describe('decodeAwsChunked', () => {
  it('gives back the data however it was cut into chunks and packets', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), fc.integer({ min: 1, max: 50 }), async (chunks, pieceSize) => {
        const framed = frame(chunks, 'x-amz-checksum-crc32:AAAAAA==\r\n');
        const { data, trailers } = await decode(framed, pieceSize);
        expect(data.equals(Buffer.concat(chunks))).toBe(true);
        expect(Object.fromEntries(trailers)).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
      }),
    );
  });

  it.each([
    ['stops in the middle of a chunk', '5\r\nhel'],
    ['stops before its last chunk', '5\r\nhello\r\n'],
    ['holds more than a chunk says', '2\r\nhello\r\n0\r\n\r\n'],
    ['has no sizes', 'hello world\r\n\r\n'],
    ['has a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['is empty', ''],
    ['never ends its line', 'a'.repeat(100_000)],
  ])('refuses a body that %s', async (_what, framed) => {
    await expect(decode(framed, 1000)).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
