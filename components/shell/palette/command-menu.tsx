'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { type BackendChoice, type CurrentBackend } from '../backend-choice';
import { isUnderDialog } from '../keys/free-stroke';
import { useKeyListener, usePageKeys } from '../keys/use-page-keys';
import { useNotifications } from '../notifications';
import { useHydrated } from '../use-hydrated';
import type * as dialogs from './dialogs';
import { type FindJobs } from './found-jobs';
import styles from './palette.module.css';

interface CommandMenuProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  findJobs: FindJobs;
}

type Dialogs = typeof dialogs;
type Shown = 'palette' | 'keys';

/** The way to the palette and to the list of keys, whose code is loaded when they are first asked for. */
export const CommandMenu = (props: CommandMenuProps) => {
  const notifications = useNotifications();
  const isMac = useHydrated() && /^(Mac|iP)/.test(navigator.platform);
  const [loaded, setLoaded] = useState<Dialogs>();
  const [shown, setShown] = useState<Shown>();
  const show = async (wanted: Shown) => {
    try {
      setLoaded(loaded ?? (await import('./dialogs')));
      setShown(wanted);
    } catch (error) {
      console.warn('the palette could not be loaded:', error);
      notifications.error({
        id: 'palette-unavailable',
        header: 'The palette could not be loaded',
        content: 'The dashboard did not answer. Is it still running?',
      });
    }
  };
  // A dialog may have given way to another one before the browser says that it is closed.
  const closed = (which: Shown) => () => setShown((now) => (now === which ? undefined : now));

  useKeyListener();
  usePageKeys('Everywhere', [{ keys: ['?'], label: 'Show these keys', run: () => void show('keys') }]);
  const take = useEffectEvent((event: KeyboardEvent) => {
    const { ctrlKey, metaKey, altKey, shiftKey, key, repeat } = event;
    const isAsked = (isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey;
    if (!isAsked || key.toLowerCase() !== 'k' || event.defaultPrevented) return;
    if (shown !== 'palette' && isUnderDialog()) return;
    event.preventDefault();
    if (!repeat && shown === undefined) void show('palette');
  });
  useEffect(() => {
    document.addEventListener('keydown', take);
    return () => document.removeEventListener('keydown', take);
  }, []);

  const paletteKeys = isMac ? ['⌘', 'K'] : ['Ctrl', 'K'];
  return (
    <>
      <button
        type="button"
        className={styles.opener}
        aria-haspopup="dialog"
        aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
        onClick={() => void show('palette')}
      >
        <svg
          viewBox="0 0 16 16"
          width="16"
          height="16"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          aria-hidden
        >
          <circle cx="7" cy="7" r="5" />
          <path d="m11 11 4 4" />
        </svg>
        <span className={styles.openerText}>Find</span>
        <span className={styles.unseen}> a job, a page or an action</span>
        <kbd className={styles.openerKeys} aria-hidden>
          {paletteKeys.join(' ')}
        </kbd>
      </button>
      {loaded && shown === 'palette' && (
        <loaded.CommandPalette {...props} showKeys={() => setShown('keys')} onClose={closed('palette')} />
      )}
      {loaded && shown === 'keys' && <loaded.KeysDialog paletteKeys={paletteKeys} onClose={closed('keys')} />}
    </>
  );
};
