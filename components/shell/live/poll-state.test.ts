import { expect, it } from 'vitest';
import { type ActionResult } from '@/lib/errors/action-result';
import { newPoll, pauseOf, type PollState, reducePoll } from './poll-state';

const ok = (value: string): ActionResult<string> => ({ ok: true, value });
const error = { code: 'unreachable' as const, message: 'It does not answer.' };
const no: ActionResult<string> = { ok: false, error };
const begun = newPoll('a', ok('first'));
const after = (
  ...answers: [key: string, number: number, result: ActionResult<string>][]
): PollState<string> =>
  answers.reduce(
    (state, [key, number, result]) => reducePoll(state, { key, number, result }, newPoll<string>(key)),
    begun,
  );

it('a failure keeps what was known and says why; the next answer takes it back', () => {
  expect(after(['a', 1, no])).toMatchObject({ value: 'first', failure: error, failures: 1 });
  expect(after(['a', 1, no], ['a', 2, ok('x')])).toEqual({ key: 'a', value: 'x', failures: 0, answered: 2 });
});

it('an answer that comes after that of a later question is dropped, whatever each was about', () => {
  expect(after(['a', 2, ok('changed')], ['a', 1, ok('as before')]).value).toBe('changed');
  expect(after(['b', 2, ok('of b')], ['a', 1, ok('of a')])).toMatchObject({ key: 'b', value: 'of b' });
});

it('what is known of one thing is not told of another', () => {
  expect(after(['b', 1, no])).toEqual({ key: 'b', failure: error, failures: 1, answered: 1 });
  expect(newPoll('c', no)).toMatchObject({ failure: error });
});

it('what fails in a row is asked ever more rarely, but never sooner than what answers', () => {
  const pauses = [0, 1, 2, 3, 9].map((failures) => pauseOf({ failures }, 5_000));
  expect(pauses).toEqual([5_000, 5_000, 10_000, 20_000, 30_000]);
  expect(pauseOf({ failures: 9 }, 60_000)).toBe(60_000);
});
