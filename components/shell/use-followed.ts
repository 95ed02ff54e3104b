'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { askServer } from './ask-server';

const firstLookMs = 400;
/** Between two looks at what is under way. */
const nextLookMs = 1500;

export interface Followed<Value> {
  /** Undefined: not known yet. */
  value: Value | undefined;
  failure: ActionError | undefined;
  /** Asks again, or asks for a change whose answer is the new value. */
  ask: (how?: () => Promise<ActionResult<Value>>) => Promise<void>;
}

/**
 * What the server says of something that is named by `key`: asked once, and again while it is under way.
 * @param key empty where there is nothing to ask about
 * @param initial what is known at first, instead of asking
 * @param look must be the same function as long as it asks the same
 */
export const useFollowed = <Value>(
  key: string,
  look: () => Promise<ActionResult<Value>>,
  isUnderWay: (value: Value) => boolean,
  initial?: Value,
): Followed<Value> => {
  const [known, setKnown] = useState<{ key: string; value?: Value; failure?: ActionError }>();
  const given = useMemo(() => (initial === undefined ? undefined : { key, value: initial }), [key, initial]);
  const current: { value?: Value; failure?: ActionError } | undefined = known?.key === key ? known : given;

  const ask = useCallback(
    async (how: () => Promise<ActionResult<Value>> = look) => {
      const result = await askServer(how);
      // What was known stays: one question without an answer is not the end.
      setKnown((before) =>
        result.ok
          ? { key, value: result.value }
          : { ...(before?.key === key ? before : { key }), failure: result.error },
      );
    },
    [key, look],
  );

  const goesOn = current?.value !== undefined && isUnderWay(current.value);
  // Each answer is a new `current`: the next look is one after it, never one beside it.
  useEffect(() => {
    if (key === '' || (current && !goesOn)) return;
    const timer = setTimeout(() => void ask(), current ? nextLookMs : firstLookMs);
    return () => clearTimeout(timer);
  }, [key, ask, current, goesOn]);

  return { value: current?.value, failure: current?.failure, ask };
};
