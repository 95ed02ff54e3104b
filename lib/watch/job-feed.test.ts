import { expect, it } from 'vitest';
import { sampleJob } from '../../testing/dashboard/sample-job';
import { type JobSnapshot } from '../training/job-snapshot';
import { type LogLine } from '../training/log-line';
import { noReading } from '../training/position';
import { type JobFeed, type JobFeedEvent, newJobFeed, reduceJobFeed, tellJob } from './job-feed';

const snapshot = (observedAt: number): JobSnapshot => ({
  ...{ job: sampleJob(0), reading: noReading, metrics: [], problems: [], observedAt },
});
const log = (count: number, reset = false): JobFeedEvent => ({
  kind: 'log',
  lines: Array.from({ length: count }, (_, sequence): LogLine => ({
    ...{ sequence, at: 0, attempt: 1, host: 'algo-1', message: 'x' },
  })),
  reset,
});
const first: JobFeedEvent = { kind: 'first', snapshot: snapshot(1) };
const newer: JobFeedEvent = { kind: 'snapshot', snapshot: snapshot(2) };
const after = (...events: JobFeedEvent[]): JobFeed => events.reduce(reduceJobFeed, newJobFeed);
/** As one that was told everything at 0. */
const told = (...events: JobFeedEvent[]): JobFeed =>
  events.reduce(reduceJobFeed, tellJob(after(first), 0).feed);

it('nothing is told before a snapshot is there, and lines before it are in the tail', () => {
  expect(tellJob(after(log(3)), 0)).toEqual({ feed: newJobFeed });
  expect(tellJob(after(log(3), first), 0)).toMatchObject({ snapshot: { observedAt: 1 }, log: 'tail' });
  expect(tellJob(told(), 1_000)).not.toHaveProperty('log');
});

it('only the newest snapshot is told, once, and a first one that was slow is dropped', () => {
  expect(tellJob(after(first, newer), 0).snapshot?.observedAt).toBe(2);
  expect(tellJob(after(newer, first), 0).snapshot?.observedAt).toBe(2);
  expect(tellJob(told(newer), 0).feed).not.toHaveProperty('snapshot');
});

it('lines that come close together go out as one event, in 150 ms at the latest, and wait for no snapshot', () => {
  const feed = told(log(2), newer, log(1));
  const early = tellJob(feed, 100);
  expect(early).toMatchObject({ waitMs: 50, snapshot: { observedAt: 2 } });
  expect(early).not.toHaveProperty('log');
  expect(tellJob(early.feed, 150).log).toHaveLength(3);
  expect(tellJob(early.feed, 150).feed.lines).toEqual([]);
});

it('a log that is read anew, or a viewer that is far behind, gets the tail instead of every line', () => {
  expect(tellJob(told(log(2), log(1, true), log(1)), 150).log).toBe('tail');
  expect(tellJob(told(log(4_000), log(1_000)), 150).log).toHaveLength(5_000);
  const behind = told(log(4_000), log(1_001));
  expect(behind.lines).toEqual([]);
  expect(tellJob(behind, 150).log).toBe('tail');
});
