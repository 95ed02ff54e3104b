/** A catalog of an earlier layout is migrated beside the server, which goes on answering: of a million jobs it takes a minute. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { migrations } from './migrations/migrations';

/** Of fewer bytes it takes no longer than to start a thread. */
const largeBytes = 32 * 1024 * 1024;

/** Where SQLite's file has its user_version. @source https://www.sqlite.org/fileformat.html#user_version_number */
const versionAt = 60;

const readVersion = (file: string): number => {
  const header = Buffer.alloc(4);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, header.length, versionAt);
  } finally {
    closeSync(handle);
  }
  return header.readUInt32BE();
};

const isLargeAndOlder = (file: string, bytes: number): boolean => {
  try {
    return statSync(file).size >= bytes && readVersion(file) < migrations.length;
  } catch {
    // What cannot be read is told by whoever opens it.
    return false;
  }
};

/**
 * @param program migrate-in-thread.ts, built; without it the catalog is migrated as it is opened
 * @returns undefined where there is nothing to wait for; else it resolves when the catalog can be opened
 */
export const prepareCatalog = (
  file: string,
  program: string,
  bytes = largeBytes,
): Promise<void> | undefined => {
  if (!isLargeAndOlder(file, bytes) || !existsSync(program)) return undefined;
  console.error(`The catalog ${file} is brought to the layout of this version.`);
  return new Promise((resolve) => {
    const worker = new Worker(program, { workerData: file });
    worker.once('error', (error) => {
      // Opening it says what is wrong, or does it again.
      console.error('The catalog could not be migrated in a thread of its own:', error);
    });
    worker.once('exit', () => resolve());
  });
};
