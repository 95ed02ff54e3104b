'use client';

import { type MouseEvent, useEffect, useRef } from 'react';
import { inGroups, type PaletteEntry } from './entries';
import styles from './palette.module.css';

interface EntryListProps {
  /** Each option's id begins with it. */
  id: string;
  entries: readonly PaletteEntry[];
  /** Id of the entry that Enter chooses. */
  active: string | undefined;
  onChoose: (entry: PaletteEntry, event: MouseEvent) => void;
  onPoint: (id: string) => void;
}

/** The palette's choices, in groups. The focus stays in the field above them. */
export const EntryList = ({ id, entries, active, onChoose, onPoint }: EntryListProps) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Jobs, pages and actions"
      className={styles.list}
      hidden={entries.length === 0}
    >
      {inGroups(entries).map(({ group, entries: ofGroup }) => (
        <div key={group} role="group" aria-labelledby={`${id}-of-${group}`}>
          <div id={`${id}-of-${group}`} role="presentation" className={styles.group}>
            {group}
          </div>
          {ofGroup.map((entry) => (
            <div
              key={entry.id}
              id={`${id}-${entry.id}`}
              role="option"
              aria-selected={entry.id === active}
              aria-disabled={entry.disabled !== undefined}
              className={styles.entry}
              // Under a pointer that rests, the list moves by itself: only a pointer that moves points.
              onPointerMove={() => {
                if (entry.id !== active) onPoint(entry.id);
              }}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={(event) => onChoose(entry, event)}
            >
              <span className={styles.label}>{entry.label}</span>
              {(entry.disabled ?? entry.hint) !== undefined && (
                <span className={styles.hint}>{entry.disabled ?? entry.hint}</span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
};
