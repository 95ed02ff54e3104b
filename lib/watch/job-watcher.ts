import { type ActionError } from '../errors/action-result';
import { SpotdeckError } from '../errors/spotdeck-error';
import { describeError } from '../errors/describe-error';
import { type JobEvents, type JobSnapshot } from '../training/job-snapshot';
import { type TrainingModel } from '../training-log/model';
import { type TrainingJob } from '../training/training-job';
import { type Clock } from '../process/clock';
import { type JobMemory, noMemory } from './job-memory';
import { type JobSource } from './job-source';
import { askAgainIn } from './asking-intervals';
import { type LogTail } from './log-tail';
import { outsideEvidence } from './outside-evidence';
import { createPartPollings } from './part-pollings';
import { partReadingsOf } from './part-readings';
import { createWatchMemory } from './watch-memory';
import { hasMoved } from './watch-state';
import { createWatching } from './watching';

export type WatchEvent =
  | { kind: 'snapshot'; snapshot: JobSnapshot }
  | ({ kind: 'log' } & JobEvents['log'])
  /** The job is not there (any more); nothing follows. */
  | { kind: 'gone'; error: ActionError };

export interface JobWatcher {
  /**
   * The newest snapshot; the first waits until every part was tried, or for 2 s where one takes longer.
   * @throws what describing the job throws, while it has never been described.
   */
  snapshot(): Promise<JobSnapshot>;
  recentLines(): LogTail;
  /** What one rank's lines say, of a log that several print to. */
  readingOf(rank: string): TrainingModel;
  subscribe(listener: (event: WatchEvent) => void): () => void;
  /** Asks AWS at once: something was just done to the job. */
  refresh(): void;
  /** Asks AWS at once: the job is said to have changed. */
  look(): void;
  close(): void;
}

/**
 * Watches one job: asks AWS in the rhythm each part needs, keeps what it read, and tells its listeners. A
 * part that cannot be read keeps its older value, and the snapshot says so; the watching goes on. A finished job
 * begins with what its memory has of it, and what was backfilled of one goes there; so does one that vanished.
 * @param onGone called once when there is no such job, in the account or in memory; the watcher has closed itself.
 */
export const createJobWatcher = (
  source: JobSource,
  clock: Clock,
  onGone: () => void,
  memory: JobMemory = noMemory,
): JobWatcher => {
  const listeners = new Set<(event: WatchEvent) => void>();
  const tell = (event: WatchEvent) => listeners.forEach((listener) => listener(event));
  const watching = createWatching(source, clock, {
    onSnapshot: (snapshot) => tell({ kind: 'snapshot', snapshot }),
    onLines: (lines) => tell({ kind: 'log', lines, reset: false }),
  });
  const { live, follower, state, happened, asking, judgeBy } = watching;

  const followParts = (job: TrainingJob) => partReadingsOf(watching, job).forEach(pollings.follow);
  const remembered = createWatchMemory(watching, memory, followParts);

  const close = () => {
    happened({ type: 'closed' });
    live.close();
    pollings.stop();
    live.refuse(new SpotdeckError('unreachable', 'The training job could not be read in time. Try again.'));
  };

  const pollings = createPartPollings(watching, {
    onTried: remembered.keep,
    onNotThere: remembered.vanish,
    onEnd: (error) => {
      live.refuse(error);
      close();
      tell({ kind: 'gone', error: describeError(error) });
      onGone();
    },
  });

  const describe = async () => {
    // What is known is taken first, so that it is not laid over what AWS says.
    const [described] = await Promise.allSettled([source.describe(), recalled]);
    if (state().isClosed) return;
    if (described.status === 'rejected') throw described.reason;
    const job = described.value;
    const before = state().job;
    happened({ type: 'described', job, at: clock.now() });
    if (state().isReplaced) {
      remembered.replace('replaced', job);
      throw new SpotdeckError(
        'not-found',
        `Training job ${job.name} was deleted, and a new job has its name. Reload the page.`,
      );
    }
    if (before?.goneAt !== undefined) remembered.replace('unmarked', job);
    live.described(job);
    judgeBy(outsideEvidence(job, live.values().stored));
    if (!before) followParts(job);
    else if (hasMoved(before, job)) pollings.poke('log', 'metrics', 'hosts', 'checkpoints');
  };

  const recalled = remembered.recall();
  pollings.follow({ part: 'job', read: describe, next: () => askAgainIn.describe(asking()) });

  return {
    snapshot: () => {
      // After a failure the next try may be seconds away; who asks now hears of one made now.
      const snapshot = live.snapshot();
      if (!state().job) pollings.poke('job');
      return snapshot;
    },
    recentLines: () => follower.tail(),
    readingOf: watching.readingOf,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => {
      source.askTagsAnew();
      happened({ type: 'something-done', at: clock.now() });
      pollings.poke('job');
    },
    look: () => pollings.poke('job'),
    close,
  };
};
