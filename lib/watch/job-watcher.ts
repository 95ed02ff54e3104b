import { type ActionError } from '../errors/action-result';
import { backoffDelay } from '../errors/backoff';
import { SpotdeckError } from '../errors/spotdeck-error';
import { describeError } from '../errors/describe-error';
import { type JobEvents, type JobSnapshot } from '../training/job-snapshot';
import { attemptsOf } from '../training/attempts';
import { storedBefore } from '../training/stored-before';
import { type TrainingJob } from '../training/training-job';
import { type Clock } from '../process/clock';
import { inBackground, type JobMemory, noMemory, recallSoon } from './job-memory';
import { type JobSource } from './job-source';
import { keepFindings, keepSeries } from './backfill-findings';
import { askAgainIn } from './asking-intervals';
import { createLogFollower } from './log-follower';
import { type OutsideEvidence, type TrainingModel } from '../training-log/model';
import { outsideEvidence } from './outside-evidence';
import { type LogTail } from './log-tail';
import { type Polling, startPolling } from './polling';
import { createLiveSnapshot, type Part } from './live-snapshot';
import {
  askingOf,
  hasMoved,
  isWorthKeeping,
  late,
  newWatch,
  reduceWatch,
  showsOwnFindings,
  unlessOver,
  type WatchStateEvent,
} from './watch-state';

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
  const pollings = new Map<Part, Polling>();
  const live = createLiveSnapshot(clock, (snapshot) => tell({ kind: 'snapshot', snapshot }));
  let state = newWatch(clock.now());
  /** What was stored last. */
  let kept: string | undefined;
  const happened = (event: WatchStateEvent) => {
    state = reduceWatch(state, event);
  };

  const follower = createLogFollower(source, (lines, readingChanged) => {
    if (state.isClosed) return;
    happened({ type: 'log-said', at: clock.now() });
    if (readingChanged) showFindings();
    tell({ kind: 'log', lines, reset: false });
  });

  const showFindings = () => {
    if (!showsOwnFindings(state)) return;
    live.keep(keepFindings(state.known, follower.reading(state.outside), follower.readFrom()));
  };

  const judgeBy = (outside: OutsideEvidence) => {
    const before = state.outside;
    happened({ type: 'evidence', outside });
    if (state.outside !== before) showFindings();
  };

  const recall = async () => {
    const recalled = await recallSoon(memory, clock);
    if (state.isClosed || recalled === undefined) return;
    const { job, backfill, price, observedAt } = recalled;
    happened({ type: 'recalled', job, backfill, at: clock.now() });
    live.recall(job, observedAt, { ...backfill, ...(price && { price }) }, backfill !== undefined);
    followParts(job);
  };

  const keep = () => {
    const { job } = state;
    if (!job || !isWorthKeeping(state) || !live.tried('checkpoints') || !live.tried('metrics')) return;
    // A minute's points are of use while CloudWatch has them.
    const { price: _, hosts: __, ...backfill } = live.values();
    const text = JSON.stringify(backfill);
    if (text === kept) return;
    kept = text;
    void inBackground('kept', memory.keep(job, backfill, follower.readFrom()));
  };

  const close = () => {
    happened({ type: 'closed' });
    live.close();
    pollings.forEach((polling) => polling.stop());
    live.refuse(new SpotdeckError('unreachable', 'The training job could not be read in time. Try again.'));
  };

  /** @returns whether it is known, so that the watching goes on: it may come back. */
  const vanish = async (): Promise<boolean> => {
    if (state.isReplaced) return false;
    const isFirst = state.job === undefined;
    const known = await inBackground('marked', memory.vanish(state.job?.createdAt));
    if (known === undefined || state.isClosed) return false;
    const { job, backfill, price, observedAt } = known;
    happened({ type: 'vanished', job, ...(backfill && { backfill }), at: clock.now() });
    if (isFirst) {
      live.recall(job, observedAt, { ...backfill, ...(price && { price }) }, true);
      followParts(job);
    } else live.vanished(job);
    live.succeeded('job');
    return true;
  };

  const end = (error: unknown) => {
    live.refuse(error);
    close();
    tell({ kind: 'gone', error: describeError(error) });
    onGone();
  };

  /** Reads one part over and over; while it cannot be read it is a problem of the snapshot, asked ever more rarely. */
  const follow = (part: Part, read: () => Promise<void>, next: (beganAt: number) => number | undefined) => {
    const run = async () => {
      const beganAt = clock.now();
      try {
        await read();
        if (state.isClosed) return undefined;
        live.succeeded(part);
        const delay = next(beganAt);
        keep();
        return delay;
      } catch (error) {
        if (state.isClosed) return undefined;
        const described = describeError(error);
        const { code } = described;
        if (part === 'job' && code === 'not-found' && (await vanish())) return askAgainIn.describe(asking());
        if (state.isClosed) return undefined;
        const delay = live.failed(part, described, (failures) => backoffDelay(failures, code));
        keep();
        if (part === 'job' && code === 'not-found') end(error);
        else if (!state.job) live.refuse(error);
        return delay;
      }
    };
    pollings.set(part, startPolling(clock, run));
  };

  const describe = async () => {
    // What is known is taken first, so that it is not laid over what AWS says.
    const [described] = await Promise.allSettled([source.describe(), recalled]);
    if (state.isClosed) return;
    if (described.status === 'rejected') throw described.reason;
    const job = described.value;
    const before = state.job;
    happened({ type: 'described', job, at: clock.now() });
    if (state.isReplaced) {
      void inBackground('replaced', memory.replace(job));
      throw new SpotdeckError(
        'not-found',
        `Training job ${job.name} was deleted, and a new job has its name. Reload the page.`,
      );
    }
    if (before?.goneAt !== undefined) void inBackground('unmarked', memory.replace(job));
    live.described(job);
    judgeBy(outsideEvidence(job, live.values().stored));
    if (!before) followParts(job);
    else if (hasMoved(before, job)) {
      for (const part of ['log', 'metrics', 'hosts', 'checkpoints'] as const) pollings.get(part)?.poke();
    }
  };

  const asking = () => askingOf(state, clock.now(), follower.openStreams());

  const followParts = (first: TrainingJob) => {
    const { checkpoint, instanceType } = first;
    const job = () => state.job ?? first;
    follow(
      'log',
      async () => {
        await follower.read(job(), clock.now(), state.finishedAt !== undefined);
        if (state.isClosed || state.isLogRead) return;
        happened({ type: 'log-read' });
        showFindings();
      },
      (beganAt) => {
        const nextMs = unlessOver(state, beganAt, late.log, askAgainIn.log(asking()));
        happened({ type: 'log-asked', nextMs });
        return nextMs;
      },
    );
    follow(
      'checkpoints',
      async () => {
        if (!checkpoint) return;
        // Before it is asked, so that a container that starts meanwhile is not taken to have begun later.
        const askedAt = clock.now();
        const checkpoints = await source.checkpoints(checkpoint.s3Uri);
        const stored = storedBefore(
          attemptsOf(job(), clock.now()),
          checkpoints,
          askedAt,
          live.values().stored,
        );
        live.keep({ checkpoints, stored });
        judgeBy(outsideEvidence(job(), stored));
      },
      (beganAt) =>
        checkpoint
          ? unlessOver(state, beganAt, late.checkpoints, askAgainIn.checkpoints(asking()))
          : undefined,
    );
    follow(
      'metrics',
      async () =>
        live.keep({ metrics: keepSeries(state.known?.metrics, await source.metrics(job(), clock.now())) }),
      (beganAt) => unlessOver(state, beganAt, late.metrics, askAgainIn.metrics(asking())),
    );
    follow(
      'hosts',
      async () => live.keep({ hosts: await source.hosts(job(), clock.now()) }),
      (beganAt) => unlessOver(state, beganAt, late.metrics, askAgainIn.hosts(asking())),
    );
    follow(
      'price',
      async () => {
        const price = instanceType === undefined ? undefined : await source.price(instanceType);
        if (price) live.keep({ price });
      },
      () => undefined,
    );
  };

  const recalled = recall();
  follow('job', describe, () => askAgainIn.describe(asking()));

  return {
    snapshot: () => {
      // After a failure the next try may be seconds away; who asks now hears of one made now.
      const snapshot = live.snapshot();
      if (!state.job) pollings.get('job')?.poke();
      return snapshot;
    },
    recentLines: () => follower.tail(),
    readingOf: (rank) =>
      keepFindings(state.known, follower.reading(state.outside, rank), follower.readFrom()).reading,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => {
      source.askTagsAnew();
      happened({ type: 'something-done', at: clock.now() });
      pollings.get('job')?.poke();
    },
    close,
  };
};
