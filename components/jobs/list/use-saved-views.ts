'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { parseViews, type SavedView } from './saved-view';

const key = 'spotdeck-job-views';
const changed = 'spotdeck-job-views-changed';

const subscribe = (listener: () => void) => {
  // Other tabs tell by `storage`, this one does not.
  window.addEventListener('storage', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(changed, listener);
  };
};

const kept = (): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** The reader's views, and how to keep others; false where the browser keeps nothing. */
export const useSavedViews = (): [
  views: readonly SavedView[],
  save: (views: readonly SavedView[]) => boolean,
] => {
  const text = useSyncExternalStore(subscribe, kept, () => null);
  const views = useMemo(() => parseViews(text), [text]);
  const save = (next: readonly SavedView[]): boolean => {
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      return false;
    }
    window.dispatchEvent(new Event(changed));
    return true;
  };
  return [views, save];
};
