'use client';

import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { themeCookie, type ThemeChoice } from './theme';

interface Theme {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
}

const ThemeContext = createContext<Theme>({ choice: 'system', choose: () => undefined });

const yearInSeconds = 31_536_000;

/** Keeps the page in the reader's mode, and in step with the system's where the reader chose that. */
export const ThemeProvider = ({ initial, children }: { initial: ThemeChoice; children: ReactNode }) => {
  const [choice, setChoice] = useState(initial);
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const dark = choice === 'dark' || (choice === 'system' && system.matches);
      applyMode(dark ? Mode.Dark : Mode.Light);
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [choice]);
  const theme = useMemo(
    () => ({
      choice,
      choose: (next: ThemeChoice) => {
        document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearInSeconds}; samesite=lax`;
        setChoice(next);
      },
    }),
    [choice],
  );
  return <ThemeContext value={theme}>{children}</ThemeContext>;
};

export const useTheme = () => use(ThemeContext);
