'use client';

import { useEffect, useState } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { afterPause } from './after-pause';
import { askServer } from './ask-server';

/** Waits for a pause in typing. */
const pauseMs = 300;

/** The price of the type in a form: undefined while it is looked up, null where it is unknown. */
export const usePrice = (
  instanceType: string,
  lookUp: (instanceType: string) => Promise<ActionResult<OnDemandPrice | null>>,
): OnDemandPrice | null | undefined => {
  const [found, setFound] = useState<{ instanceType: string; price: OnDemandPrice | null }>();
  useEffect(
    () =>
      afterPause(
        pauseMs,
        () => askServer(() => lookUp(instanceType)),
        (result) => setFound({ instanceType, price: result.ok ? result.value : null }),
      ),
    [instanceType, lookUp],
  );
  return found?.instanceType === instanceType ? found.price : undefined;
};
