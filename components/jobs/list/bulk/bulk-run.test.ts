import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BulkEvent, bulkPercent, newBulkRun, reduceBulkRun } from './bulk-run';

const error = { code: 'conflict', message: 'It has ended.' } as const;
const after = (names: string[], ...events: BulkEvent[]) => events.reduce(reduceBulkRun, newBulkRun(names));

it('tries each once, and keeps apart what failed', () => {
  const run = after(['a', 'b', 'c'], { kind: 'begun' }, { kind: 'tried' }, { kind: 'tried', error });
  expect(run).toMatchObject({ stage: 'running', left: ['c'], done: ['a'], failed: [{ name: 'b', error }] });
  expect(bulkPercent(run)).toBe(66);
  expect(reduceBulkRun(run, { kind: 'tried' }).stage).toBe('ended');
});

it('a cancel lets what is under way end, and leaves the rest', () => {
  const cancelled = after(['a', 'b'], { kind: 'begun' }, { kind: 'cancelled' });
  expect(cancelled.stage).toBe('running');
  expect(reduceBulkRun(cancelled, { kind: 'tried' })).toMatchObject({
    stage: 'ended',
    left: ['b'],
    done: ['a'],
  });
});

it('again means those that failed or were left, not those that are done', () => {
  const ended = after(
    ['a', 'b', 'c', 'd'],
    ...[{ kind: 'begun' } as const, { kind: 'tried' } as const, { kind: 'tried', error } as const],
    ...[{ kind: 'cancelled' } as const, { kind: 'tried' } as const],
  );
  expect(reduceBulkRun(ended, { kind: 'again' })).toMatchObject({
    stage: 'running',
    left: ['b', 'd'],
    done: ['a', 'c'],
    failed: [],
  });
});

it('whatever happens in whatever order, no job is lost or done twice', () => {
  const event: fc.Arbitrary<BulkEvent> = fc.oneof(
    fc.constantFrom<BulkEvent>(
      { kind: 'begun' },
      { kind: 'cancelled' },
      { kind: 'again' },
      { kind: 'tried' },
    ),
    fc.constant<BulkEvent>({ kind: 'tried', error }),
  );
  const names = ['a', 'b', 'c', 'd', 'e'];
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const { left, done, failed } = after(names, ...events);
      expect([...left, ...done, ...failed.map(({ name }) => name)].sort()).toEqual(names);
    }),
  );
});
