'use client';

import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A handler that stays the same one from render to render and does what the newest does: so what is given it, and
 * nothing else that has changed, is not drawn again.
 */
export const useSteady = <Args extends readonly unknown[]>(
  run: (...args: Args) => void,
): ((...args: Args) => void) => {
  const newest = useRef(run);
  useLayoutEffect(() => {
    newest.current = run;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
};
