import { expect, it } from 'vitest';
import { inTurns } from './turns';

const count = function* (steps: number, yields: boolean): Generator<void, number> {
  let done = 0;
  for (; done < steps; done += 1) if (yields) yield;
  return done;
};

it('work that never yields is done at once', () => {
  expect(inTurns(count(1000, false))).toBe(1000);
});

it('work that yields is done whole, and others have their turns meanwhile', async () => {
  const slow = function* (): Generator<void, string> {
    for (let step = 0; step < 6; step += 1) {
      // Longer than a turn may last.
      for (const end = performance.now() + 20; performance.now() < end;);
      yield;
    }
    return 'done';
  };
  let turns = 0;
  const working = Promise.resolve(inTurns(slow()));
  const ended = working.then(() => true);
  while (!(await Promise.race([ended, new Promise<false>((next) => setImmediate(() => next(false)))])))
    turns += 1;
  expect(await working).toBe('done');
  expect(turns).toBeGreaterThan(1);
});

it('an error of the work is its promise’s', async () => {
  const failing = function* (): Generator<void, never> {
    yield;
    throw new Error('no');
  };
  await expect(inTurns(failing())).rejects.toThrow('no');
});
