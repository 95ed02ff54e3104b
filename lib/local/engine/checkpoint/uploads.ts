import { type CheckpointLedger } from './checkpoint-ledger';
import { type CheckpointReport } from './checkpoint-report';
import { type FileState } from './file-state';
import { type FileUploadOptions, uploadFile } from './file-upload';
import { type FolderTracker } from './folder-tracker';
import { type Markers } from './markers';
import { createTurns } from './turns';
import { codeOf } from '../../core/thrown';

/** Brings to S3 what the ledger says, a few files at a time, and mirrors deletions. */
export interface Uploads {
  /** Whether `startReady` would start anything: files that end one by one must not have a look each. */
  hasRoom(): boolean;
  /** Looks once at what is ready, and begins to upload what is whole; resolves before it is up. */
  startReady(): Promise<void>;
  /**
   * Uploads every file that is whole now, and resolves when that is done.
   * @returns what was in the way of the last that failed: `failed` may pass, `refused` will not
   */
  uploadReady(): Promise<'done' | 'changed' | 'failed' | 'refused'>;
  /** @param eager the program is gone, and a name that is missing does not come back */
  mirrorDeletions(tracker: FolderTracker, eager?: boolean): void;
  /** Resolves once no upload is under way. */
  idle(): Promise<void>;
}

export interface UploadsOptions {
  file: Omit<FileUploadOptions, 'onStart' | 'turn'>;
  ledger: CheckpointLedger;
  markers: Markers;
  report: CheckpointReport;
  /** A clock that only goes forward, milliseconds. */
  now(): number;
  /** Whether a failure is for want of space, which is noted. */
  isDiskFull(error: unknown): boolean;
  /** Looks at a file again: one that was mapped changes without an event. */
  lookAgain(name: string): void;
  /** An upload has ended. */
  onEnd(): void;
}

type Outcome = 'done' | 'changed' | 'failed' | 'refused';

/** Such failures pass, as a full disk does. */
const passing = /^(EMFILE|ENFILE|EAGAIN|SQLITE_(FULL|BUSY|IOERR.*))$/;

/** Files that S3 takes at the same time. */
const parallel = 8;
/** Files that share a look at open files, and are read at the same time if they are small. */
const filesPerLook = 64;

export const createUploads = ({
  file: options,
  ledger,
  markers,
  report,
  now,
  isDiskFull,
  lookAgain,
  onEnd,
}: UploadsOptions): Uploads => {
  const { objects, location } = options;
  /** Names that changed while they were read. */
  const restless = new Set<string>();
  const running = new Set<Promise<Outcome>>();
  const turn = createTurns(parallel);

  const upload = async (file: FileState): Promise<Outcome> => {
    const { name } = file;
    try {
      if (options.isOver()) {
        ledger.end(name, now());
        return 'changed';
      }
      const onStart = () => markers.uploading(name);
      const result = await uploadFile({ ...options, turn, onStart }, file, restless.has(name));
      if (typeof result === 'string') {
        if (result === 'changed') restless.add(name);
        if (result === 'open') ledger.looked(file, true, now());
        ledger.end(name, now());
        return 'changed';
      }
      restless.delete(name);
      if ('tooLarge' in result) {
        // Settled until it is another version.
        ledger.end(name, now(), result.tooLarge);
        report.tooLarge(name);
        return 'done';
      }
      ledger.end(name, now(), result.stored);
      markers.uploaded(name);
      report.uploaded();
      return 'done';
    } catch (error) {
      ledger.fail(name, now());
      report.uploadFailed(name, error);
      const passes = isDiskFull(error) || passing.test(codeOf(error));
      return passes ? 'failed' : 'refused';
    }
  };

  const start = (file: FileState): Promise<Outcome> => {
    ledger.begin(file.name);
    const outcome = upload(file).finally(() => {
      running.delete(outcome);
      lookAgain(file.name);
      onEnd();
    });
    running.add(outcome);
    return outcome;
  };

  /** One look for all of `files`; the upload of those that nobody has open begins. */
  const startWhole = async (files: FileState[]): Promise<Promise<Outcome>[]> => {
    const open = await options.openFiles();
    const at = now();
    const outcomes: Promise<Outcome>[] = [];
    for (const file of files) {
      const isOpen = open?.has(file.id) === true;
      ledger.looked(file, isOpen, at);
      if (!isOpen) outcomes.push(start(file));
    }
    return outcomes;
  };

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  const hasRoom = () => ledger.uploading() <= filesPerLook / 2;

  return {
    hasRoom,
    async startReady() {
      if (!hasRoom()) return;
      const files = ledger.ready(now(), filesPerLook - ledger.uploading());
      // `idle` waits for them; none of them rejects.
      if (files.length > 0) void (await startWhole(files));
    },
    async uploadReady() {
      await idle();
      const files = ledger.ready(now(), Infinity, true);
      let worst: Outcome = 'done';
      for (let from = 0; from < files.length && !options.isOver(); from += filesPerLook) {
        const outcomes = await Promise.all(await startWhole(files.slice(from, from + filesPerLook)));
        worst = (['refused', 'failed', 'changed'] as const).find((each) => outcomes.includes(each)) ?? worst;
      }
      if (worst === 'done' && options.isOver() && files.length > 0) return 'failed';
      return worst;
    },
    mirrorDeletions(tracker, eager) {
      const names = ledger.deletable(now(), eager);
      if (names.length === 0 || !tracker.isSame()) return;
      for (const name of names) {
        if (options.isOver()) return;
        if (!tracker.isMissing(name)) continue;
        try {
          objects.delete(location.bucket, location.key + name);
          ledger.deleted(name);
        } catch (error) {
          report.deletionFailed(name, error);
          return;
        }
      }
    },
    idle,
  };
};
