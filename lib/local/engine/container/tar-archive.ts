import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, type Extract, pack, type Header } from 'tar-stream';
import { type FolderContent } from './guarded-walk';
import { ClientError } from '../../core/job-failure';
import { pathOfKey } from './object-listing';
import { messageOf } from '../../core/thrown';

/** Bounds of an archive that comes from a user, bytes unpacked and number of entries. */
export interface UnpackLimits {
  bytes: number;
  entries: number;
}

const defaultLimits: UnpackLimits = { bytes: 10 * 1024 ** 3, entries: 200_000 };

/**
 * Unpacks a .tar.gz below `folder`: files and folders only. Links and devices are refused, and so is an entry
 * that would lie outside.
 * @param what names the archive in errors.
 * @throws ClientError for an archive that is damaged, too large, or not safe.
 */
export const unpackTarGz = async (
  archive: Readable,
  folder: string,
  what: string,
  limits = defaultLimits,
): Promise<void> => {
  let bytes = 0;
  let entries = 0;
  const tar = extract();
  const unpack = async () => {
    for await (const entry of tar) {
      entries += 1;
      bytes += entry.header.size ?? 0;
      if (entries > limits.entries || bytes > limits.bytes) {
        throw new ClientError(
          `${what} unpacks to more than ${limits.bytes} bytes or ${limits.entries} files.`,
        );
      }
      await unpackEntry(entry, entry.header, folder, what);
    }
  };
  try {
    await Promise.all([pipeline(archive, createGunzip(), tar), unpack()]);
  } catch (error) {
    tar.destroy();
    archive.destroy();
    if (error instanceof ClientError || isSystemError(error)) throw error;
    throw new ClientError(`${what} is not a whole .tar.gz archive: ${messageOf(error)}`);
  }
};

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && !('errno' in error && error.errno === undefined);

/** An entry as it is read. */
type Source = Extract extends AsyncIterable<infer One> ? One : never;

const unpackEntry = async (content: Source, header: Header, folder: string, what: string): Promise<void> => {
  const name = header.name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  if (header.type === 'directory' || name === '' || name === '.') {
    const target = name === '' || name === '.' ? folder : pathOfKey(folder, name);
    if (!target) throw new ClientError(`${what} has an entry outside its folder: ${header.name}`);
    await mkdir(target, { recursive: true });
    content.resume();
    return;
  }
  if (header.type !== 'file' && header.type !== 'contiguous-file' && header.type != null) {
    throw new ClientError(
      `${what} has an entry that is neither file nor folder: ${header.name} (${header.type})`,
    );
  }
  const target = pathOfKey(folder, name);
  if (!target) throw new ClientError(`${what} has an entry outside its folder: ${header.name}`);
  await mkdir(path.dirname(target), { recursive: true });
  await pipeline(content, createWriteStream(target, { mode: (header.mode ?? 0o644) & 0o777 }));
};

/**
 * Packs a folder's files at the archive's root. Reading the stream drives the packing; it fails with the
 * error of a file that could not be read (see store/guarded-file.ts).
 */
export const packTarGz = ({ files, open }: Pick<FolderContent, 'files' | 'open'>): Readable => {
  const tar = pack();
  const output = new PassThrough();
  const write = async () => {
    for (const { name } of files) {
      const { handle, stats } = await open(name);
      try {
        const size = Number(stats.size);
        const mtime = new Date(Number(stats.mtimeMs));
        const entry = tar.entry({ name, size, mode: Number(stats.mode & 0o777n), mtime });
        // The entry's size is fixed by now: a file that has grown since is cut there.
        const content =
          size === 0 ? emptyFile() : handle.createReadStream({ end: size - 1, autoClose: false });
        await pipeline(content, entry);
      } finally {
        await handle.close();
      }
    }
    tar.finalize();
  };
  write().catch((error: Error) => tar.destroy(error));
  pipeline(tar, createGzip(), output).catch((error: Error) => output.destroy(error));
  return output;
};

const emptyFile = (): Readable => new PassThrough().end();
