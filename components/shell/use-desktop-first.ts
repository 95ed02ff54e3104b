'use client';

import { useEffect } from 'react';

/** Cloudscape's own switch for its tests: overrides whether its components lay themselves out for a narrow window. */
const forced = globalThis as { [mode: symbol]: boolean | undefined };
const mode = Symbol.for('awsui-force-mobile-mode');

let restored = typeof window === 'undefined';
if (!restored) forced[mode] = false;

/**
 * The server renders for a wide window, as it knows none, but Cloudscape hydrates for the window there is, which
 * must not differ. So a narrow window hydrates as a wide one, and is laid out for its width right after.
 */
export const useDesktopFirst = () => {
  useEffect(() => {
    if (restored) return;
    const restore = () => {
      restored = true;
      delete forced[mode];
      window.dispatchEvent(new Event('resize'));
    };
    // What streams in late hydrates late: the window's load event comes after the last of it.
    const whenHydrated = () =>
      'requestIdleCallback' in window
        ? requestIdleCallback(restore, { timeout: 1_000 })
        : setTimeout(restore, 200);
    if (document.readyState === 'complete') whenHydrated();
    else window.addEventListener('load', whenHydrated, { once: true });
  }, []);
};
