import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ObjectStore } from '../store/object-store';
import { copyIfUnchanged, readCheckpointFolder, readFileVersion, type FileState } from './checkpoint-folder';
import { type Clock } from './clock';
import { listObjects, pathOfKey } from './object-listing';
import { asFolder, type S3Location } from './s3-uri';

/**
 * Keeps a checkpoint prefix in S3 as the attempt's checkpoint folder is. A file goes up once it is whole: nobody
 * has it open for writing, and it was the same at two looks (a file renamed into place was seen before). Deletions
 * follow, but never before the files that take the deleted one's place are up.
 */
export interface CheckpointSync {
  /** Brings what the prefix holds into the folder. @returns number of files. */
  restore(signal: AbortSignal): Promise<number>;
  /** Looks again and again until `abandon` or `finish`. */
  start(): void;
  /** Notes which files are half written, while the program is frozen and about to be killed. */
  noteUnfinished(): Promise<void>;
  /**
   * The program is frozen, about to get its notice: what is whole goes up now, without a second look. Does nothing
   * where the machine cannot tell which files are open for writing.
   */
  saveWhole(): Promise<void>;
  /** The program is gone: uploads everything that is whole, deletions included. */
  finish(): Promise<void>;
  /** The instance is gone: nothing goes up any more. Resolves once an upload in flight has ended, whole. */
  abandon(): Promise<void>;
}

export interface CheckpointSyncOptions {
  objects: ObjectStore;
  location: S3Location;
  folder: string;
  /** Folder for stable copies, on the same file system. */
  copies: string;
  clock: Clock;
  intervalMillis: number;
  /** Files open for writing, or undefined where the machine cannot tell. */
  openFiles(): Promise<ReadonlySet<string> | undefined>;
  /** A line for the job's log. */
  warn(message: string): void;
}

/** Looks for which a new file may hold back deletions while it is not whole. */
const patience = 20;
const finalTries = 3;

const identity = ({ version }: FileState): string => version;

export const createCheckpointSync = (options: CheckpointSyncOptions): CheckpointSync => {
  const { objects, location, folder, clock } = options;
  const prefix = asFolder(location.key);
  /** What this attempt has brought to S3 or from it, by name. */
  const synced = new Map<string, string>();
  /** The look at which a file that is not in S3 was first seen, by name. */
  const firstSeen = new Map<string, number>();
  let previous = new Set<string>();
  let missingBefore = new Set<string>();
  /** What was being written when the program was ended: name to version. */
  const unfinished = new Map<string, string>();
  let looks = 0;
  let over = false;
  let warned = false;
  let cancelTimer = () => {};
  let running: Promise<unknown> = Promise.resolve();

  const upload = async ({ name, version }: FileState): Promise<boolean> => {
    const copy = path.join(options.copies, `upload-${looks}`);
    try {
      if (!(await copyIfUnchanged(path.join(folder, name), version, copy))) return false;
      if (over) return false;
      await objects.putFile(location.bucket, prefix + name, copy);
      synced.set(name, version);
      firstSeen.delete(name);
      return true;
    } finally {
      await rm(copy, { force: true });
    }
  };

  const uploadAll = async (files: FileState[]): Promise<boolean> => {
    let complete = true;
    for (const file of files) {
      if (over) return false;
      try {
        complete = (await upload(file)) && complete;
      } catch (error) {
        complete = false;
        if (!warned)
          options.warn(`Checkpoint ${file.name} could not be written to S3, will retry: ${textOf(error)}`);
        warned = true;
      }
    }
    if (complete && files.length > 0) warned = false;
    return complete;
  };

  const missingFrom = (present: FileState[]): Set<string> => {
    const names = new Set(present.map(({ name }) => name));
    return new Set([...synced.keys()].filter((name) => !names.has(name)));
  };

  const mirrorDeletions = (missing: Iterable<string>): void => {
    for (const name of missing) {
      if (over) return;
      objects.delete(location.bucket, prefix + name);
      synced.delete(name);
    }
  };

  const look = async (): Promise<void> => {
    looks += 1;
    const files = await readCheckpointFolder(folder);
    const changed = files.filter(({ name, version }) => synced.get(name) !== version);
    for (const { name } of changed) if (!firstSeen.has(name)) firstSeen.set(name, looks);
    const settled = changed.filter((file) => previous.has(identity(file)));
    previous = new Set(files.map(identity));
    const open = settled.length > 0 ? await options.openFiles() : undefined;
    // The program may have been ended since: then what it was writing is noted, and open no more.
    const whole = settled.filter(
      ({ name, version }) => !open?.has(path.join(folder, name)) && unfinished.get(name) !== version,
    );
    const complete = await uploadAll(whole);
    const awaited = changed.some(
      ({ name }) => !synced.has(name) && looks - (firstSeen.get(name) ?? looks) < patience,
    );
    // A file is gone for a moment while another takes its name: only what is missing twice is deleted.
    const missing = missingFrom(await readCheckpointFolder(folder));
    if (complete && !awaited) mirrorDeletions([...missing].filter((name) => missingBefore.has(name)));
    missingBefore = missing;
  };

  const lookAgain = (): void => {
    if (over) return;
    cancelTimer = clock.after(options.intervalMillis, () => {
      running = look()
        .catch((error: unknown) =>
          options.warn(`Checkpoints could not be synced, will retry: ${textOf(error)}`),
        )
        .finally(lookAgain);
    });
  };

  const halt = async (): Promise<void> => {
    over = true;
    cancelTimer();
    await running;
  };

  return {
    async restore(signal) {
      await mkdir(options.copies, { recursive: true });
      if (!objects.bucketExists(location.bucket)) return 0;
      for (const { key } of listObjects(objects, { bucket: location.bucket, key: prefix })) {
        signal.throwIfAborted();
        const name = key.slice(prefix.length);
        const file = pathOfKey(folder, name);
        if (!file) continue;
        await objects.download(location.bucket, key, file);
        const version = await readFileVersion(file);
        if (version !== undefined) synced.set(name, version);
      }
      return synced.size;
    },
    start: lookAgain,
    async noteUnfinished() {
      const open = (await options.openFiles()) ?? new Set();
      const files = await readCheckpointFolder(folder);
      for (const { name, version } of files) {
        if (open.has(path.join(folder, name))) unfinished.set(name, version);
      }
    },
    async saveWhole() {
      cancelTimer();
      await running;
      cancelTimer();
      const open = over ? undefined : await options.openFiles();
      if (open) {
        looks += 1;
        const files = await readCheckpointFolder(folder);
        await uploadAll(
          files.filter(
            ({ name, version }) => synced.get(name) !== version && !open.has(path.join(folder, name)),
          ),
        );
      }
      lookAgain();
    },
    async finish() {
      await halt();
      over = false;
      for (let attempt = 1; ; attempt += 1) {
        looks += 1;
        const files = await readCheckpointFolder(folder);
        const whole = files.filter(
          ({ name, version }) => synced.get(name) !== version && unfinished.get(name) !== version,
        );
        if (await uploadAll(whole)) {
          mirrorDeletions(missingFrom(files));
          break;
        }
        if (attempt === finalTries) {
          options.warn('Some checkpoints did not reach S3 before the instance was given back.');
          break;
        }
        await new Promise<void>((resolve) => clock.after(options.intervalMillis, resolve));
      }
      over = true;
    },
    abandon: halt,
  };
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
