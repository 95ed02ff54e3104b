import { attemptsOf } from '../training/attempts';
import { storedBefore } from '../training/stored-before';
import { type TrainingJob } from '../training/training-job';
import { askAgainIn } from './asking-intervals';
import { keepSeries } from './backfill-findings';
import { type Part } from './live-snapshot';
import { outsideEvidence } from './outside-evidence';
import { late, unlessOver } from './watch-state';
import { type Watching } from './watching';

/** One part of a job that is read over and over. */
export interface PartReading {
  part: Part;
  /** Reads it once, and shows it. */
  read(): Promise<void>;
  /**
   * Ms until it is read again; undefined: no more.
   * @param beganAt when the read before began, ms since the epoch
   */
  next(beganAt: number): number | undefined;
}

/** What is read of a job beside its description, from when it is first known. */
export const partReadingsOf = (watching: Watching, first: TrainingJob): PartReading[] => [
  logReading(watching, first),
  checkpointReading(watching, first),
  metricReading(watching, first),
  hostReading(watching, first),
  priceReading(watching, first),
];

const logReading = (
  { follower, clock, state, happened, asking, showFindings }: Watching,
  first: TrainingJob,
): PartReading => ({
  part: 'log',
  async read() {
    const { job = first, finishedAt } = state();
    await follower.read(job, clock.now(), finishedAt !== undefined);
    if (state().isClosed || state().isLogRead) return;
    happened({ type: 'log-read' });
    showFindings();
  },
  next(beganAt) {
    const nextMs = unlessOver(state(), beganAt, late.log, askAgainIn.log(asking()));
    happened({ type: 'log-asked', nextMs });
    return nextMs;
  },
});

const checkpointReading = (
  { source, clock, live, state, asking, judgeBy }: Watching,
  first: TrainingJob,
): PartReading => ({
  part: 'checkpoints',
  async read() {
    if (!first.checkpoint) return;
    // Before it is asked, so that a container that starts meanwhile is not taken to have begun later.
    const askedAt = clock.now();
    const checkpoints = await source.checkpoints(first.checkpoint.s3Uri);
    const { job = first } = state();
    const attempts = attemptsOf(job, clock.now());
    const stored = storedBefore(attempts, checkpoints, askedAt, live.values().stored);
    live.keep({ checkpoints, stored });
    judgeBy(outsideEvidence(job, stored));
  },
  next: (beganAt) =>
    first.checkpoint
      ? unlessOver(state(), beganAt, late.checkpoints, askAgainIn.checkpoints(asking()))
      : undefined,
});

const metricReading = (
  { source, clock, live, state, asking }: Watching,
  first: TrainingJob,
): PartReading => ({
  part: 'metrics',
  async read() {
    const { job = first, backfilled } = state();
    live.keep({ metrics: keepSeries(backfilled?.metrics, await source.metrics(job, clock.now())) });
  },
  next: (beganAt) => unlessOver(state(), beganAt, late.metrics, askAgainIn.metrics(asking())),
});

const hostReading = ({ source, clock, live, state, asking }: Watching, first: TrainingJob): PartReading => ({
  part: 'hosts',
  async read() {
    const { job = first } = state();
    live.keep({ hosts: await source.hosts(job, clock.now()) });
  },
  next: (beganAt) => unlessOver(state(), beganAt, late.metrics, askAgainIn.hosts(asking())),
});

const priceReading = ({ source, live }: Watching, { instanceType }: TrainingJob): PartReading => ({
  part: 'price',
  async read() {
    const price = instanceType === undefined ? undefined : await source.price(instanceType);
    if (price) live.keep({ price });
  },
  next: () => undefined,
});
