'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
import { keptListText } from '../kept-list';
import { UnreadableNotice } from '../unreadable-notice';
import { keepText, useBrowserText } from '../use-browser-text';
import { type BackendChoice, type CurrentBackend } from '../backend-choice';
import { type PaletteEntry, stepEntry } from './entries';
import { EntryList } from './entry-list';
import { type FindJobs } from './found-jobs';
import styles from './palette.module.css';
import { parseRecent, recentText, withRecent } from './recent';
import { CloseButton, closeDialogAround, ShellDialog } from './shell-dialog';
import { useEntries } from './use-entries';
import { useFoundJobs } from './use-found-jobs';

interface CommandPaletteProps {
  backends: readonly BackendChoice[];
  current: CurrentBackend;
  findJobs: FindJobs;
  showKeys: () => void;
  onClose: () => void;
}

/** Finds jobs, pages and actions by what is typed. */
export const CommandPalette = (props: CommandPaletteProps) => (
  <ShellDialog label="Jobs, pages and actions" className={styles.palette} onClose={props.onClose}>
    <PaletteContent {...props} />
  </ShellDialog>
);

const steps = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'] as const;

const PaletteContent = ({ backends, current, findJobs, showKeys }: CommandPaletteProps) => {
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState('');
  const [moved, setMoved] = useState<string>();
  const recent = parseRecent(useBrowserText(recentText));
  const keep = (list: typeof recent) => keepText(recentText, keptListText(list));
  const found = useFoundJobs(findJobs, text.trim());
  const entries = useEntries({ text, backends, current, ...found, recent: recent.entries, showKeys });
  const active = entries.find(({ id }) => id === moved) ?? entries[0];

  const choose = (entry: PaletteEntry, event: KeyboardEvent | MouseEvent) => {
    const { ctrlKey, metaKey, currentTarget } = event;
    if (entry.disabled !== undefined) return;
    keep(withRecent(recent, entry.id));
    // The focus goes back first, so that what comes next can take it.
    closeDialogAround(currentTarget);
    if (entry.href !== undefined && (ctrlKey || metaKey)) window.open(entry.href, '_blank', 'noopener');
    else if (entry.href !== undefined) router.push(entry.href);
    else entry.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = steps.find((key) => key === event.key);
    if (step) setMoved(stepEntry(entries, active?.id, step));
    else if (event.key === 'Enter' && active) choose(active, event);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.field}>
        <input
          type="text"
          role="combobox"
          aria-label="Find a job, a page or an action"
          aria-autocomplete="list"
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-activedescendant={active && `${listId}-${active.id}`}
          placeholder="Find a job, a page or an action"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setMoved(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <CloseButton />
      </div>
      <EntryList id={listId} entries={entries} active={active?.id} onChoose={choose} onPoint={setMoved} />
      <p className={styles.status} role="status">
        {statusOf(entries, found)}
        {found.error && (
          <button type="button" className={styles.retry} onClick={found.retry}>
            Try again
          </button>
        )}
      </p>
      <UnreadableNotice
        count={recent.unreadable.length}
        what="recent choice"
        onRemove={() => keep({ ...recent, unreadable: [] })}
      />
    </>
  );
};

/** What is said of the jobs: they come later than the rest, or not at all. */
const statusOf = (
  entries: readonly PaletteEntry[],
  { waiting, isReading, error }: ReturnType<typeof useFoundJobs>,
): string => {
  if (error) return `The jobs could not be looked up. ${error.message} `;
  if (waiting) return 'Looking for jobs …';
  if (isReading) return 'The jobs are being read for the first time: there may be more.';
  if (entries.length === 0) return 'No job, page or action has this in its name.';
  return `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}. Enter opens, with Ctrl or ⌘ in a new tab.`;
};
