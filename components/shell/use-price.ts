'use client';

import { useCallback, useEffect, useState } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { afterPause } from './after-pause';
import { askServer } from './ask-server';

/** Waits for a pause in typing. */
const pauseMs = 300;

export interface PriceLookup {
  /** Undefined while it is looked up, null where it is unknown. */
  price: OnDemandPrice | null | undefined;
  /** Why it is unknown, where it could not be looked up. */
  failure?: string;
  lookAgain: () => void;
}

/** The price of the type in a form. */
export const usePriceLookup = (
  instanceType: string,
  lookUp: (instanceType: string) => Promise<ActionResult<OnDemandPrice | null>>,
): PriceLookup => {
  const [found, setFound] = useState<{ instanceType: string; result: ActionResult<OnDemandPrice | null> }>();
  const [turn, setTurn] = useState(0);
  useEffect(
    () =>
      afterPause(
        pauseMs,
        () => askServer(() => lookUp(instanceType)),
        (result) => setFound({ instanceType, result }),
      ),
    // `turn`: the same type is looked up again.
    [instanceType, lookUp, turn],
  );
  const lookAgain = useCallback(() => setTurn((before) => before + 1), []);
  if (found?.instanceType !== instanceType) return { price: undefined, lookAgain };
  const { result } = found;
  return result.ok
    ? { price: result.value, lookAgain }
    : { price: null, failure: result.error.message, lookAgain };
};

export const usePrice = (...asked: Parameters<typeof usePriceLookup>): PriceLookup['price'] =>
  usePriceLookup(...asked).price;
