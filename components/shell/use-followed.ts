'use client';

import { type ActionResult } from '@/lib/errors/action-result';
import { type Polled, usePolled } from './live/use-polled';

/** A form's choice may still be typed. */
const firstLookMs = 400;
/** Between two looks at what is under way. */
const nextLookMs = 1500;

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
): Polled<Value> =>
  usePolled({
    key,
    look,
    ...(initial !== undefined && { initial: { ok: true, value: initial } }),
    pauseAfter: ({ value, failure }) => {
      if (value !== undefined) return isUnderWay(value) ? nextLookMs : undefined;
      return failure === undefined ? firstLookMs : undefined;
    },
  });
