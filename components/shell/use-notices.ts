'use client';

import { useMemo } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { usePolled } from './live/use-polled';

export interface Notice {
  kind: string;
  message: string;
}

const intervalMs = 5000;

/**
 * The backend's notices: those that the page came with, then as they are now, asked for while the tab is seen. Where
 * there is no answer the last ones stay, and what the page itself asks for tells why.
 */
export const useNotices = (
  initial: readonly Notice[],
  read: () => Promise<ActionResult<readonly Notice[]>>,
): readonly Notice[] => {
  const begun = useMemo(() => ({ ok: true as const, value: initial }), [initial]);
  // Another backend's page, or a page that was loaded anew, brings newer ones.
  const { value } = usePolled({ key: initial, look: read, initial: begun, pauseAfter: () => intervalMs });
  return value ?? initial;
};
