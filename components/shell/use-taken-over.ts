'use client';

import { useEffect } from 'react';
import { takenOverKey } from './early-presses';

/** Tells the script of early presses that React has taken the page over. */
export const useTakenOver = (): void => {
  useEffect(() => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the script of early presses put it there, or nothing did
    (globalThis as { [takenOverKey]?: () => void })[takenOverKey]?.();
  }, []);
};
