'use client';

import { useSyncExternalStore } from 'react';
import { KeyCaps } from '../keys/key-caps';
import { singleKeysText } from '../keys/free-stroke';
import { keyGroups, watchKeyGroups } from '../keys/key-registry';
import { keepText, useBrowserText } from '../use-browser-text';
import styles from './palette.module.css';
import { CloseButton, ShellDialog } from './shell-dialog';

const none: ReturnType<typeof keyGroups> = [];

interface KeysDialogProps {
  /** As this keyboard has them. */
  paletteKeys: readonly string[];
  onClose: () => void;
}

/** The keys of the page that is shown, and whether single ones are wanted. */
export const KeysDialog = ({ paletteKeys, onClose }: KeysDialogProps) => {
  const groups = useSyncExternalStore(watchKeyGroups, keyGroups, () => none);
  const isOff = useBrowserText(singleKeysText) === 'off';
  return (
    <ShellDialog label="Keys of this page" className={styles.keyTable} onClose={onClose}>
      <div className={styles.head}>
        <h2>Keys of this page</h2>
        <CloseButton />
      </div>
      {groups.map(({ title, keys }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <dl>
            {title === 'Everywhere' && (
              <div>
                <dt>Find a job, a page or an action</dt>
                <dd>
                  <KeyCaps keys={[paletteKeys.join(' ')]} />
                </dd>
              </div>
            )}
            {keys.map(({ label, keys: names }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <KeyCaps keys={names} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={!isOff}
          onChange={({ target }) => keepText(singleKeysText, target.checked ? 'on' : 'off')}
        />
        Single keys do something while nothing is typed
      </label>
    </ShellDialog>
  );
};
