import { expect, it } from 'vitest';
import { sampleJob } from '../../testing/dashboard/sample-job';
import { noReading } from '../training/position';
import { type TrainingJob } from '../training/training-job';
import {
  askingOf,
  backfillOf,
  isNotThere,
  isWorthKeeping,
  late,
  newWatch,
  reduceWatch,
  showsOwnFindings,
  unlessOver,
  type WatchStateEvent,
} from './watch-state';

const start = 1_000_000;
const training = sampleJob(start);
const ended = (changes: Partial<TrainingJob> = {}): TrainingJob => ({
  ...training,
  status: 'Completed',
  secondaryStatus: 'Completed',
  trainingEndedAt: start + 5_000,
  ...changes,
});
const after = (...events: WatchStateEvent[]) => events.reduce(reduceWatch, newWatch(start + 900_000));
const described = (job: TrainingJob, at: number): WatchStateEvent => ({ type: 'described', job, at });
const recalled = (job: TrainingJob, at: number): WatchStateEvent => ({
  ...{ type: 'recalled', job, at, backfill: { reading: noReading, metrics: [] } },
});

it('a job that is seen to end is asked for what comes late, and no longer', () => {
  const state = after(described(training, start + 4_000), described(ended(), start + 6_000));
  expect(state.finishedAt).toBe(start + 6_000);
  expect(unlessOver(state, start + 6_000 + late.log - 1, late.log, 7)).toBe(7);
  expect(unlessOver(state, start + 6_000 + late.log, late.log, 7)).toBeUndefined();
  expect(reduceWatch(state, described(ended(), start + 9_000)).finishedAt, 'it ends once').toBe(
    start + 6_000,
  );
});

it('one that ended long before it was first seen has nothing more to come; one that ended just now has', () => {
  const at = start + 5_000 + late.metrics;
  expect(after(described(ended(), at + 1)).finishedAt).toBe(-Infinity);
  expect(after(recalled(ended(), at + 1)).finishedAt).toBe(-Infinity);
  expect(after(described(ended(), at)).finishedAt).toBe(at);
  expect(unlessOver(after(described(ended(), at + 1)), start, late.metrics, 7)).toBeUndefined();
});

it('what changed last decides how often is asked: a first look counts the job’s own last change', () => {
  const first = after(described(training, start + 2_000));
  expect(first.changedAt).toBe(start + 10_000);
  expect(reduceWatch(first, described({ ...training }, start + 3_000)).changedAt).toBe(first.changedAt);
  const moved = { ...training, secondaryStatus: 'Interrupted' };
  expect(reduceWatch(first, described(moved, start + 3_000)).changedAt).toBe(start + 3_000);
  expect(reduceWatch(first, { type: 'something-done', at: start + 4_000 }).changedAt).toBe(start + 4_000);
  expect(askingOf(after(), 5, 2)).toMatchObject({
    now: 5,
    openStreams: 2,
    finished: false,
    job: { status: '' },
  });
});

it('another job of the name replaces it for good, and what was known of it stays', () => {
  const other = { ...training, createdAt: training.createdAt + 1 };
  const state = after(described(training, start), described(other, start + 1));
  expect(state).toMatchObject({ isReplaced: true, job: { createdAt: training.createdAt } });
  const remembered = after(recalled(ended(), start), described({ ...ended(), createdAt: 1 }, start + 1));
  expect(remembered, 'and nothing is kept of it').toMatchObject({ isReplaced: true, isConfirmed: false });
});

it('what is recalled is shown until the log was read anew, and kept only once AWS has confirmed the job', () => {
  const state = after(recalled(ended(), start));
  expect(showsOwnFindings(after())).toBe(true);
  expect(showsOwnFindings(state)).toBe(false);
  expect(showsOwnFindings(reduceWatch(state, { type: 'log-read' }))).toBe(true);
  const over = reduceWatch(state, { type: 'log-asked', nextMs: undefined });
  expect(isWorthKeeping(over)).toBe(false);
  const confirmed = reduceWatch(over, described(ended(), start + 1));
  expect(isWorthKeeping(confirmed)).toBe(true);
  expect(isWorthKeeping(reduceWatch(confirmed, { type: 'log-asked', nextMs: 1_000 }))).toBe(false);
});

it('evidence that says the same is the same object, by which the reader knows that nothing changed', () => {
  const one = after({ type: 'evidence', outside: { planned: 3 } });
  expect(reduceWatch(one, { type: 'evidence', outside: { planned: 3 } })).toBe(one);
  expect(reduceWatch(one, { type: 'evidence', outside: { planned: 4 } }).outside).toEqual({ planned: 4 });
});

it('what is stored of a snapshot is what logs, metrics and checkpoints said, without what is asked anew', () => {
  const values = {
    reading: noReading,
    metrics: [],
    hosts: [],
    price: { instanceType: 'ml.m5.large', region: 'us-east-1', usdPerHour: 1, source: 'AWS' },
  };
  expect(backfillOf(values)).toEqual({ reading: noReading, metrics: [] });
});

it('only a description that finds nothing means that there is no job: a bucket may be gone, a call refused', () => {
  expect(isNotThere('job', { code: 'not-found' })).toBe(true);
  expect(isNotThere('checkpoints', { code: 'not-found' })).toBe(false);
  expect(isNotThere('job', { code: 'throttled' })).toBe(false);
});
