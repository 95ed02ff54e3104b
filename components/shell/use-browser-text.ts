'use client';

import { useCallback, useSyncExternalStore } from 'react';

const changed = 'spotdeck-kept-text';

const subscribe = (listener: () => void) => {
  // Other tabs tell by `storage`, this one does not.
  window.addEventListener('storage', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(changed, listener);
  };
};

/** What the browser keeps under a key; null where it keeps nothing, and on the server. */
export const keptText = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    // A browser may keep nothing for this site: then the property itself throws.
    return null;
  }
};

/** @returns false where the browser keeps nothing */
export const keepText = (key: string, text: string): boolean => {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Full, or not allowed: the caller says that it was not kept.
    return false;
  }
  window.dispatchEvent(new Event(changed));
  return true;
};

/** What the browser keeps under a key, as it changes, in other tabs too. */
export const useBrowserText = (key: string): string | null =>
  useSyncExternalStore(
    subscribe,
    useCallback(() => keptText(key), [key]),
    () => null,
  );
