'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';

interface FollowEvent {
  preventDefault: () => void;
  detail: { href?: string; external?: boolean; target?: string };
}

/**
 * The `onFollow` of Cloudscape's links, menus and buttons: pages of this site open without a reload. Cloudscape
 * does not call it for clicks with a modifier key, which keep their meaning.
 */
export const useFollow = () => {
  const router = useRouter();
  return useCallback(
    (event: FollowEvent) => {
      const { href, external, target } = event.detail;
      if (!href?.startsWith('/') || external || target === '_blank') return;
      event.preventDefault();
      router.push(href);
    },
    [router],
  );
};
