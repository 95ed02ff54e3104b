'use client';

import { useEffect, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type LaunchActions } from './launch-actions';

/** The price of the type in the form: undefined while it is looked up, null where it is unknown. */
export const usePrice = (
  instanceType: string,
  lookUp: LaunchActions['price'],
): OnDemandPrice | null | undefined => {
  const [known, setKnown] = useState<{ instanceType: string; price: OnDemandPrice | null }>();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const result = await askServer(() => lookUp(instanceType));
      if (current) setKnown({ instanceType, price: result.ok ? result.value : null });
    }, 300);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [instanceType, lookUp]);
  return known?.instanceType === instanceType ? known.price : undefined;
};
