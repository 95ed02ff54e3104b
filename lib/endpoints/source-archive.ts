import 'server-only';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Backend } from '../aws/backends';
import { getObjectBytes, parseS3Uri } from '../aws/objects';
import { isSpotdeckError } from '../errors/spotdeck-error';

const maxArchiveBytes = 64_000_000;
const maxUnpackedBytes = 256_000_000;
const maxEntries = 20_000;

export interface CodeFile {
  name: string;
  mode?: number;
  bytes: Buffer;
}

/** The files of a script's archive, by name; undefined where it is gone, too large or broken. @throws {SpotdeckError} */
export const readSourceArchive = async (
  backend: Backend,
  s3Uri: string,
): Promise<Map<string, CodeFile> | undefined> => {
  try {
    const archive = await getObjectBytes(backend, parseS3Uri(s3Uri), { maxBytes: maxArchiveBytes });
    return await unpack(archive);
  } catch (error) {
    // Code that is gone, or no archive, is no code to serve with.
    if (isSpotdeckError(error) && (error.code === 'not-found' || error.code === 'invalid-input'))
      return undefined;
    throw error;
  }
};

/** An entry's name as it is below its folder; undefined outside of it. */
export const entryName = (name: string): string | undefined => {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
};

const unpack = async (archive: Uint8Array): Promise<Map<string, CodeFile> | undefined> => {
  const found = new Map<string, CodeFile>();
  const entries = extract();
  let count = 0;
  let size = 0;
  const reading = async () => {
    for await (const entry of entries) {
      count += 1;
      size += entry.header.size ?? 0;
      if (count > maxEntries || size > maxUnpackedBytes) throw new Error('more than any script has');
      const name = entryName(entry.header.name);
      if (entry.header.type === 'file' && name !== undefined) {
        const chunks: Buffer[] = [];
        // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- tar-stream gives bytes and types them as unknown
        for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
        found.set(name, { name, mode: entry.header.mode, bytes: Buffer.concat(chunks) });
      } else entry.resume();
    }
  };
  try {
    await Promise.all([pipeline(Readable.from([archive]), createGunzip(), entries), reading()]);
  } catch {
    // What cannot be unpacked here cannot be unpacked by the image.
    return undefined;
  }
  return found;
};
