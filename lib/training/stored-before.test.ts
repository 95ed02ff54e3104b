import { describe, expect, it } from 'vitest';
import { type Attempt } from './attempts';
import { storedBefore } from './stored-before';

const attempts: Attempt[] = [
  { number: 1, startedAt: 0, containerStartedAt: 10, endedAt: 100, end: 'interrupted', phases: [] },
  { number: 2, startedAt: 110, containerStartedAt: 150, end: 'running', phases: [] },
];
const files = [
  { file: 'b', modifiedAt: 90 },
  { file: 'a', modifiedAt: 50 },
];

describe('what lay in S3 when an attempt began', () => {
  it('is complete when it was listed while the job waited', () => {
    expect(storedBefore(attempts, files, 120)).toEqual([{ attempt: 2, names: ['a', 'b'], complete: true }]);
    expect(storedBefore(attempts, [], 120)).toEqual([{ attempt: 2, names: [], complete: true }]);
  });

  it('listed later, is what is older; others may have been there', () => {
    const later = [...files, { file: 'c', modifiedAt: 200 }];
    expect(storedBefore(attempts, later, 300)).toEqual([{ attempt: 2, names: ['a', 'b'], complete: false }]);
  });

  it('is not complete where the answer was slow, and holds what the next attempt wrote meanwhile', () => {
    const slow = [...files, { file: 'c', modifiedAt: 160 }];
    const known = [{ attempt: 2, names: ['a', 'b'], complete: false }];
    expect(storedBefore(attempts, slow, 120)).toEqual(known);
    expect(storedBefore(attempts.slice(0, 1), slow, 120)).toEqual(known);
    expect(storedBefore(attempts, files, 130, known)).toEqual([
      { attempt: 2, names: ['a', 'b'], complete: true },
    ]);
  });

  it('keeps what was seen in time', () => {
    const seen = storedBefore(attempts, files, 120);
    expect(storedBefore(attempts, [], 300, seen)).toEqual(seen);
    expect(storedBefore(attempts, undefined, 300, seen)).toEqual(seen);
  });

  it('does not forget what it knew of, though it is gone by now', () => {
    const known = storedBefore(attempts, files, 300);
    expect(storedBefore(attempts, [], 400, known)).toEqual(known);
  });

  it('counts nothing for seen that was listed before the interruption, or never', () => {
    expect(storedBefore(attempts, files, 95)).toEqual([{ attempt: 2, names: ['a', 'b'], complete: false }]);
    expect(storedBefore(attempts, undefined, 120)).toEqual([]);
    const running: Attempt[] = [
      { number: 1, startedAt: 0, containerStartedAt: 10, end: 'running', phases: [] },
    ];
    expect(storedBefore(running, files, 120)).toEqual([]);
  });

  it('is seen while the job waits for capacity, before SageMaker names the next attempt', () => {
    const waiting = attempts.slice(0, 1);
    const seen = storedBefore(waiting, [], 105);
    expect(seen).toEqual([{ attempt: 2, names: [], complete: true }]);
    expect(storedBefore(waiting, files, 108, seen)).toEqual([
      { attempt: 2, names: ['a', 'b'], complete: true },
    ]);
    expect(storedBefore(attempts, [{ file: 'c', modifiedAt: 200 }], 300, seen)).toEqual(seen);
  });
});
