import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStore } from '../../store/object-store';
import { listObjects } from '../container/object-listing';
import { type S3Location } from '../../core/s3-uri';
import { canBeFile, foldersOf, isMarker } from './checkpoint-name';
import { type FileState } from './file-state';
import { scanFolder } from './folder-scan';
import { codeOf } from '../../core/thrown';

export interface Restored {
  /** What is in the folder now and in S3, too. */
  files: FileState[];
  /** Names of objects that cannot be files here; they stay in S3 as they are. */
  left: string[];
}

export interface RestoreOptions {
  objects: ObjectStore;
  /** Bucket, and what keys have before the name. */
  location: S3Location;
  /** Absolute, without links; made already. */
  root: string;
  /** Folder on the same file system for what is not whole yet; made already. */
  staging: string;
  signal: AbortSignal;
  isDiskFull(error: unknown): boolean;
  /** The disk is full: resolves when it is time to try again. */
  waitForSpace(error: Error): Promise<void>;
}

const parallel = 8;

/** Names that are keys and files at once; a name that is a folder for others is left, since it cannot be both. */
const sortOut = (names: readonly string[]): { files: string[]; left: string[] } => {
  const possible = names.filter(canBeFile);
  const folders = new Set(possible.flatMap(foldersOf));
  const files = possible.filter((name) => !folders.has(name));
  const kept = new Set(files);
  return { files, left: names.filter((name) => !kept.has(name)) };
};

/**
 * Brings what a prefix holds into an empty folder.
 * @throws what the store or the disk answers, but for a full disk, which is waited for; and the signal's reason
 */
export const restoreCheckpoints = async (options: RestoreOptions): Promise<Restored> => {
  const { objects, location, root, staging, signal } = options;
  if (!objects.bucketExists(location.bucket)) return { files: [], left: [] };
  const names = [...listObjects(objects, location)]
    .map(({ key }) => key.slice(location.key.length))
    .filter((name) => name !== '' && !isMarker(name));
  const { files, left } = sortOut(names);

  const bring = async (name: string, staged: string): Promise<void> => {
    const target = path.join(root, name);
    try {
      await objects.download(location.bucket, location.key + name, staged);
      await mkdir(path.dirname(target), { recursive: true });
      await rename(staged, target);
    } catch (error) {
      await rm(staged, { force: true });
      // Deleted by somebody since it was listed.
      if (codeOf(error) === 'NoSuchKey') return;
      if (!['ENAMETOOLONG', 'EEXIST', 'EISDIR', 'ENOTDIR', 'EILSEQ', 'EINVAL'].includes(codeOf(error)))
        throw error;
      left.push(name);
    }
  };

  const bringWithPatience = async (name: string, staged: string): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      try {
        await bring(name, staged);
        return;
      } catch (error) {
        if (!options.isDiskFull(error) || !(error instanceof Error)) throw error;
        await options.waitForSpace(error);
      }
    }
  };

  const waiting = files.values();
  const work = async (worker: number): Promise<void> => {
    for (const name of waiting) await bringWithPatience(name, path.join(staging, `restore-${worker}`));
  };
  const outcomes = await Promise.allSettled(Array.from({ length: parallel }, (_, worker) => work(worker)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;

  // A file system may take two names for one: only a name that is found again is that object's.
  const brought = new Set(files);
  const scan = await scanFolder({ root, from: '', prefixBytes: 0, onFolder: () => undefined });
  const found = scan.files.filter(({ name }) => brought.has(name));
  return { files: found, left };
};
