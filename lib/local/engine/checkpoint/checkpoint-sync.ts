import { realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type ObjectStore } from '../../store/object-store';
import { type Clock } from '../../core/clock';
import { asFolder, type S3Location } from '../../core/s3-uri';
import { createCheckpointLedger } from './checkpoint-ledger';
import { createCheckpointReport } from './checkpoint-report';
import { createFolderTracker, type FolderTracker } from './folder-tracker';
import { createMarkers, type Markers } from './markers';
import { type OpenFiles, type OpenFileLook, shareLooks } from './open-files';
import { restoreCheckpoints } from './restore';
import {
  afterUpload,
  type Death,
  deathAsSeen,
  isTimeUp,
  newSync,
  reduceSync,
  type SyncEvent,
} from './sync-state';
import { createUploads, type Uploads } from './uploads';

/**
 * Keeps a checkpoint prefix in S3 as the attempt's checkpoint folder is. A file goes up once it is whole: closed
 * after writing, or renamed into place, so that nobody has it open or mapped for writing. Deletions of what this
 * job has there follow, but never before the files that take the deleted one's place are up.
 */
export interface CheckpointSync {
  /** Brings what the prefix holds into the folder. @returns number of files. */
  restore(signal: AbortSignal): Promise<number>;
  /** Follows the folder until `abandon` or `finish`. */
  start(): void;
  /**
   * Notes which files are half written, while the program is frozen and about to be killed; or once the program has
   * ended, and what it started and left behind is.
   */
  noteUnfinished(programHasEnded?: boolean): Promise<void>;
  /**
   * The program is frozen, about to get its notice: what is whole goes up now, within `ms`. Does nothing where
   * the machine cannot tell which files are open for writing.
   */
  saveWhole(ms: number): Promise<void>;
  /**
   * The program is gone: uploads everything that is whole, deletions included. Waits for a disk that is full, but no
   * longer than `finishWithin` says.
   * @param death of a signal, if it was one: `ordered` by the backend, or `unexpected`
   */
  finish(death?: Death): Promise<void>;
  /** `saveWhole` and `finish` have so much time left, milliseconds. */
  finishWithin(ms: number): void;
  /** The instance is gone: nothing goes up any more. Resolves once no upload is under way. */
  abandon(): Promise<void>;
}

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

/** A file system's clock may tick as seldom as this (jiffies at 100 Hz). */
const tickMs = 11;
/** Intervals for which a new file may hold back deletions while it is not whole. */
const patience = 20;
/** How long events are gathered while they keep coming. */
const gatherMs = 5;
const noFiles: OpenFiles = { has: () => false };

export const createCheckpointSync = (options: CheckpointSyncOptions): CheckpointSync => {
  const { objects, clock, folder, intervalMs } = options;
  const location = { ...options.location, key: asFolder(options.location.key) };
  const seesOpenFiles = process.platform === 'linux';
  const ledger = createCheckpointLedger({
    settleMs: seesOpenFiles ? tickMs : intervalMs,
    retryMs: intervalMs,
    patienceMs: patience * intervalMs,
    seesOpenFiles,
  });
  const report = createCheckpointReport(options.warn, location);
  const now = () => performance.now();
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  let room: { tracker: FolderTracker; markers: Markers; uploads: Uploads } | undefined;
  let root: string | undefined;
  let state = newSync;
  let loop: Promise<void> = Promise.resolve();
  let wake = () => {};
  let woken = false;

  const wakeUp = () => {
    woken = true;
    wake();
  };
  const happened = (event: SyncEvent) => {
    state = reduceSync(state, event);
  };

  /** The folder is there once the attempt is prepared; its path is resolved once, before the program runs. */
  const open = () => {
    if (room) return room;
    root ??= realpathSync(folder);
    const markers = createMarkers(root);
    const tracker = createFolderTracker({
      root,
      ledger,
      prefixBytes: Buffer.byteLength(location.key),
      now,
      onNews: wakeUp,
      onLost: markers.clear,
      onUnnameable: report.unnameable,
      onReplaced() {
        markers.forgetAll();
        report.replaced();
      },
    });
    const uploads = createUploads({
      file: {
        objects,
        location,
        root,
        copies: options.copies,
        openFiles: shareLooks(async () => (state.isProgramGone ? noFiles : options.openFiles())),
        seesOpenFiles,
        isOver: () => isTimeUp(state, now()),
        pause: () => pause(tickMs),
      },
      ledger,
      markers,
      report,
      now,
      isDiskFull: options.isDiskFull,
      lookAgain: (name) => void tracker.isMissing(name),
      onEnd: wakeUp,
    });
    room = { tracker, markers, uploads };
    return room;
  };

  /** Sleeps until something happens or is due. */
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => resolve());
      wake = () => {
        cancel();
        resolve();
      };
      if (woken) wake();
    });

  const followFolder = async (): Promise<void> => {
    const { tracker, uploads } = open();
    let scannedAt = -Infinity;
    const scanAt = () => scannedAt + Math.max(intervalMs, tracker.pauseMs());
    while (state.isFollowing) {
      woken = false;
      try {
        if (now() < scanAt()) await tracker.follow();
        else await tracker.scan().finally(() => (scannedAt = now()));
        await uploads.startReady();
        uploads.mirrorDeletions(tracker);
      } catch (error) {
        report.lookFailed(error);
      }
      const at = now();
      // Events are gathered for a moment: a file that is being written sends thousands.
      const next = uploads.hasRoom() ? ledger.nextAt(at) : undefined;
      const due = Math.max(1, Math.min(scanAt(), next ?? Infinity) - at);
      if (woken) await pause(gatherMs);
      else await sleep(due);
    }
  };

  const follow = (): void => {
    happened({ type: 'followed' });
    if (state.isFollowing) loop = followFolder();
  };

  /** @returns goes on as before */
  const rest = async (): Promise<() => void> => {
    const wasFollowing = state.isFollowing;
    happened({ type: 'rested' });
    wakeUp();
    await loop;
    return () => {
      if (wasFollowing) follow();
    };
  };

  /** Uploads all that is whole, again and again while S3 does not take it. @returns whether S3 has all of it */
  const uploadAll = async (): Promise<boolean> => {
    const { tracker, uploads } = open();
    for (let tries = 1; ; tries += 1) {
      await tracker.scan();
      const outcome = await uploads.uploadReady();
      const next = afterUpload(state, { outcome, tries, at: now() });
      if (next === 'done' || next === 'given-up') return next === 'done';
      await pause(next === 'again-at-once' ? tickMs : intervalMs);
    }
  };

  return {
    async restore(signal) {
      await mkdir(options.copies, { recursive: true });
      const { files, left } = await restoreCheckpoints({
        objects,
        location,
        root: (root ??= realpathSync(folder)),
        staging: options.copies,
        signal,
        isDiskFull: options.isDiskFull,
        async waitForSpace(error) {
          report.noSpaceToRestore(error);
          await pause(intervalMs);
        },
      });
      for (const { name, version } of files) ledger.own(name, version);
      report.notRestored(left);
      return files.length;
    },
    start: follow,
    async noteUnfinished(programHasEnded = false) {
      const goOn = await rest();
      if (state.isOver) return;
      happened({ type: 'noting' });
      const found = await options.openFiles({ afresh: true, evenIfDead: true });
      await open().tracker.scan();
      ledger.leave((id) => found?.has(id) === true, programHasEnded);
      happened({ type: 'noted' });
      goOn();
    },
    async saveWhole(ms) {
      const goOn = await rest();
      if (state.isOver) return;
      // Whoever fails here notes nothing either.
      happened({ type: 'saving', by: now() + ms });
      try {
        if (seesOpenFiles && (await options.openFiles({ afresh: true }))) {
          await pause(tickMs);
          if (!(await uploadAll())) report.notSaved();
        }
      } finally {
        happened({ type: 'saved' });
      }
      goOn();
    },
    async finish(death) {
      await rest();
      if (state.isOver) return;
      const { tracker, uploads } = open();
      happened({ type: 'program-gone' });
      ledger.programEnded(deathAsSeen(state, death, seesOpenFiles));
      await pause(tickMs);
      if (await uploadAll()) uploads.mirrorDeletions(tracker, true);
      else report.notSaved();
      report.end();
      happened({ type: 'over' });
      tracker.close();
    },
    finishWithin(ms) {
      happened({ type: 'limited', by: now() + ms });
    },
    async abandon() {
      happened({ type: 'over' });
      await rest();
      await room?.uploads.idle();
      room?.tracker.close();
    },
  };
};
