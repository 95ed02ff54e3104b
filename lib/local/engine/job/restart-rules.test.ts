import { expect, it } from 'vitest';
import { lastSeenAt, nextAtRestart } from './restart-rules';

it('an instance was lost when its process was last heard of: by its heart, or by a later line; never later than now', () => {
  expect(lastSeenAt(1_000, 400, [])).toBe(400);
  expect(lastSeenAt(1_000, 400, [300, 700, undefined])).toBe(700);
  expect(lastSeenAt(1_000, 400, [undefined])).toBe(400);
  expect(lastSeenAt(1_000, 0, [5_000]), 'a clock that was set back').toBe(1_000);
});

it('a job that was being stopped has ended with its process, any other goes on', () => {
  expect([nextAtRestart({ status: 'Stopping' }), nextAtRestart({ status: 'InProgress' })]).toEqual([
    'ends',
    'goes-on',
  ]);
});
