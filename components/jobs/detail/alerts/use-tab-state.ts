'use client';

import { useEffect } from 'react';
import { type Outcome } from '@/lib/training/status';
import { tabIcon } from './tab-state';

/** Keeps the tab's title and icon at the job's state, and gives them back when the page is left. */
export const useTabState = (title: string, outcome: Outcome): void => {
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const icon = document.createElement('link');
    icon.rel = 'icon';
    icon.href = tabIcon(outcome);
    document.head.append(icon);
    return () => icon.remove();
  }, [outcome]);
};
