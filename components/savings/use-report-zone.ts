'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Has the report made again by the reader's zone where the server did not know it, as on a first visit. */
export const useReportZone = (shownZone: string, given: boolean): void => {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!given && zone !== shownZone) router.refresh();
  }, [given, router, shownZone]);
};
