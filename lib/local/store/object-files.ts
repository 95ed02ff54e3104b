/**
 * The bytes of objects, in files with opaque names below one folder. A file is complete, synced and renamed
 * before its name is given out, and never changes after that; which name belongs to which key only the records
 * know. No path is ever made from a key.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { AwsError } from '../wire/errors';

export interface WrittenFile {
  /** Opaque name, to be kept in a record. */
  file: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal. */
  md5: string;
  /** Base64, big-endian, as S3 writes it. */
  crc32: string;
}

export interface ExpectedDigests {
  expectedCrc32?: string;
  /** Base64. */
  expectedMd5?: string;
}

export interface ObjectFiles {
  /** @throws AwsError BadDigest, and whatever the body throws; then nothing is left behind. */
  write(body: AsyncIterable<Uint8Array> | Uint8Array, expected?: ExpectedDigests): Promise<WrittenFile>;
  /** A second name for the same bytes. */
  duplicate(file: string): Promise<string>;
  /** Opens at once, so that a removal afterwards does not matter. `end` is inclusive. */
  read(file: string, range?: { start: number; end: number }): Readable;
  /** Removes files whose records are gone. Errors are logged: the next start collects what stayed. */
  remove(files: readonly string[]): void;
  /** Removes every file that `isKnown` does not know, and what unfinished writes left. */
  collectStrays(isKnown: (file: string) => boolean): void;
}

const incoming = 'incoming';
const namePattern = /^[0-9a-f]{32}$/;

export const createObjectFiles = (folder: string): ObjectFiles => {
  mkdirSync(path.join(folder, incoming), { recursive: true });
  const shards = new Set(readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)));

  const pathOf = (file: string): string => {
    if (!namePattern.test(file)) throw new Error(`"${file}" is not the name of an object's file.`);
    return path.join(folder, file.slice(0, 2), file);
  };

  const makeShard = async (file: string): Promise<string> => {
    const shard = path.join(folder, file.slice(0, 2));
    if (!shards.has(file.slice(0, 2))) {
      await mkdir(shard, { recursive: true });
      await syncFolder(folder);
      shards.add(file.slice(0, 2));
    }
    return shard;
  };

  const newName = (): string => randomBytes(16).toString('hex');

  return {
    async write(body, expected = {}) {
      const file = newName();
      const temporary = path.join(folder, incoming, file);
      try {
        const written = await writeSynced(temporary, body);
        checkDigests(written, expected);
        const shard = await makeShard(file);
        await rename(temporary, pathOf(file));
        await syncFolder(shard);
        return { file, ...written };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    async duplicate(source) {
      const file = newName();
      const shard = await makeShard(file);
      try {
        await link(pathOf(source), pathOf(file));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
        await copySynced(pathOf(source), pathOf(file));
      }
      await syncFolder(shard);
      return file;
    },
    read(file, range) {
      const fd = openSync(pathOf(file), 'r');
      return createReadStream('', { fd, ...range, highWaterMark: 256 * 1024 });
    },
    remove(files) {
      for (const file of files) {
        try {
          rmSync(pathOf(file), { force: true });
        } catch (error) {
          console.error(`the file ${file} of a removed object stays until the next start:`, error);
        }
      }
    },
    collectStrays(isKnown) {
      rmSync(path.join(folder, incoming), { recursive: true, force: true });
      mkdirSync(path.join(folder, incoming));
      for (const shard of shards) {
        for (const name of readdirSync(path.join(folder, shard))) {
          if (!isKnown(name)) rmSync(path.join(folder, shard, name), { force: true });
        }
      }
    },
  };
};

const writeSynced = async (
  target: string,
  body: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<Omit<WrittenFile, 'file'>> => {
  const md5 = createHash('md5');
  let crc = 0;
  let size = 0;
  const handle = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      md5.update(chunk);
      crc = crc32(chunk, crc);
      size += chunk.length;
      await writeWhole(handle, chunk);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return { size, md5: md5.digest('hex'), crc32: base64OfCrc(crc) };
};

const writeWhole = async (handle: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> => {
  let offset = 0;
  while (offset < chunk.length) {
    offset += (await handle.write(chunk, offset, chunk.length - offset)).bytesWritten;
  }
};

/** A CRC32 as S3's headers carry it. */
export const base64OfCrc = (crc: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes.toString('base64');
};

const checkDigests = (written: Omit<WrittenFile, 'file'>, expected: ExpectedDigests): void => {
  if (expected.expectedCrc32 !== undefined && expected.expectedCrc32 !== written.crc32) {
    throw new AwsError('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
  const md5 = Buffer.from(written.md5, 'hex').toString('base64');
  if (expected.expectedMd5 !== undefined && expected.expectedMd5 !== md5) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
};

const copySynced = async (from: string, to: string): Promise<void> => {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
};

// A new name is durable only once its folder is; Windows cannot open folders and does not need it.
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
