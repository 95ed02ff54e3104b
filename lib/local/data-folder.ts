/**
 * The folder that holds everything the local backend keeps, readable by its owner alone, and the lock that keeps a
 * second backend out of it: an exclusive SQLite transaction on a file of its own. The system drops it with the
 * process, however that ends.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { openSqlite } from '../sqlite/open-sqlite';
import { tightenFolder } from './tighten-folder';
import { codeOf, messageOf } from './core/thrown';

/** Something a person must change before the backend can start; the message says what. */
export class StartError extends Error {}

export interface DataFolder {
  records: string;
  objects: string;
  attempts: string;
  endpoints: string;
  environments: string;
  /** May be called more than once. */
  unlock(): void;
}

/** @throws StartError where the folder cannot be written to or another backend uses it */
export const openDataFolder = (dataDir: string): DataFolder => {
  const folder = path.resolve(dataDir, 'local');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unlock = lock(path.join(folder, 'backend.lock'));
    try {
      tightenFolder(folder);
    } catch (error) {
      unlock();
      throw error;
    }
    return { ...foldersIn(folder), unlock };
  } catch (error) {
    const code = codeOf(error);
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      throw new StartError(`The data folder ${dataDir} is in use by another local backend.`);
    }
    throw new StartError(`The data folder ${dataDir} cannot be used: ${messageOf(error)}`);
  }
};

const foldersIn = (folder: string) => ({
  records: path.join(folder, 'records.sqlite'),
  objects: path.join(folder, 'objects'),
  attempts: path.join(folder, 'attempts'),
  endpoints: path.join(folder, 'endpoints'),
  environments: path.join(folder, 'environments'),
});

/** The file holds nothing: one that is no database locks nobody out, and is made anew. */
const lock = (file: string): (() => void) => {
  try {
    return lockFile(file);
  } catch (error) {
    const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isFolder && !/^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))) throw error;
    rmSync(file, { recursive: true, force: true });
    return lockFile(file);
  }
};

const lockFile = (file: string): (() => void) => {
  const database = openSqlite(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => {
    if (database.open) database.close();
  };
};
