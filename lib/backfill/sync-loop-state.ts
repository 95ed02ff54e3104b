/** When a synchronisation asks what, and what its failures change. Pure: the loop has the clock and the calls. */
import { type ActionError } from '../errors/action-result';
import { doubledDelay } from '../errors/backoff';
import { toldEveryMs } from '../training/job-list';
import { announcedFactor } from '../watch/asking-intervals';

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

export const defaultPace: SyncPace = {
  refresh: 2_500,
  refreshWhileWalking: 10_000,
  running: 10_000,
  walk: 50,
  idleAfter: 30_000,
  maxBackoff: 60_000,
};

/** After a failure that is not throttling, e.g. a stopped backend, a viewed page tries again so soon, in ms. */
const retryWhileViewed = 5_000;

export interface SyncLoopState {
  /** When the newest changes, and what runs, were asked for last. */
  headAt: number;
  runningAt: number;
  /** Turns in a row that failed. */
  failures: number;
  throttled: boolean;
  /** Why the last turn failed, where it was not throttled. */
  problem?: ActionError;
  /** As of when the readers were told last. */
  toldAsOf?: number;
  isStopped: boolean;
}

/** What the loop finds around it when it decides. */
export interface SyncSurroundings {
  now: number;
  isViewed: boolean;
  /** Older jobs are still to be read. */
  isWalking: boolean;
  /** Absent before the first answer. */
  asOf?: number;
  firstWalkDone: boolean;
  /** A queue tells of each change: it is looked for more rarely. */
  isAnnounced?: boolean;
}

export type SyncLoopEvent =
  | { type: 'head' | 'running'; at: number }
  | { type: 'succeeded' }
  /** The readers were told how things are. */
  | { type: 'told'; asOf?: number }
  | { type: 'failed'; error: ActionError }
  /** Somebody wants an answer now, whatever failed before. */
  | { type: 'asked' }
  | { type: 'stopped' };

export const newSyncLoop: SyncLoopState = {
  headAt: -Infinity,
  runningAt: -Infinity,
  failures: 0,
  throttled: false,
  isStopped: false,
};

export const reduceSyncLoop = (state: SyncLoopState, event: SyncLoopEvent): SyncLoopState => {
  switch (event.type) {
    case 'head':
      return { ...state, headAt: event.at };
    case 'running':
      return { ...state, runningAt: event.at };
    case 'succeeded':
      return { ...state, failures: 0, throttled: false, problem: undefined };
    case 'failed': {
      const throttled = event.error.code === 'throttled';
      const failures = state.failures + 1;
      return { ...state, failures, throttled, problem: throttled ? undefined : event.error };
    }
    case 'told':
      return { ...state, toldAsOf: event.asOf };
    case 'asked':
      return { ...state, failures: 0 };
    case 'stopped':
      return { ...state, isStopped: true };
  }
};

/** Whether it has to go on. */
export const isNeeded = (
  { isStopped }: SyncLoopState,
  { isViewed, isWalking }: Pick<SyncSurroundings, 'isViewed' | 'isWalking'>,
): boolean => !isStopped && (isViewed || isWalking);

/** The first walk has the right of way: meanwhile the newest changes are looked for less often. */
export const isHeadDue = (
  { headAt }: SyncLoopState,
  { now, isViewed, asOf, firstWalkDone }: SyncSurroundings,
  pace: SyncPace,
): boolean => asOf === undefined || (isViewed && (firstWalkDone || now - headAt >= pace.refreshWhileWalking));

export const isRunningDue = (
  { runningAt }: SyncLoopState,
  { now, isViewed, firstWalkDone, isAnnounced }: SyncSurroundings,
  pace: SyncPace,
): boolean => isViewed && firstWalkDone && now - runningAt >= pace.running * factorOf(isAnnounced);

/** Ms until the next turn. */
export const pauseOf = (
  { failures, throttled }: SyncLoopState,
  { isViewed, isWalking, isAnnounced }: SyncSurroundings,
  pace: SyncPace,
): number => {
  if (failures === 0) return isWalking ? pace.walk : pace.refresh * factorOf(isAnnounced);
  const backoff = doubledDelay(pace.refresh, failures - 1, pace.maxBackoff);
  return throttled || !isViewed ? backoff : Math.min(backoff, retryWhileViewed);
};

const factorOf = (isAnnounced = false): number => (isAnnounced ? announcedFactor : 1);

/** Whether what the readers were told would by now be taken for old, though nothing has changed. */
export const isFresher = ({ toldAsOf = -Infinity }: SyncLoopState, asOf = -Infinity): boolean =>
  asOf - toldAsOf >= toldEveryMs;

/** Whether a reader is shown something else. */
export const showsElse = (before: SyncLoopState, after: SyncLoopState): boolean =>
  before.throttled !== after.throttled || before.problem?.message !== after.problem?.message;
