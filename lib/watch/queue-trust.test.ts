import { describe, expect, it } from 'vitest';
import {
  isTrusted,
  newQueueTrust,
  type QueueTrust,
  type QueueTrustEvent,
  reduceQueueTrust,
} from './queue-trust';

const minute = 60_000;
const after = (events: readonly QueueTrustEvent[], begin: QueueTrust = newQueueTrust) =>
  events.reduce((trust, event) => reduceQueueTrust(trust, event), begin);
const told = (jobName: string, at: number): QueueTrustEvent => ({ type: 'told', jobName, at });
const found = (jobName: string, at: number): QueueTrustEvent => ({ type: 'found', jobName, at });
const empty = (beganAt: number): QueueTrustEvent => ({ type: 'received', count: 0, beganAt });
const problem = { code: 'access-denied', message: 'no' } as const;

describe('a queue is trusted', () => {
  it('once it has told of a job, and not for being there', () => {
    expect(isTrusted(after([]))).toBe(false);
    expect(isTrusted(after([empty(0), empty(20_000)]))).toBe(false);
    expect(isTrusted(after([told('a', 0)]))).toBe(true);
  });

  it('for as long as nothing is found that it did not tell of, however long that is', () => {
    const trust = after([
      told('a', 0),
      empty(10 * minute),
      found('a', 11 * minute),
      told('a', 11 * minute + 1_000),
    ]);
    expect(isTrusted(reduceQueueTrust(trust, empty(60 * minute)))).toBe(true);
  });

  it('where what is found was told of shortly before', () => {
    expect(isTrusted(after([told('a', 0), found('a', minute), empty(5 * minute)]))).toBe(true);
  });
});

describe('a queue is silent', () => {
  const silent = after([told('a', 0), found('b', minute), empty(2 * minute)]);

  it('where a change was found, and its message did not come in half a minute', () => {
    expect(isTrusted(after([told('a', 0), found('b', minute), empty(minute + 29_000)]))).toBe(true);
    expect(isTrusted(silent)).toBe(false);
    expect(silent.silent).toEqual({ jobName: 'b', at: minute });
  });

  it('never before all messages that waited in it were received', () => {
    const busy = { type: 'received', count: 10, beganAt: 9 * minute } as const;
    const trust = after([told('a', 0), found('b', minute), busy, busy]);
    expect(isTrusted(trust)).toBe(true);
    expect(isTrusted(after([told('b', 9 * minute), empty(10 * minute)], trust))).toBe(true);
  });

  it('until it tells again, of more each time', () => {
    const again = after([told('c', 3 * minute)], silent);
    expect(isTrusted(again)).toBe(true);
    expect(again.silent).toBeUndefined();
    const twice = after([found('d', 4 * minute), empty(5 * minute)], again);
    expect(isTrusted(after([told('e', 6 * minute)], twice))).toBe(false);
    expect(isTrusted(after([told('e', 6 * minute), told('f', 7 * minute)], twice))).toBe(true);
  });

  it('and what is found while it is not trusted is nothing that it owes', () => {
    expect(isTrusted(after([found('b', 0), told('a', 1), empty(10 * minute)]))).toBe(true);
  });
});

it('a queue that cannot be read is not trusted, and has to tell again once it can', () => {
  const lost = after([told('a', 0), { type: 'failed', problem }]);
  expect(isTrusted(lost)).toBe(false);
  expect(lost.problem).toEqual(problem);
  const back = after([empty(minute)], lost);
  expect(back.problem).toBeUndefined();
  expect(isTrusted(back)).toBe(false);
  expect(isTrusted(after([told('b', minute)], back))).toBe(true);
});

it('remembers no job for longer than it matters', () => {
  const events = Array.from({ length: 2_000 }, (_, index) => told(`job-${index}`, index * 1_000));
  expect(after(events).told.size).toBeLessThanOrEqual(120);
});
