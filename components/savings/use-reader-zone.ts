'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { readerZoneCookie } from './reader-zone';

/** Tells the server the reader's zone, and has the report made again by it where the server did not know it. */
export const useReaderZone = (shownZone: string, given: boolean): void => {
  const router = useRouter();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    document.cookie = `${readerZoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
    if (!given && zone !== shownZone) router.refresh();
  }, [given, router, shownZone]);
};
