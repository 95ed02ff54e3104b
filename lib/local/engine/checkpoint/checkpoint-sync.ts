import { mkdir } from 'node:fs/promises';
import { createFolderFollower } from './folder-follower';
import { restoreCheckpoints } from './restore';
import { type CheckpointSyncOptions, createSyncContext, type SyncContext, tickMs } from './sync-context';
import { afterUpload, type Death, deathAsSeen } from './sync-state';

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

export const createCheckpointSync = (options: CheckpointSyncOptions): CheckpointSync => {
  const sync = createSyncContext(options);
  const follower = createFolderFollower(sync);
  return {
    restore: (signal) => restore(sync, signal),
    start: follower.start,
    async noteUnfinished(programHasEnded = false) {
      const goOn = await follower.rest();
      if (sync.state().isOver) return;
      await noteUnfinished(sync, programHasEnded);
      goOn();
    },
    async saveWhole(ms) {
      const goOn = await follower.rest();
      if (sync.state().isOver) return;
      await saveWhole(sync, ms);
      goOn();
    },
    async finish(death) {
      await follower.rest();
      if (!sync.state().isOver) await finish(sync, death);
    },
    finishWithin: (ms) => sync.happened({ type: 'limited', by: sync.now() + ms }),
    async abandon() {
      sync.happened({ type: 'over' });
      await follower.rest();
      await sync.opened()?.uploads.idle();
      sync.opened()?.tracker.close();
    },
  };
};

const restore = async (sync: SyncContext, signal: AbortSignal): Promise<number> => {
  const { options, location, ledger, report } = sync;
  await mkdir(options.copies, { recursive: true });
  const { files, left } = await restoreCheckpoints({
    objects: options.objects,
    location,
    root: sync.root(),
    staging: options.copies,
    signal,
    isDiskFull: options.isDiskFull,
    async waitForSpace(error) {
      report.noSpaceToRestore(error);
      await sync.pause(options.intervalMs);
    },
  });
  for (const { name, version } of files) ledger.own(name, version);
  report.notRestored(left);
  return files.length;
};

const noteUnfinished = async (sync: SyncContext, programHasEnded: boolean): Promise<void> => {
  sync.happened({ type: 'noting' });
  const found = await sync.options.openFiles({ afresh: true, evenIfDead: true });
  await sync.open().tracker.scan();
  sync.ledger.leave((id) => found?.has(id) === true, programHasEnded);
  sync.happened({ type: 'noted' });
};

const saveWhole = async (sync: SyncContext, ms: number): Promise<void> => {
  // Whoever fails here notes nothing either.
  sync.happened({ type: 'saving', by: sync.now() + ms });
  try {
    if (sync.seesOpenFiles && (await sync.options.openFiles({ afresh: true }))) {
      await sync.pause(tickMs);
      if (!(await uploadAll(sync))) sync.report.notSaved();
    }
  } finally {
    sync.happened({ type: 'saved' });
  }
};

const finish = async (sync: SyncContext, death: Death | undefined): Promise<void> => {
  const { tracker, uploads } = sync.open();
  sync.happened({ type: 'program-gone' });
  sync.ledger.programEnded(deathAsSeen(sync.state(), death, sync.seesOpenFiles));
  await sync.pause(tickMs);
  if (await uploadAll(sync)) uploads.mirrorDeletions(tracker, true);
  else sync.report.notSaved();
  sync.report.end();
  sync.happened({ type: 'over' });
  tracker.close();
};

/** Uploads all that is whole, again and again while S3 does not take it. @returns whether S3 has all of it */
const uploadAll = async (sync: SyncContext): Promise<boolean> => {
  const { tracker, uploads } = sync.open();
  for (let tries = 1; ; tries += 1) {
    await tracker.scan();
    const outcome = await uploads.uploadReady();
    const next = afterUpload(sync.state(), { outcome, tries, at: sync.now() });
    if (next === 'done' || next === 'given-up') return next === 'done';
    await sync.pause(next === 'again-at-once' ? tickMs : sync.options.intervalMs);
  }
};
