/** What is known of something that is asked for again and again, and what each answer changes. Pure: no clock. */
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { doubledDelay } from '@/lib/errors/backoff';

export interface PollState<Value> {
  /** What it is about; what is known of something else is not known of this. */
  key: unknown;
  /** The newest that was answered; one question without an answer is not the end of it. */
  value?: Value;
  /** Why the newest question has no answer. */
  failure?: ActionError;
  /** Questions in a row without an answer. */
  failures: number;
  /** Number of the question whose answer is the newest: questions are numbered as they are asked. */
  answered: number;
}

export interface Answered<Value> {
  key: unknown;
  number: number;
  result: ActionResult<Value>;
}

const maxPauseMs = 30_000;

export const newPoll = <Value>(key: unknown, initial?: ActionResult<Value>): PollState<Value> => ({
  key,
  ...(initial?.ok && { value: initial.value }),
  ...(initial?.ok === false && { failure: initial.error }),
  failures: 0,
  answered: 0,
});

/**
 * @param begun what is known of the answer's key where the state is of another one
 * @returns the same state for an answer that came after that of a later question
 */
export const reducePoll = <Value>(
  state: PollState<Value>,
  { key, number, result }: Answered<Value>,
  begun: PollState<Value>,
): PollState<Value> => {
  if (number < state.answered) return state;
  const before = Object.is(state.key, key) ? state : begun;
  return result.ok
    ? { key, value: result.value, failures: 0, answered: number }
    : { ...before, failure: result.error, failures: before.failures + 1, answered: number };
};

/** Ms until the next question: `pauseMs`, and ever longer while none is answered. */
export const pauseOf = ({ failures }: Pick<PollState<unknown>, 'failures'>, pauseMs: number): number =>
  doubledDelay(pauseMs, Math.max(0, failures - 1), Math.max(pauseMs, maxPauseMs));
