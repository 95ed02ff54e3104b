import { type ActionError } from '../errors/action-result';
import { type Freshness } from '../training/job-list';
import { doubledDelay } from '../watch/polling';
import { createViewers } from '../watch/viewers';
import { type JobStore } from '../catalog/job-store';
import { type JobSync } from './sync-jobs';

/** The pace of a synchronisation, in ms. */
export interface SyncPace {
  /** Between two refreshes while a page is viewed. */
  refresh: number;
  /** The same, while older jobs are still read for the first time. */
  refreshWhileWalking: number;
  /** Between two answers of what runs, while a page is viewed. */
  running: number;
  /** Between two calls of the long walk. */
  walk: number;
  /** How long after the last look the backend still counts as viewed. */
  idleAfter: number;
  /** Longest wait after failures. */
  maxBackoff: number;
}

const defaultPace: SyncPace = {
  refresh: 2_500,
  refreshWhileWalking: 10_000,
  running: 10_000,
  walk: 50,
  idleAfter: 30_000,
  maxBackoff: 60_000,
};

/** After a failure that is not throttling, e.g. a stopped backend, a viewed page tries again so soon, in ms. */
const retryWhileViewed = 5_000;

export interface SyncLoopOptions {
  sync: JobSync;
  store: JobStore;
  /** What went wrong, for the reader. */
  describeError: (error: unknown) => ActionError;
  /** Called when jobs or the freshness changed. */
  onChange: () => void;
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
  const { sync, store, describeError, onChange, now = Date.now, wait = waitFor } = options;
  const pace = { ...defaultPace, ...options.pace };
  const viewers = createViewers(now, pace.idleAfter);
  let headAt = -Infinity;
  let runningAt = -Infinity;
  let failures = 0;
  let problem: ActionError | undefined;
  let throttled = false;
  let stopped = false;
  let loop: Promise<void> | undefined;
  let sleep = new AbortController();
  let waiters: (() => void)[] = [];

  const needed = () => !stopped && (viewers.present() || sync.walking());

  /** The first walk has the right of way: meanwhile the newest changes are looked for less often. */
  const isHeadDue = () => {
    const { asOf, firstWalkDone } = store.syncState();
    if (asOf === undefined) return true;
    return viewers.present() && (firstWalkDone || now() - headAt >= pace.refreshWhileWalking);
  };

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
    const before = { throttled, message: problem?.message };
    let changed = 0;
    try {
      if (asked || isHeadDue()) {
        headAt = now();
        changed += await sync.refreshHead();
      }
      if (viewers.present() && store.syncState().firstWalkDone && now() - runningAt >= pace.running) {
        runningAt = now();
        changed += await sync.refreshRunning();
        // Who may search may be denied this, and the list is as true without.
        changed += await sync.describeStray().catch(noteStray);
      }
      changed += await walkUntilNextTurn();
      failures = 0;
      problem = undefined;
      throttled = false;
    } catch (error) {
      failures += 1;
      const described = describeError(error);
      throttled = described.code === 'throttled';
      problem = throttled ? undefined : described;
    }
    if (changed > 0 || throttled !== before.throttled || problem?.message !== before.message) onChange();
  };

  /** @returns how many pages were read. */
  const walkUntilNextTurn = async (): Promise<number> => {
    const started = now();
    let pages = 0;
    while (!stopped && waiters.length === 0 && sync.walking() && now() - started < pace.refresh) {
      await sync.walkOn();
      pages += 1;
      await nap(pace.walk);
    }
    return pages;
  };

  const pause = (): number => {
    if (failures > 0) {
      const backoff = doubledDelay(pace.refresh, failures - 1, pace.maxBackoff);
      return throttled || !viewers.present() ? backoff : Math.min(backoff, retryWhileViewed);
    }
    return sync.walking() ? pace.walk : pace.refresh;
  };

  const run = async () => {
    while (needed()) {
      // Who asks while a turn goes on may have missed what it asks for: the next one answers.
      const asked = waiters;
      waiters = [];
      await takeTurn(asked.length > 0);
      for (const resolve of asked) resolve();
      if (!needed()) break;
      if (waiters.length === 0) await nap(pause());
    }
  };

  const start = () => {
    if (stopped || loop) return;
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
        if (stopped) {
          resolve();
          return;
        }
        failures = 0;
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
        throttled,
        ...(problem === undefined ? {} : { problem }),
      };
    },
    running: () => loop !== undefined,
    stop: async () => {
      stopped = true;
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
