'use client';

import { type RefObject } from 'react';
import { usePageKeys } from '@/components/shell/keys/use-page-keys';

/**
 * Keys that move through the rows of the job list. The row in hand is the one that holds the focus, which stays with
 * its job while the list changes: so Enter opens it as it opens any link.
 */
export const useRowKeys = (list: RefObject<HTMLElement | null>): void => {
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('tbody tr:has(th a)') ?? [])];
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));
  const step = (by: 1 | -1) => (key: string) => {
    const all = rows();
    const at = current();
    if (at === -1 && key.startsWith('Arrow') && !isNothingFocused()) return false;
    const next = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    next.querySelector<HTMLElement>('th a')?.focus({ preventScroll: true });
    bringIntoSight(next, list.current);
    return true;
  };
  usePageKeys('List of jobs', [
    { keys: ['ArrowDown', 'j'], label: 'Next job', repeats: true, run: step(1) },
    { keys: ['ArrowUp', 'k'], label: 'Job before', repeats: true, run: step(-1) },
    {
      keys: ['Enter'],
      label: 'Open the job',
      // The link does it by itself.
      run: () => false,
    },
    {
      keys: ['x'],
      label: 'Tick the job',
      run: () => {
        const row = rows()[current()];
        row?.querySelector<HTMLElement>('input[type=checkbox]')?.click();
        // A press moves the focus to the box.
        row?.querySelector<HTMLElement>('th a')?.focus({ preventScroll: true });
        return row !== undefined;
      },
    },
  ]);
};

/** Arrows belong to what has the focus; a part of the page that only skipping to it has focused is nothing. */
const isNothingFocused = () => document.activeElement?.matches('body, main *[tabindex="-1"]') ?? true;

/** The sticky header, which lies over the rows, is a copy of the table's head that readers of the screen skip. */
const bringIntoSight = (row: HTMLElement, list: HTMLElement | null): void => {
  row.scrollIntoView({ block: 'nearest' });
  const head = list?.querySelector('div[aria-hidden=true]:has(> table)')?.getBoundingClientRect();
  const under = (head?.bottom ?? 0) - row.getBoundingClientRect().top;
  if (under > 0) window.scrollBy({ top: -under });
};
