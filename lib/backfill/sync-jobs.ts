import { type TrainingJob } from '../training/training-job';
import { modifiedAtOf } from '../catalog/job-columns';
import { indexLagMs, type JobStore } from '../catalog/job-store';

/** A page of all training jobs, newest change first. */
export interface JobSearchPage {
  jobs: TrainingJob[];
  nextToken?: string;
  /** Jobs there are that match, where it is known exactly. */
  total?: number;
}

/** What the catalog asks of a backend. */
export interface JobSource {
  /**
   * @param request.modifiedAtMost ms since the epoch, inclusive; sent as whole seconds, rounded up
   * @param request.running only jobs that have not ended
   */
  search: (request: { modifiedAtMost?: number; running?: true; token?: string }) => Promise<JobSearchPage>;
  /** @returns undefined for a job that does not exist. */
  describe: (name: string) => Promise<TrainingJob | undefined>;
}

/**
 * Brings a store in step with its source. Two walks: the head, from the newest change back to what is known, on
 * each refresh; and the long walk through everything older, a page at a time, which goes on where an earlier
 * process left it. The long walk is repeated when the number of jobs says that some were deleted or missed.
 */
export interface JobSync {
  /** Reads the newest changes: one call, unless more than a page has changed. @returns how many jobs changed. */
  refreshHead: () => Promise<number>;
  /** One page of the long walk. @returns whether there is more to walk. */
  walkOn: () => Promise<boolean>;
  walking: () => boolean;
  /** Reads the jobs that run, a hundred a call and a call each time. @returns how many jobs changed. */
  refreshRunning: () => Promise<number>;
  /** Describes one job that is taken to run although Search does not say so. @returns how many jobs changed. */
  describeStray: () => Promise<number>;
}

/** Between two repeated walks there are at least this many ms per call that the walk takes. */
const walkAgainMsPerCall = 1_000;
const walkAgainMinimumMs = 10_000;
/** A job that Search does not say to run is described so seldom, in ms, and so many of them wait for it. */
const strayAgainMs = 20_000;
const maxStrays = 1_000;

export const createJobSync = (store: JobStore, source: JobSource, now: () => number = Date.now): JobSync => {
  // A token of the source, valid only for the place and the search it was given for.
  let place: { walkBefore: number; walk: number; token: string; modifiedAtMost?: number } | undefined;
  let walkedAt = -Infinity;
  let running: { met: Set<string>; token?: string } = { met: new Set() };
  /** Taken to run, and missing from the last answer of all that run: ended, deleted, or not in the index yet. */
  let strays: string[] = [];

  const startWalk = (page: JobSearchPage, watermark: number) => {
    const walkBefore = oldestOf(page.jobs);
    if (page.nextToken === undefined || walkBefore === undefined) {
      finishWalk();
      return;
    }
    store.saveSyncState({ watermark, walkBefore });
    place = { walkBefore, walk: store.syncState().walk, token: page.nextToken };
  };

  const finishWalk = () => {
    // A job that changed lately may be missing from Search's index although it exists.
    store.markUnmet(now() - indexLagMs, now());
    store.saveSyncState({ walkBefore: undefined, firstWalkDone: true });
    place = undefined;
    walkedAt = now();
  };

  /** Jobs that were deleted, or that the index showed too late, are found by walking once more. */
  const walkAgainIfCountsDiffer = (total: number | undefined, asked: number) => {
    const state = store.syncState();
    if (total === undefined || !state.firstWalkDone || state.walkBefore !== undefined) return;
    const count = store.count();
    if (count === total) return;
    const pause = Math.max(walkAgainMinimumMs, (count / 100) * walkAgainMsPerCall);
    if (asked - walkedAt < pause) return;
    store.saveSyncState({ walk: state.walk + 1, walkBefore: fromTheTop });
  };

  return {
    refreshHead: async () => {
      const asked = now();
      const { watermark } = store.syncState();
      let changed = 0;
      let newest = watermark ?? 0;
      let total: number | undefined;
      let token: string | undefined;
      do {
        const page: JobSearchPage = await source.search({ token });
        changed += store.storeJobs(page.jobs, asked, 'search');
        newest = Math.max(newest, ...page.jobs.map(modifiedAtOf));
        total ??= page.total;
        token = page.nextToken;
        if (watermark === undefined) {
          store.saveSyncState({ watermark: newest, total, asOf: asked });
          startWalk(page, newest);
          return changed;
        }
        // Jobs that changed at the watermark itself may be new, so the walk goes on until all are older.
        if (page.jobs.some((job) => modifiedAtOf(job) < watermark)) break;
      } while (token !== undefined);
      store.saveSyncState({ watermark: newest, total, asOf: asked });
      walkAgainIfCountsDiffer(total, asked);
      return changed;
    },

    walkOn: async () => {
      const { walkBefore, walk } = store.syncState();
      if (walkBefore === undefined) return false;
      const reached = place?.walk === walk && place.walkBefore === walkBefore ? place : undefined;
      // A token that turns out to have expired is tried once: the next call finds the place by time.
      place = undefined;
      const modifiedAtMost = reached
        ? reached.modifiedAtMost
        : walkBefore === fromTheTop
          ? undefined
          : walkBefore;
      const page = await source.search({ modifiedAtMost, token: reached?.token });
      store.storeJobs(page.jobs, now(), 'search');
      const oldest = oldestOf(page.jobs) ?? walkBefore;
      if (page.nextToken === undefined) {
        finishWalk();
        return false;
      }
      const next = Math.min(walkBefore, oldest);
      store.saveSyncState({ walkBefore: next });
      place = { walkBefore: next, walk, token: page.nextToken, modifiedAtMost };
      return true;
    },

    walking: () => store.syncState().walkBefore !== undefined,

    refreshRunning: async () => {
      const asked = now();
      const { met, token } = running;
      // A token that turns out to have expired is tried once.
      running = { met: new Set() };
      const page = await source.search({ running: true, ...(token === undefined ? {} : { token }) });
      for (const { name } of page.jobs) met.add(name);
      if (page.nextToken === undefined) {
        strays = store
          .runningJobs(maxStrays + met.size, asked - strayAgainMs)
          .filter((name) => !met.has(name));
      } else running = { met, token: page.nextToken };
      return store.storeJobs(page.jobs, asked, 'running');
    },

    describeStray: async () => {
      const name = strays.shift();
      if (name === undefined) return 0;
      const asked = now();
      const job = await source.describe(name);
      if (job === undefined) return store.markGone(name, asked)?.isNews ? 1 : 0;
      return store.storeJobs([job], asked, 'describe');
    },
  };
};

/** Place of a walk that has not read a page yet. */
const fromTheTop = Number.MAX_SAFE_INTEGER;

const oldestOf = (jobs: readonly TrainingJob[]): number | undefined =>
  jobs.length === 0 ? undefined : Math.min(...jobs.map(modifiedAtOf));
