'use client';

import { useMemo } from 'react';
import { keptListText, readKeptList } from '@/components/shell/kept-list';
import { keepText, useBrowserText } from '@/components/shell/use-browser-text';
import { type SavedView, readSavedView } from './saved-view';

const key = 'spotdeck-job-views';

export interface SavedViewsStore {
  views: readonly SavedView[];
  /** How many the browser keeps that cannot be read; they stay. */
  unreadable: number;
  /** @returns false where the browser keeps nothing */
  save: (views: readonly SavedView[]) => boolean;
  removeUnreadable: () => void;
}

/** The reader's views, and how to keep others. */
export const useSavedViews = (): SavedViewsStore => {
  const text = useBrowserText(key);
  const { entries, unreadable } = useMemo(() => readKeptList(text, readSavedView), [text]);
  return {
    views: entries,
    unreadable: unreadable.length,
    save: (views) => keepText(key, keptListText({ entries: views, unreadable })),
    removeUnreadable: () => void keepText(key, keptListText({ entries, unreadable: [] })),
  };
};
