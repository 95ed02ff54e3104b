import { constants, type Dirent } from 'node:fs';
import { copyFile, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** One regular file of a checkpoint folder, at one look. */
export interface FileState {
  /** Path relative to the folder, with slashes. */
  name: string;
  /** Same as long as nobody writes to the file; a rename does not change it. */
  version: string;
}

/** Names that are still being written, or that only tell about a sync. */
const isPrivate = (name: string): boolean => /\.(tmp|sagemaker-[a-z]+)$/.test(name);

const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** @returns undefined if there is no regular file at `file`. */
export const readFileVersion = async (file: string): Promise<string | undefined> => {
  try {
    const stats = await lstat(file, { bigint: true });
    return stats.isFile() ? `${stats.ino}:${stats.size}:${stats.mtimeNs}` : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

/** The files below a folder. Links are neither followed nor listed: what they point to is not the folder's. */
export const readCheckpointFolder = async (folder: string): Promise<FileState[]> => {
  const states: FileState[] = [];
  const walk = async (relative: string): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await readdir(path.join(folder, relative), { withFileTypes: true });
    } catch (error) {
      if (isGone(error)) return;
      throw error;
    }
    for (const entry of entries) {
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (isPrivate(entry.name)) continue;
      if (entry.isDirectory()) await walk(name);
      if (!entry.isFile()) continue;
      const version = await readFileVersion(path.join(folder, name));
      if (version !== undefined) states.push({ name, version });
    }
  };
  await walk('');
  return states;
};

/**
 * Copies a file and checks that nobody wrote to it in the meantime.
 * @returns whether the copy is the file at `version`.
 */
export const copyIfUnchanged = async (file: string, version: string, copy: string): Promise<boolean> => {
  try {
    await copyFile(file, copy, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  return (await readFileVersion(file)) === version;
};
