import { type Backend } from '../aws/backends';
import { type TrainingModel } from '../training-log/model';
import { type JobSnapshot } from '../training/job-snapshot';
import { type Clock } from '../process/clock';
import { type JobMemory, noMemory } from './job-memory';
import { countingCalls, type JobSource } from './job-source';
import { createJobWatcher, type JobWatcher, type WatchEvent } from './job-watcher';
import { type LogTail } from './log-tail';

export type { WatchEvent } from './job-watcher';

export interface JobWatch {
  /** The newest snapshot, from memory where the job is watched already. */
  snapshot(): Promise<JobSnapshot>;
  recentLines(): LogTail;
  /** What one rank's lines say, of a log that several print to. */
  readingOf(rank: string): TrainingModel;
  /** The returned function ends the subscription. */
  subscribe(listener: (event: WatchEvent) => void): () => void;
}

/** A watcher stays so long after its last viewer has left, in ms: a reload finds everything in memory. */
const lingerMs = 30_000;

interface Watched {
  watcher: JobWatcher;
  viewers: number;
  cancelLinger: () => void;
}

/**
 * The live hub: one watcher per backend and job, shared by all who look, so that the number of AWS calls depends
 * on the jobs watched and not on the people watching.
 */
export const createWatchHub = (
  sourceOf: (backend: Backend, name: string) => JobSource,
  clock: Clock,
  memoryOf: (backend: Backend, name: string) => JobMemory = () => noMemory,
) => {
  const watched = new Map<string, Watched>();
  const calls = new Map<string, number>();

  const linger = (key: string, entry: Watched) => {
    entry.cancelLinger();
    if (entry.viewers > 0) return;
    entry.cancelLinger = clock.after(lingerMs, () => {
      watched.delete(key);
      entry.watcher.close();
    });
  };

  const find = (backend: Backend, name: string): [string, Watched] => {
    const key = `${backend.slug}/${name}`;
    const cached = watched.get(key);
    if (cached) return [key, cached];
    const source = countingCalls(sourceOf(backend, name), calls);
    const onGone = () => {
      entry.cancelLinger();
      if (watched.get(key) === entry) watched.delete(key);
    };
    const entry: Watched = {
      watcher: createJobWatcher(source, clock, () => onGone(), memoryOf(backend, name)),
      viewers: 0,
      cancelLinger: () => {},
    };
    watched.set(key, entry);
    return [key, entry];
  };

  return {
    watch: (backend: Backend, name: string): JobWatch => {
      const [key, entry] = find(backend, name);
      linger(key, entry);
      return {
        snapshot: () => entry.watcher.snapshot(),
        recentLines: () => entry.watcher.recentLines(),
        readingOf: (rank) => entry.watcher.readingOf(rank),
        subscribe: (listener) => {
          const unsubscribe = entry.watcher.subscribe(listener);
          entry.viewers += 1;
          linger(key, entry);
          let left = false;
          return () => {
            if (left) return;
            left = true;
            unsubscribe();
            entry.viewers -= 1;
            if (watched.get(key) === entry) linger(key, entry);
          };
        },
      };
    },
    /** Has the job's watcher, if there is one, ask AWS at once. */
    refresh: (backend: Backend, name: string) => watched.get(`${backend.slug}/${name}`)?.watcher.refresh(),
    /** Has the job's watcher ask AWS at once, since it is said to have changed. @returns whether there is one */
    look: (slug: string, name: string): boolean => {
      const entry = watched.get(`${slug}/${name}`);
      entry?.watcher.look();
      return entry !== undefined;
    },
    /** How many jobs are watched, and the calls made for them since the start, by name. */
    statistics: () => ({ watched: watched.size, calls: Object.fromEntries(calls) }),
  };
};
