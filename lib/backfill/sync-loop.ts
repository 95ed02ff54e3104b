import { type ActionError } from '../errors/action-result';
import { type Freshness } from '../training/job-list';
import { createViewers } from '../watch/viewers';
import { type JobStore } from '../catalog/job-store';
import { type JobSync } from './sync-jobs';
import {
  defaultPace,
  isFresher,
  isHeadDue,
  isNeeded,
  isRunningDue,
  newSyncLoop,
  pauseOf,
  reduceSyncLoop,
  showsElse,
  type SyncLoopEvent,
  type SyncPace,
  type SyncSurroundings,
} from './sync-loop-state';

export interface SyncLoopOptions {
  sync: JobSync;
  store: JobStore;
  /** What went wrong, for the reader. */
  describeError: (error: unknown) => ActionError;
  /** Called when jobs or the freshness changed. */
  onChange: () => void;
  /** A queue tells of each change of a job's state. */
  isAnnounced?: () => boolean;
  pace?: Partial<SyncPace>;
  now?: () => number;
  /** Resolves after `ms`, or sooner when `signal` is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Runs a synchronisation in the background: often while somebody looks, at its own pace while older jobs are
 * still to be read, and not at all otherwise. Throttling slows it; no failure ends it while it is needed.
 */
export interface SyncLoop {
  /** Somebody looks now. */
  touch: () => void;
  /** Somebody looks until the returned function is called. */
  view: () => () => void;
  /** Tries at once, and answers when that try has ended. */
  refreshNow: () => Promise<void>;
  freshness: () => Freshness;
  /** Whether it is at work or waiting for its next turn. */
  running: () => boolean;
  stop: () => Promise<void>;
}

export const createSyncLoop = (options: SyncLoopOptions): SyncLoop => {
  const { sync, store, describeError, onChange, isAnnounced, now = Date.now, wait = waitFor } = options;
  const pace = { ...defaultPace, ...options.pace };
  const viewers = createViewers(now, pace.idleAfter);
  let state = newSyncLoop;
  let loop: Promise<void> | undefined;
  let sleep = new AbortController();
  let waiters: (() => void)[] = [];

  const happened = (event: SyncLoopEvent) => {
    state = reduceSyncLoop(state, event);
  };
  const around = (): SyncSurroundings => ({
    ...store.syncState(),
    now: now(),
    isViewed: viewers.present(),
    isWalking: sync.walking(),
    isAnnounced: isAnnounced?.() ?? false,
  });
  const needed = () => isNeeded(state, { isViewed: viewers.present(), isWalking: sync.walking() });

  const nap = (ms: number) => {
    sleep = new AbortController();
    return wait(ms, sleep.signal);
  };

  const noteStray = (error: unknown): number => {
    const { code } = describeError(error);
    if (code === 'throttled') throw error;
    return 0;
  };

  const takeTurn = async (asked: boolean) => {
    const before = state;
    let changed = 0;
    try {
      if (asked || isHeadDue(state, around(), pace)) {
        happened({ type: 'head', at: now() });
        changed += await sync.refreshHead();
      }
      if (isRunningDue(state, around(), pace)) {
        happened({ type: 'running', at: now() });
        changed += await sync.refreshRunning();
        // Who may search may be denied this, and the list is as true without.
        changed += await sync.describeStray().catch(noteStray);
      }
      changed += await walkUntilNextTurn();
      happened({ type: 'succeeded' });
    } catch (error) {
      happened({ type: 'failed', error: describeError(error) });
    }
    const { asOf } = store.syncState();
    if (changed === 0 && !showsElse(before, state) && !isFresher(state, asOf)) return;
    happened({ type: 'told', asOf });
    onChange();
  };

  /** @returns how many pages were read. */
  const walkUntilNextTurn = async (): Promise<number> => {
    const started = now();
    let pages = 0;
    while (!state.isStopped && waiters.length === 0 && sync.walking() && now() - started < pace.refresh) {
      await sync.walkOn();
      pages += 1;
      await nap(pace.walk);
    }
    return pages;
  };

  const run = async () => {
    while (needed()) {
      // Who asks while a turn goes on may have missed what it asks for: the next one answers.
      const asked = waiters;
      waiters = [];
      await takeTurn(asked.length > 0);
      for (const resolve of asked) resolve();
      if (!needed()) break;
      if (waiters.length === 0) await nap(pauseOf(state, around(), pace));
    }
  };

  const start = () => {
    if (state.isStopped || loop) return;
    loop = run().finally(() => {
      loop = undefined;
      // Somebody may have begun to look between the last check and here.
      if (needed()) start();
      else waiters.splice(0).forEach((resolve) => resolve());
    });
  };

  const touch = () => {
    // A pause that was made long because nobody looked ends now.
    if (!viewers.present()) sleep.abort();
    viewers.touch();
    start();
  };

  return {
    touch,
    view: () => {
      touch();
      return viewers.view();
    },
    refreshNow: () =>
      new Promise((resolve) => {
        if (state.isStopped) {
          resolve();
          return;
        }
        happened({ type: 'asked' });
        waiters.push(resolve);
        touch();
        sleep.abort();
      }),
    freshness: () => {
      const { asOf, firstWalkDone, total } = store.syncState();
      return {
        ...(asOf === undefined ? {} : { asOf }),
        ...(asOf === undefined || firstWalkDone
          ? {}
          : { firstSync: { stored: store.count(), ...(total === undefined ? {} : { total }) } }),
        throttled: state.throttled,
        ...(state.problem && { problem: state.problem }),
      };
    },
    running: () => loop !== undefined,
    stop: async () => {
      happened({ type: 'stopped' });
      sleep.abort();
      await loop;
    },
  };
};

const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    // A synchronisation never keeps a process from ending.
    timer.unref();
    signal.addEventListener('abort', end);
  });
