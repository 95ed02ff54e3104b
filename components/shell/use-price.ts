'use client';

import { useEffect, useState } from 'react';
import { afterPause } from '@/components/shell/after-pause';
import { askServer } from '@/components/shell/ask-server';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type LaunchActions } from './launch-actions';

const pauseMs = 300;

/** The price of the type in the form: undefined while it is looked up, null where it is unknown. */
export const usePrice = (
  instanceType: string,
  lookUp: LaunchActions['price'],
): OnDemandPrice | null | undefined => {
  const [known, setKnown] = useState<{ instanceType: string; price: OnDemandPrice | null }>();
  useEffect(
    () =>
      afterPause(
        pauseMs,
        () => askServer(() => lookUp(instanceType)),
        (result) => setKnown({ instanceType, price: result.ok ? result.value : null }),
      ),
    [instanceType, lookUp],
  );
  return known?.instanceType === instanceType ? known.price : undefined;
};
