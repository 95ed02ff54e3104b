import { type BigIntStats, lstatSync } from 'node:fs';
import { codeOf } from '../../core/thrown';

/** One regular file of a checkpoint folder, at one look. */
export interface FileState {
  /** Path relative to the folder, with slashes. */
  name: string;
  /** Device and inode: the same file under whatever name and path it is reached. */
  id: string;
  /** The same as long as nobody writes to the file, renames or links it. */
  version: string;
}

export const fileId = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}`;

/** The change time is part of it, since a script can set the modification time back. */
export const fileVersion = (stats: BigIntStats): string =>
  `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;

/** What answers so is not there, or not what it was a moment ago. */
export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(codeOf(error));

/** What answers so may be there, but nothing can be known of it now. */
export const isClosed = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'ENAMETOOLONG', 'EIO', 'ESTALE'].includes(codeOf(error));

/**
 * What is at a path; a link is not followed. Synchronous, since that is ten times cheaper for many files.
 * @returns undefined where nothing is.
 */
export const readStatus = (file: string): BigIntStats | undefined => {
  try {
    return lstatSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};
