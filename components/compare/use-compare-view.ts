'use client';

import { useCallback, useState } from 'react';
import { type CompareView, formatCompareView } from '@/lib/urls/compare';

/** The comparison's view, kept in the address without a trip to the server. */
export const useCompareView = (
  initial: CompareView,
): [CompareView, (change: Partial<CompareView>) => void] => {
  const [view, setView] = useState(initial);
  const change = useCallback(
    (part: Partial<CompareView>) => {
      const next = { ...view, ...part };
      setView(next);
      window.history.replaceState(null, '', `${window.location.pathname}?${formatCompareView(next)}`);
    },
    [view],
  );
  return [view, change];
};
