'use client';

import { useMemo } from 'react';
import { keepText, useBrowserText } from '@/components/shell/use-browser-text';
import { parseViews, type SavedView } from './saved-view';

const key = 'spotdeck-job-views';

/** The reader's views, and how to keep others; false where the browser keeps nothing. */
export const useSavedViews = (): [
  views: readonly SavedView[],
  save: (views: readonly SavedView[]) => boolean,
] => {
  const text = useBrowserText(key);
  const views = useMemo(() => parseViews(text), [text]);
  return [views, (next) => keepText(key, JSON.stringify(next))];
};
