import path from 'node:path';
import { Readable } from 'node:stream';
import { sizeOfDisk } from '../../store/disk-size';
import { type ObjectStore } from '../../store/object-store';
import { type S3Location } from '../../core/s3-uri';
import { type FileState } from './file-state';
import { type OpenFiles } from './open-files';
import { FileChanged, openStable, type ReadChecks, type StableFile } from './stable-read';

/** What became of one file: the version that is in S3 now, or why there is none. */
export type UploadResult = { stored: string } | { tooLarge: string } | 'changed' | 'open' | 'abandoned';

export interface FileUploadOptions {
  objects: ObjectStore;
  /** Bucket, and what keys have before the name. */
  location: S3Location;
  /** Absolute, without links. */
  root: string;
  /** Folder for copies, made already. */
  copies: string;
  /** A look that began after the call. */
  openFiles(): Promise<OpenFiles | undefined>;
  /** Without it a version that was not looked at before is never taken. */
  seesOpenFiles: boolean;
  /** The instance is gone: nothing goes up any more. */
  isOver(): boolean;
  /** Runs what sends bytes to S3 when it is its turn. */
  turn<Value>(send: () => Promise<Value>): Promise<Value>;
  /** Reading begins. */
  onStart(): void;
  /** Longer than the tick of a file system's clock. */
  pause(): Promise<void>;
}

class NotWhole extends Error {
  constructor(readonly reason: 'open' | 'abandoned') {
    super(reason);
  }
}

/**
 * Uploads one whole version of a file that a look found closed at `file.version`.
 * @param byCopy for a file that changed while it was read before
 * @throws what the store throws; then nothing was stored
 */
export const uploadFile = async (
  options: FileUploadOptions,
  file: FileState,
  byCopy: boolean,
): Promise<UploadResult> => {
  const { objects, location, root } = options;
  let stable: StableFile | undefined;
  let body: Uint8Array | Readable | undefined;
  try {
    stable = await openStable(root, file.name);
    const { id, version } = stable.state;
    // Nearly all holes: to store it would fill the disk for everybody.
    if (stable.size > (await sizeOfDisk(root))) return { tooLarge: version };
    const checks: ReadChecks = {
      onChunk() {
        if (options.isOver()) throw new NotWhole('abandoned');
      },
      async onEnd() {
        if ((await options.openFiles())?.has(id)) throw new NotWhole('open');
        if (options.isOver()) throw new NotWhole('abandoned');
      },
    };
    if (version !== file.version) {
      // Another version took its place: it has to stand for itself before it is read.
      if (!options.seesOpenFiles) return 'changed';
      await options.pause();
      await checks.onEnd();
    }
    options.onStart();
    const copy = path.join(options.copies, `${process.hrtime.bigint()}`);
    const bytes = byCopy ? await stable.readCopy(copy, checks) : await stable.read(checks);
    body = bytes;
    await options.turn(async () => {
      checks.onChunk();
      return objects.put(location.bucket, location.key + file.name, bytes);
    });
    return { stored: version };
  } catch (error) {
    if (error instanceof FileChanged) return 'changed';
    if (error instanceof NotWhole) return error.reason;
    throw error;
  } finally {
    if (body instanceof Readable) body.destroy();
    await stable?.close();
  }
};
