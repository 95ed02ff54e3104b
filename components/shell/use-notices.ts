'use client';

import { useEffect, useState } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';

export interface Notice {
  kind: string;
  message: string;
}

const intervalMs = 5000;

/**
 * The backend's notices: those that the page came with, then as they are now, asked for while the tab is seen. Where
 * there is no answer the last ones stay.
 */
export const useNotices = (
  initial: readonly Notice[],
  read: () => Promise<ActionResult<readonly Notice[]>>,
): readonly Notice[] => {
  const [told, setTold] = useState({ initial, notices: initial });
  // Another backend's page, or a page that was loaded anew, brings newer ones.
  if (told.initial !== initial) setTold({ initial, notices: initial });
  useEffect(() => {
    let isGone = false;
    let isAsking = false;
    const ask = async () => {
      if (isAsking || document.visibilityState !== 'visible') return;
      isAsking = true;
      try {
        const answer = await read();
        if (answer.ok && !isGone) setTold((before) => ({ ...before, notices: answer.value }));
      } catch {
        // A dashboard that does not answer is told of by what the page itself asks for.
      } finally {
        isAsking = false;
      }
    };
    const timer = setInterval(() => void ask(), intervalMs);
    const onVisible = () => void ask();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [read]);
  return told.notices;
};
