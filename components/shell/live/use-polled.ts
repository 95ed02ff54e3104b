'use client';

import { useCallback, useEffect, useReducer, useRef } from 'react';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { askServer } from '../ask-server';
import { type Answered, newPoll, pauseOf, type PollState, reducePoll } from './poll-state';

interface PolledOptions<Value> {
  /** What is asked about: another one is begun anew. '': nothing is asked. */
  key: unknown;
  /** Must be the same function as long as it asks the same. */
  look: () => Promise<ActionResult<Value>>;
  /** What the page came with. */
  initial?: ActionResult<Value>;
  /** Ms until it is asked again by itself; undefined: it is not. */
  pauseAfter: (polled: Pick<PollState<Value>, 'value' | 'failure'>) => number | undefined;
}

export interface Polled<Value> {
  /** Undefined: not known yet. */
  value: Value | undefined;
  /** Why the newest question has no answer; the value before it stays. */
  failure: ActionError | undefined;
  /** Asks now, or asks for a change whose answer is the new value. */
  ask: (how?: () => Promise<ActionResult<Value>>) => Promise<void>;
  /** Says what is known without asking. */
  tell: (value: Value) => void;
}

/**
 * What the server says of something, asked for again as long as it may change: while the tab is visible, at once when it
 * becomes so, each time a pause after the last answer, and ever more rarely while there is none.
 */
export const usePolled = <Value>({ key, look, initial, pauseAfter }: PolledOptions<Value>): Polled<Value> => {
  const begun = newPoll(key, initial);
  const [held, take] = useReducer(
    (state: PollState<Value>, answered: Answered<Value> & { begun: PollState<Value> }) =>
      reducePoll(state, answered, answered.begun),
    begun,
  );
  const state = Object.is(held.key, key) ? held : begun;
  const { value, failure, failures, answered } = state;

  const numbers = useRef(0);
  const underWay = useRef(new Map<unknown, number>());
  const first = useRef(initial);
  useEffect(() => {
    first.current = initial;
  }, [initial]);

  const settle = useCallback(
    (number: number, result: ActionResult<Value>) =>
      take({ key, number, result, begun: newPoll(key, first.current) }),
    [key],
  );
  const ask = useCallback(
    async (how: () => Promise<ActionResult<Value>> = look) => {
      const number = (numbers.current += 1);
      underWay.current.set(key, number);
      const result = await askServer(how);
      if (underWay.current.get(key) === number) underWay.current.delete(key);
      settle(number, result);
    },
    [key, look, settle],
  );
  const tell = useCallback(
    (told: Value) => settle((numbers.current += 1), { ok: true, value: told }),
    [settle],
  );

  const pauseMs = key === '' ? undefined : pauseAfter({ value, failure });
  const delayMs = pauseMs === undefined ? undefined : pauseOf({ failures }, pauseMs);
  // Each answer begins the next pause: a question is never asked beside one that it could answer.
  useEffect(() => {
    if (delayMs === undefined) return;
    const dueAt = performance.now() + delayMs;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = () => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(
        () => {
          if (!underWay.current.has(key)) void ask();
        },
        Math.max(0, dueAt - performance.now()),
      );
    };
    plan();
    document.addEventListener('visibilitychange', plan);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', plan);
    };
  }, [key, ask, answered, delayMs]);

  return { value, failure, ask, tell };
};
