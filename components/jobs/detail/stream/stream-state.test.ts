import { describe, expect, it } from 'vitest';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type LogLine } from '@/lib/training/log-line';
import { noReading } from '@/lib/training/position';
import { initialStreamState, MAX_LINES, reduceStream, type StreamEvent } from './stream-state';

const snapshot = (observedAt: number): JobSnapshot => ({
  job: {
    name: 'mnist-1',
    arn: 'arn',
    status: 'InProgress',
    secondaryStatus: 'Training',
    createdAt: 0,
    transitions: [],
    spot: true,
    hyperparameters: {},
    environment: {},
    channels: [],
    metricDefinitions: [],
    finalMetrics: [],
  },
  reading: noReading,
  metrics: [],
  observedAt,
  problems: [],
});
const line = (sequence: number): LogLine => ({
  sequence,
  at: sequence,
  attempt: 1,
  host: 'algo-1',
  message: `line ${sequence}`,
});
const log = (sequences: number[], reset = false): StreamEvent => ({
  type: 'log',
  log: { lines: sequences.map(line), reset },
});
const after = (...events: StreamEvent[]) => events.reduce(reduceStream, initialStreamState(snapshot(100)));
const sequences = (...events: StreamEvent[]) => after(...events).lines.map(({ sequence }) => sequence);

describe('log lines', () => {
  it('are shown once, though a reconnection sends them again', () => {
    expect(sequences(log([1, 2, 3]), log([2, 3, 4]), log([1]))).toEqual([1, 2, 3, 4]);
  });

  it('are kept in order when a late line belongs in the middle', () => {
    expect(sequences(log([1, 4]), log([2, 5]))).toEqual([1, 2, 4, 5]);
  });

  it('are dropped at a reset, and what replaces them is kept', () => {
    expect(sequences(log([1, 2]), log([7], true))).toEqual([7]);
  });

  it('leave the array as it is when nothing is new, so that nothing is drawn again', () => {
    const before = after(log([1, 2]));
    expect(reduceStream(before, log([1, 2])).lines).toBe(before.lines);
  });

  it('are capped, the newest kept, and the page says so', () => {
    const many = Array.from({ length: MAX_LINES }, (_, index) => index);
    const state = after(log(many), log([MAX_LINES]));
    expect(state.lines.length).toBeGreaterThan(MAX_LINES / 2);
    expect(state.lines.length).toBeLessThanOrEqual(MAX_LINES);
    expect(state.lines.at(-1)?.sequence).toBe(MAX_LINES);
    expect(state.truncated).toBe(true);
  });

  it('say when the server left earlier ones out, until a reset brings all', () => {
    const cut = after({ type: 'log', log: { lines: [line(9)], reset: true, truncatedBefore: 9 } });
    expect(cut.truncated).toBe(true);
    expect(reduceStream(cut, log([10])).truncated).toBe(true);
    expect(reduceStream(cut, log([1], true)).truncated).toBe(false);
  });
});

describe('snapshots', () => {
  it('replace older ones, and are never replaced by them', () => {
    expect(after({ type: 'snapshot', snapshot: snapshot(200) }).snapshot.observedAt).toBe(200);
    expect(after({ type: 'snapshot', snapshot: snapshot(50) }).snapshot.observedAt).toBe(100);
  });
});

it('keeps what was known of a job that is gone', () => {
  const error = { code: 'not-found' as const, message: 'It was deleted.' };
  const state = after(log([1]), { type: 'gone', error });
  expect(state.gone).toBe(error);
  expect(state.lines).toHaveLength(1);
});
