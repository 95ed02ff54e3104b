'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { type Reading, readings } from '@/lib/training/evaluation-outcome';

/** What the result is read as, kept in the address so that a link shows the same; replaced, not a step to go back. */
export const useReading = (own: Reading): [Reading, (reading: Reading) => void] => {
  const chosen = useSearchParams().get('reading');
  const choose = useCallback(
    (reading: Reading) => {
      const next = new URLSearchParams(window.location.search);
      if (reading === own) next.delete('reading');
      else next.set('reading', reading);
      const query = next.toString();
      window.history.replaceState(null, '', `${window.location.pathname}${query && `?${query}`}`);
    },
    [own],
  );
  return [readings.find((reading) => reading === chosen) ?? own, choose];
};
