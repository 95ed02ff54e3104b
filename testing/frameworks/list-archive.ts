import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** Names of the files in a .tar.gz. */
export const listArchive = async (bytes: Uint8Array): Promise<string[]> => {
  const names: string[] = [];
  const entries = Readable.from([bytes]).pipe(createGunzip()).pipe(extract());
  for await (const entry of entries) {
    names.push(entry.header.name);
    entry.resume();
  }
  return names;
};
