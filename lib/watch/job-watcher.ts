import { type ActionError } from '../errors/action-result';
import { backoffDelay } from '../errors/backoff';
import { SpotdeckError } from '../errors/spotdeck-error';
import { describeError } from '../errors/describe-error';
import { type JobEvents, type JobSnapshot } from '../training/job-snapshot';
import { attemptsOf } from '../training/attempts';
import { isTerminal } from '../training/status';
import { storedBefore } from '../training/stored-before';
import { type TrainingJob } from '../training/training-job';
import { type Backfill } from '../catalog/job-store';
import { type Clock } from '../process/clock';
import { inBackground, type JobMemory, noMemory, recallSoon } from './job-memory';
import { type JobSource } from './job-source';
import { endOf } from '../training/job-end';
import { keepFindings, keepSeries } from './backfill-findings';
import { askAgainIn, type Asking } from './asking-intervals';
import { createLogFollower, lateLinesMs } from './log-follower';
import { type OutsideEvidence, type TrainingModel } from '../training-log/model';
import { outsideEvidence } from './outside-evidence';
import { type LogTail } from './log-tail';
import { type Polling, startPolling } from './polling';
import { createLiveSnapshot, type Part } from './live-snapshot';

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

/** Log lines, checkpoints and metrics may arrive so long after the job has ended, in ms. */
const late = { log: lateLinesMs, checkpoints: 3_000, metrics: 120_000 };

/**
 * Watches one job: asks AWS in the rhythm each part needs, keeps what it read, and tells its listeners. A
 * part that cannot be read keeps its older value, and the snapshot says so; the watching goes on. A finished job
 * begins with what its memory has of it, and what was backfilled of one goes there.
 * @param onGone called once when the job does not exist (any more); the watcher has closed itself.
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
  /** When the job was seen to have finished; -Infinity where it had finished long before. */
  let finishedAt: number | undefined;
  let lastLineAt = -Infinity;
  /** When the job last changed, or something was done to it. */
  let changedAt = clock.now();
  let closed = false;
  /** What was backfilled before this watching began. */
  let known: Backfill | undefined;
  /** What was stored last. */
  let kept: string | undefined;
  /** AWS has described the job; it is not only recalled. */
  let confirmed = false;
  let logRead = false;
  let logOver = false;
  /** Another job has the name by now. */
  let isReplaced = false;

  /** What the log is judged by beside itself; another object only where it says something else. */
  let outside: OutsideEvidence = {};

  const follower = createLogFollower(source, (lines, readingChanged) => {
    if (closed) return;
    lastLineAt = clock.now();
    if (readingChanged) showFindings();
    tell({ kind: 'log', lines, reset: false });
  });

  /** A log that is read again says less than is known of it, until its end is reached. */
  const showFindings = () => {
    if (known === undefined || logRead) {
      live.keep(keepFindings(known, follower.reading(outside), follower.readFrom()));
    }
  };

  const judgeBy = (evidence: OutsideEvidence) => {
    if (JSON.stringify(evidence) === JSON.stringify(outside)) return;
    outside = evidence;
    showFindings();
  };

  const recall = async () => {
    const recalled = await recallSoon(memory, clock);
    if (closed || recalled === undefined) return;
    const { job, backfill, price, observedAt } = recalled;
    known = backfill;
    noteFinish(job, true);
    live.recall(job, observedAt, { ...backfill, ...(price && { price }) }, backfill !== undefined);
    followParts(job);
  };

  /** Stores what is known once the log can say no more, and again what comes after. */
  const keep = () => {
    const job = live.job();
    if (!job || !confirmed || !logOver || !live.tried('checkpoints') || !live.tried('metrics')) return;
    const { price: _, ...backfill } = live.values();
    const text = JSON.stringify(backfill);
    if (text === kept) return;
    kept = text;
    void inBackground('kept', memory.keep(job, backfill, follower.readFrom()));
  };

  const close = () => {
    closed = true;
    live.close();
    pollings.forEach((polling) => polling.stop());
    live.refuse(new SpotdeckError('unreachable', 'The training job could not be read in time. Try again.'));
  };

  const end = (error: unknown) => {
    live.refuse(error);
    close();
    if (!isReplaced) void inBackground('forgotten', memory.forget());
    tell({ kind: 'gone', error: describeError(error) });
    onGone();
  };

  /** Reads one part over and over; while it cannot be read it is a problem of the snapshot, asked ever more rarely. */
  const follow = (part: Part, read: () => Promise<void>, next: (beganAt: number) => number | undefined) => {
    const run = async () => {
      const beganAt = clock.now();
      try {
        await read();
        if (closed) return undefined;
        live.succeeded(part);
        const delay = next(beganAt);
        keep();
        return delay;
      } catch (error) {
        if (closed) return undefined;
        const described = describeError(error);
        const { code } = described;
        const delay = live.failed(part, described, (failures) => backoffDelay(failures, code));
        keep();
        if (part === 'job' && code === 'not-found') end(error);
        else if (!live.job()) live.refuse(error);
        return delay;
      }
    };
    pollings.set(part, startPolling(clock, run));
  };

  /** None once a read began so long after the end that nothing more can have come. */
  const unlessOver = (beganAt: number, lateMs: number, intervalMs: number): number | undefined =>
    finishedAt !== undefined && beganAt >= finishedAt + lateMs ? undefined : intervalMs;

  const describe = async () => {
    // What is known is taken first, so that it is not laid over what AWS says.
    const [described] = await Promise.allSettled([source.describe(), recalled]);
    if (closed) return;
    if (described.status === 'rejected') throw described.reason;
    const job = described.value;
    const before = live.job();
    if (before && before.createdAt !== job.createdAt) {
      isReplaced = true;
      void inBackground('replaced', memory.replace(job));
      throw new SpotdeckError(
        'not-found',
        `Training job ${job.name} was deleted, and a new job has its name. Reload the page.`,
      );
    }
    confirmed = true;
    noteFinish(job, before === undefined);
    live.described(job);
    judgeBy(outsideEvidence(job, live.values().stored));
    if (!before) {
      changedAt = Math.min(changedAt, job.transitions.at(-1)?.startedAt ?? job.createdAt);
      followParts(job);
    } else if (before.secondaryStatus !== job.secondaryStatus || before.status !== job.status) {
      changedAt = clock.now();
      // A container may have started or ended: its log, metrics and checkpoints are worth a look now.
      for (const part of ['log', 'metrics', 'checkpoints'] as const) pollings.get(part)?.poke();
    }
  };

  const asking = (): Asking => ({
    now: clock.now(),
    changedAt,
    lastLineAt,
    job: live.job() ?? { status: '', secondaryStatus: '' },
    openStreams: follower.openStreams(),
    finished: finishedAt !== undefined,
  });

  const noteFinish = (job: TrainingJob, first: boolean) => {
    if (finishedAt !== undefined || !isTerminal(job.status)) return;
    const longAgo = first && clock.now() - endOf(job) > late.metrics;
    finishedAt = longAgo ? -Infinity : clock.now();
  };

  const followParts = ({ checkpoint, instanceType }: TrainingJob) => {
    const job = () => live.job() as TrainingJob;
    follow(
      'log',
      async () => {
        await follower.read(job(), clock.now(), finishedAt !== undefined);
        if (closed || logRead) return;
        logRead = true;
        showFindings();
      },
      (beganAt) => {
        const delay = unlessOver(beganAt, late.log, askAgainIn.log(asking()));
        logOver = delay === undefined;
        return delay;
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
        checkpoint ? unlessOver(beganAt, late.checkpoints, askAgainIn.checkpoints(asking())) : undefined,
    );
    follow(
      'metrics',
      async () =>
        live.keep({ metrics: keepSeries(known?.metrics, await source.metrics(job(), clock.now())) }),
      (beganAt) => unlessOver(beganAt, late.metrics, askAgainIn.metrics(asking())),
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
      if (!live.job()) pollings.get('job')?.poke();
      return snapshot;
    },
    recentLines: () => follower.tail(),
    readingOf: (rank) => keepFindings(known, follower.reading(outside, rank), follower.readFrom()).reading,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => {
      changedAt = clock.now();
      pollings.get('job')?.poke();
    },
    close,
  };
};
