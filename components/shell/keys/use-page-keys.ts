'use client';

import { useEffect, useEffectEvent } from 'react';
import { keptText } from '../use-browser-text';
import { isFreeAt, isPlainStroke, isUnderDialog, singleKeysText } from './free-stroke';
import { addKeys, type PageKey, pressKey } from './key-registry';

/** Listens for the keys of all parts of the page. Once on a page. */
export const useKeyListener = (): void => {
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (!isPlainStroke(event) || !isFreeAt(target, event.key) || isUnderDialog()) return;
      if (keptText(singleKeysText) === 'off') return;
      if (pressKey(event)) event.preventDefault();
    };
    document.addEventListener('keydown', take);
    return () => document.removeEventListener('keydown', take);
  }, []);
};

/**
 * Keys of a part of the page, while it is shown: never while something is typed, with a modifier, or under a modal.
 * @param keys the same ones, in the same order, at each call; what they do may change
 */
export const usePageKeys = (title: string, keys: readonly PageKey[]): void => {
  const run = useEffectEvent((index: number, key: string) => keys[index]?.run(key));
  const named = useEffectEvent(() => keys);
  useEffect(
    () =>
      addKeys({
        title,
        keys: named().map((key, index) => ({ ...key, run: (pressed: string) => run(index, pressed) })),
      }),
    [title],
  );
};
