import { type ActionError } from '../errors/action-result';
import { type JobSnapshot, type SnapshotPart, type SnapshotProblem } from '../training/job-snapshot';
import { noReading } from '../training/position';
import { type TrainingJob } from '../training/training-job';
import { type Clock } from '../process/clock';
import { keysOf } from '../training/keyed';

export type Part = SnapshotPart;
export type LiveSnapshot = ReturnType<typeof createLiveSnapshot>;
type Values = Omit<JobSnapshot, 'job' | 'observedAt' | 'problems' | 'unread'>;

const parts: readonly Part[] = ['job', 'log', 'metrics', 'hosts', 'checkpoints', 'price'];
/** At most five snapshots a second. */
const publishMs = 200;
/** A first snapshot does not wait longer than this for a part that takes its time, such as a huge log. */
const firstSnapshotMs = 2_000;
/** Without changes, how often readers hear when AWS was last asked. */
const stillThereMs = 10_000;

/** A reading is another object only where it says something else, and may be megabytes. */
const differs = (name: keyof Values, before: unknown, now: unknown): boolean =>
  before !== now && (name === 'reading' || JSON.stringify(before) !== JSON.stringify(now));

/**
 * What is known of one job, put together from parts that are read apart. Changes that come close together are
 * published as one snapshot; the first waits until every part was tried once.
 */
export const createLiveSnapshot = (clock: Clock, onPublish: (snapshot: JobSnapshot) => void) => {
  const problems = new Map<Part, SnapshotProblem & { failures: number }>();
  const tried = new Set<Part>();
  const read = new Set<Part>();
  const waiting: { resolve: (snapshot: JobSnapshot) => void; reject: (error: unknown) => void }[] = [];
  let job: TrainingJob | undefined;
  let values: Values = { reading: noReading, metrics: [] };
  let observedAt = 0;
  let publishedAt = -Infinity;
  let cancelPublish: (() => void) | undefined;
  let cancelDeadline: (() => void) | undefined;
  let overdue = false;

  const complete = (): JobSnapshot | undefined => {
    const unread = parts.filter((part) => !read.has(part));
    return job && (overdue || parts.every((part) => tried.has(part)))
      ? {
          job,
          ...values,
          observedAt,
          problems: [...problems.values()].map(({ failures: _, ...problem }) => problem),
          ...(unread.length > 0 && { unread }),
        }
      : undefined;
  };

  const publish = () => {
    cancelPublish = undefined;
    const snapshot = complete();
    if (!snapshot) return;
    publishedAt = clock.now();
    waiting.splice(0).forEach(({ resolve }) => resolve(snapshot));
    onPublish(snapshot);
  };

  const changed = () => {
    cancelPublish ??= clock.after(Math.max(0, publishedAt + publishMs - clock.now()), publish);
  };

  const describeAs = (described: TrainingJob, at: number): boolean => {
    const differs = JSON.stringify(job) !== JSON.stringify(described);
    cancelDeadline ??= clock.after(firstSnapshotMs, () => {
      overdue = true;
      if (publishedAt === -Infinity) changed();
    });
    job = described;
    observedAt = at;
    return differs;
  };

  return {
    job: () => job,
    values: (): Readonly<Values> => values,
    tried: (part: Part): boolean => tried.has(part),
    snapshot: (): Promise<JobSnapshot> => {
      const snapshot = complete();
      return snapshot
        ? Promise.resolve(snapshot)
        : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    /** Those who wait for the first snapshot hear that there is none. */
    refuse: (error: unknown) => waiting.splice(0).forEach(({ reject }) => reject(error)),
    described: (described: TrainingJob) => {
      const differs = describeAs(described, clock.now());
      if (differs || observedAt - publishedAt >= stillThereMs) changed();
    },
    /**
     * Begins with what is known without AWS.
     * @param isWhole there is nothing to wait for: a snapshot is ready at once
     */
    recall: (recalled: TrainingJob, at: number, stored: Partial<Values>, isWhole: boolean) => {
      describeAs(recalled, at);
      values = { ...values, ...stored };
      if (!isWhole) return;
      overdue = true;
      publish();
    },
    /** It is not in the account any more; AWS described it last when it did before. */
    vanished: (last: TrainingJob) => {
      job = last;
      changed();
    },
    keep: (change: Partial<Values>) => {
      const before = values;
      values = { ...before, ...change };
      const names = keysOf(change);
      if (names.some((name) => differs(name, before[name], values[name]))) changed();
    },
    succeeded: (part: Part) => {
      tried.add(part);
      const first = read.size < read.add(part).size;
      if (problems.delete(part) || first) changed();
    },
    /**
     * @param delayAfter ms until the next try, after so many failures in a row
     * @returns that delay
     */
    failed: (
      part: Part,
      { code, message }: ActionError,
      delayAfter: (failures: number) => number,
    ): number => {
      tried.add(part);
      const failures = (problems.get(part)?.failures ?? 0) + 1;
      const delay = delayAfter(failures);
      problems.set(part, { part, code, message, nextTryAt: clock.now() + delay, failures });
      changed();
      return delay;
    },
    close: () => {
      cancelPublish?.();
      cancelDeadline?.();
    },
  };
};
