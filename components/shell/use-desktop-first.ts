'use client';

import { useEffect } from 'react';
import { isHydrated } from './hydration';

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
    const began = performance.now();
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const restoreWhenHydrated = () => {
      if (!isHydrated(document.body) && performance.now() - began < maxWaitMs) {
        waiting = setTimeout(restoreWhenHydrated, lookAgainMs);
        return;
      }
      restored = true;
      delete forced[mode];
      window.dispatchEvent(new Event('resize'));
    };
    restoreWhenHydrated();
    return () => clearTimeout(waiting);
  }, []);
};

const lookAgainMs = 30;
/** A page that never gets all of its code is still laid out for its window. */
const maxWaitMs = 20_000;
