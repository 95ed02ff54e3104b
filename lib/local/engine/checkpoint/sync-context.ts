import { realpathSync } from 'node:fs';
import { type ObjectStore } from '../../store/object-store';
import { type Clock } from '../../core/clock';
import { asFolder, type S3Location } from '../../core/s3-uri';
import { type CheckpointLedger, createCheckpointLedger } from './checkpoint-ledger';
import { type CheckpointReport, createCheckpointReport } from './checkpoint-report';
import { createFolderTracker, type FolderTracker } from './folder-tracker';
import { createMarkers } from './markers';
import { type OpenFiles, type OpenFileLook, shareLooks } from './open-files';
import { isTimeUp, newSync, reduceSync, type SyncEvent, type SyncState } from './sync-state';
import { createUploads, type Uploads } from './uploads';
import { createWakeableSleep, type WakeableSleep } from './wakeable-sleep';

export interface CheckpointSyncOptions {
  objects: ObjectStore;
  location: S3Location;
  folder: string;
  /** Folder for what is not whole yet, on the same file system. */
  copies: string;
  clock: Clock;
  /** The longest time between two looks at the whole of a small folder. */
  intervalMs: number;
  /** A look at the files that the program has open for writing; undefined where the machine cannot tell. */
  openFiles: OpenFileLook;
  /** Whether a failure is for want of space, which is noted. */
  isDiskFull(error: unknown): boolean;
  /** A line for the job's log. */
  warn(message: string): void;
}

/** What looks into the folder, and what brings it to S3. */
export interface OpenFolder {
  tracker: FolderTracker;
  uploads: Uploads;
}

/** What the parts of one folder's sync share. What follows from how it stands is decided in sync-state.ts. */
export interface SyncContext {
  options: CheckpointSyncOptions;
  /** The key ends in a slash. */
  location: S3Location;
  /** Whether this machine tells which files are open. */
  seesOpenFiles: boolean;
  ledger: CheckpointLedger;
  report: CheckpointReport;
  sleep: WakeableSleep;
  /** A clock that only goes forward, milliseconds. */
  now(): number;
  pause(ms: number): Promise<void>;
  state(): SyncState;
  happened(event: SyncEvent): void;
  /** The folder without links, resolved once, before the program runs. */
  root(): string;
  /** The folder must be there, as it is once the attempt is prepared. */
  open(): OpenFolder;
  /** Undefined where it was never opened. */
  opened(): OpenFolder | undefined;
}

/** A file system's clock may tick as seldom as this (jiffies at 100 Hz). */
export const tickMs = 11;
/** Intervals for which a new file may hold back deletions while it is not whole. */
const patience = 20;
const noFiles: OpenFiles = { has: () => false };

export const createSyncContext = (options: CheckpointSyncOptions): SyncContext => {
  const { clock, intervalMs } = options;
  const location = { ...options.location, key: asFolder(options.location.key) };
  const seesOpenFiles = process.platform === 'linux';
  let state = newSync;
  let root: string | undefined;
  let folder: OpenFolder | undefined;
  const context: SyncContext = {
    options,
    location,
    seesOpenFiles,
    ledger: createCheckpointLedger({
      settleMs: seesOpenFiles ? tickMs : intervalMs,
      retryMs: intervalMs,
      patienceMs: patience * intervalMs,
      seesOpenFiles,
    }),
    report: createCheckpointReport(options.warn, location),
    sleep: createWakeableSleep(clock),
    now: () => performance.now(),
    pause: (ms) => new Promise((resolve) => clock.after(ms, resolve)),
    state: () => state,
    happened(event) {
      state = reduceSync(state, event);
    },
    root: () => (root ??= realpathSync(options.folder)),
    open: () => (folder ??= openFolder(context)),
    opened: () => folder,
  };
  return context;
};

const openFolder = (sync: SyncContext): OpenFolder => {
  const { options, location, seesOpenFiles, ledger, report, now } = sync;
  const root = sync.root();
  const markers = createMarkers(root);
  const tracker = createFolderTracker({
    root,
    ledger,
    prefixBytes: Buffer.byteLength(location.key),
    now,
    onNews: sync.sleep.wake,
    onLost: markers.clear,
    onUnnameable: report.unnameable,
    onReplaced() {
      markers.forgetAll();
      report.replaced();
    },
  });
  const uploads = createUploads({
    file: {
      objects: options.objects,
      location,
      root,
      copies: options.copies,
      openFiles: shareLooks(async () => (sync.state().isProgramGone ? noFiles : options.openFiles())),
      seesOpenFiles,
      isOver: () => isTimeUp(sync.state(), now()),
      pause: () => sync.pause(tickMs),
    },
    ledger,
    markers,
    report,
    now,
    isDiskFull: options.isDiskFull,
    lookAgain: (name) => void tracker.isMissing(name),
    onEnd: sync.sleep.wake,
  });
  return { tracker, uploads };
};
