/**
 * The bytes of objects, in files with opaque names below one folder. A file is complete and synced in `incoming`
 * before its name is given out; once its record is committed it is settled: moved to its place, with a description
 * beside it. So a file in its place is an object, whatever becomes of the records. No path is made from a key.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, link, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';
import { base64OfCrc } from './object-checksum';
import type { FileDescription } from './object-descriptions';
import { codeOf } from '../core/thrown';

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
  /** A second name for the same bytes, outside. @throws EXDEV, EPERM, EMLINK where it cannot have one there */
  linkTo(file: string, target: string): Promise<void>;
  /**
   * Moves a file to its place, its record being committed. Errors are logged: the file can be read where it is, and
   * is settled with a later one or by the next start.
   */
  settle(file: string, description: FileDescription): void;
  /** Opens at once, so that a removal afterwards does not matter. `end` is inclusive. */
  read(file: string, range?: { start: number; end: number }): Readable;
  /**
   * Marks files whose records are about to go, so that no later start takes them for objects without records.
   * Without `undo` they are removed for good by `remove`.
   */
  condemn(files: readonly string[]): { undo(): void };
  /** Removes files whose records are gone. Errors are logged: the next start collects what stayed. */
  remove(files: readonly string[]): void;
  /** As `remove`, some at a time, and after this returned where they are many. */
  removeSoon(files: readonly string[]): void;
}

/** Where files are until their records are committed. */
export const incoming = 'incoming';
export const namePattern = /^[0-9a-f]{32}$/;
/** What a file's description is called, and what it is renamed to when its object is about to be deleted. */
export const described = '.json';
export const condemned = '.gone';

export const placeOf = (folder: string, file: string): string => {
  if (!namePattern.test(file)) throw new Error(`"${file}" is not the name of an object's file.`);
  return path.join(folder, file.slice(0, 2), file);
};

/** @param folder made if missing. */
export const createObjectFiles = (folder: string): ObjectFiles => {
  mkdirSync(path.join(folder, incoming), { recursive: true, mode: 0o700 });
  const unsettled = new Map<string, FileDescription>();
  const arrivalOf = (file: string): string => path.join(folder, incoming, file);
  const newName = (): string => randomBytes(16).toString('hex');

  const trySettling = (file: string, description: FileDescription): boolean => {
    try {
      settleFile(folder, file, description);
      unsettled.delete(file);
      return true;
    } catch (error) {
      if (!unsettled.has(file)) console.error(`the object's file ${file} is not in its place yet:`, error);
      unsettled.set(file, description);
      return false;
    }
  };

  const rename = (file: string, from: string, to: string): void => {
    try {
      renameSync(placeOf(folder, file) + from, placeOf(folder, file) + to);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  };

  const openSettledOrNot = (file: string): number => {
    try {
      return openSync(placeOf(folder, file), 'r');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      return openSync(arrivalOf(file), 'r');
    }
  };

  const remove = (files: readonly string[]): void => {
    for (const file of files) {
      unsettled.delete(file);
      try {
        // The description first: without its file it is nobody's, where a file alone would be kept.
        for (const suffix of [described, '', condemned])
          rmSync(placeOf(folder, file) + suffix, { force: true });
        rmSync(arrivalOf(file), { force: true });
      } catch (error) {
        console.error(`the file ${file} of a removed object stays until the next start:`, error);
      }
    }
  };

  function* removeInTurns(files: readonly string[]): Generator<void, void> {
    for (const file of files) {
      remove([file]);
      yield;
    }
  }

  return {
    async write(body, expected = {}) {
      const file = newName();
      try {
        const written = await writeSynced(arrivalOf(file), body);
        checkDigests(written, expected);
        await syncFolder(path.join(folder, incoming));
        return { file, ...written };
      } catch (error) {
        await rm(arrivalOf(file), { force: true });
        throw error;
      }
    },
    async duplicate(source) {
      const file = newName();
      const from = unsettled.has(source) ? arrivalOf(source) : placeOf(folder, source);
      try {
        await link(from, arrivalOf(file));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') throw error;
        await copySynced(from, arrivalOf(file));
      }
      await syncFolder(path.join(folder, incoming));
      return file;
    },
    async linkTo(file, target) {
      try {
        await link(placeOf(folder, file), target);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        await link(arrivalOf(file), target);
      }
    },
    settle(file, description) {
      if (!trySettling(file, description)) return;
      for (const [waiting, its] of [...unsettled]) if (!trySettling(waiting, its)) return;
    },
    read(file, range) {
      const fd = openSettledOrNot(file);
      return createReadStream('', { fd, ...range, highWaterMark: 256 * 1024 });
    },
    condemn(files) {
      for (const file of files) rename(file, described, condemned);
      return {
        undo: () => {
          for (const file of files) rename(file, condemned, described);
        },
      };
    },
    remove,
    removeSoon(files) {
      for (const file of files) unsettled.delete(file);
      void inTurns(removeInTurns(files));
    },
  };
};

/** Moves a file from `incoming` to its place, unless it is there, and describes it. */
export const settleFile = (folder: string, file: string, description: FileDescription): void => {
  const place = placeOf(folder, file);
  try {
    mkdirSync(path.dirname(place), { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  try {
    renameSync(path.join(folder, incoming, file), place);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  writeFileSync(place + described, JSON.stringify(description), { mode: 0o600 });
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
