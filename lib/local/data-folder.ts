/**
 * The folder that holds everything the local backend keeps, and the lock that keeps a second backend out of it:
 * an exclusive SQLite transaction on a file of its own. The system drops it with the process, however that ends.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';

/** Something a person must change before the backend can start; the message says what. */
export class StartError extends Error {}

export interface DataFolder {
  records: string;
  objects: string;
  attempts: string;
  endpoints: string;
  /** May be called more than once. */
  unlock(): void;
}

/** @throws StartError where the folder cannot be written to or another backend uses it */
export const openDataFolder = (dataDir: string): DataFolder => {
  const folder = path.resolve(dataDir, 'local');
  try {
    mkdirSync(folder, { recursive: true });
    return { ...foldersIn(folder), unlock: lock(path.join(folder, 'backend.lock')) };
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      throw new StartError(`The data folder ${dataDir} is in use by another local backend.`);
    }
    throw new StartError(`The data folder ${dataDir} cannot be used: ${(error as Error).message}`);
  }
};

const foldersIn = (folder: string) => ({
  records: path.join(folder, 'records.sqlite'),
  objects: path.join(folder, 'objects'),
  attempts: path.join(folder, 'attempts'),
  endpoints: path.join(folder, 'endpoints'),
});

const lock = (file: string): (() => void) => {
  const database = new Database(file);
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
