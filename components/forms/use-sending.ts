'use client';

import { useRef, useState } from 'react';

/** One request at a time: a second click while one is under way does nothing. */
export const useSending = () => {
  const [what, setWhat] = useState<string>();
  const busy = useRef(false);
  return {
    /** What is under way. */
    what,
    run: async (name: string, act: () => Promise<void>): Promise<void> => {
      if (busy.current) return;
      busy.current = true;
      setWhat(name);
      try {
        await act();
      } finally {
        busy.current = false;
        setWhat(undefined);
      }
    },
  };
};
