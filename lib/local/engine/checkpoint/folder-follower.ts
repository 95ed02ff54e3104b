import { type SyncContext } from './sync-context';
import { scanDueAt, untilNextRoundMs } from './sync-state';

/** Follows the folder, round after round: looks, begins uploads, mirrors deletions. */
export interface FolderFollower {
  start(): void;
  /** Resolves once no round is under way. @returns goes on as before */
  rest(): Promise<() => void>;
}

/** How long events are gathered while they keep coming. */
const gatherMs = 5;

export const createFolderFollower = (sync: SyncContext): FolderFollower => {
  let rounds: Promise<void> = Promise.resolve();
  const start = (): void => {
    sync.happened({ type: 'followed' });
    if (sync.state().isFollowing) rounds = follow(sync);
  };
  return {
    start,
    async rest() {
      const wasFollowing = sync.state().isFollowing;
      sync.happened({ type: 'rested' });
      sync.sleep.wake();
      await rounds;
      return () => {
        if (wasFollowing) start();
      };
    },
  };
};

const follow = async (sync: SyncContext): Promise<void> => {
  const { now, sleep, report, ledger, options } = sync;
  const { tracker, uploads } = sync.open();
  let scannedAt = -Infinity;
  const scanAt = () => scanDueAt(scannedAt, options.intervalMs, tracker.pauseMs());
  while (sync.state().isFollowing) {
    sleep.begin();
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
    const uploadAt = uploads.hasRoom() ? ledger.nextAt(at) : undefined;
    const restMs = untilNextRoundMs(at, scanAt(), uploadAt);
    if (sleep.hasNews()) await sync.pause(gatherMs);
    else await sleep.sleep(restMs);
  }
};
