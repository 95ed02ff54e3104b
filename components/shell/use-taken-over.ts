'use client';

import { useEffect } from 'react';
import { takenOverKey } from './early-presses';

/** Tells the script of early presses that React has taken the page over. */
export const useTakenOver = (): void => {
  useEffect(() => {
    (globalThis as { [takenOverKey]?: () => void })[takenOverKey]?.();
  }, []);
};
