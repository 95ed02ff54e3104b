import { type KeptList, keptListText } from '@/components/shell/kept-list';
import { keepText, keptText } from '@/components/shell/use-browser-text';
import { type KeptDraft, parseDrafts, withDraft, withoutDraft } from './kept-drafts';

export const draftsKey = 'spotdeck-launch-drafts';

// Read anew at each change: another tab may have written meanwhile.
export const readDrafts = (): KeptList<KeptDraft> => parseDrafts(keptText(draftsKey));

export const keptDrafts = (): readonly KeptDraft[] => readDrafts().entries;

const write = (change: (kept: KeptList<KeptDraft>) => Partial<KeptList<KeptDraft>>): boolean => {
  const kept = readDrafts();
  return keepText(draftsKey, keptListText({ ...kept, ...change(kept) }));
};

/** @returns false where the browser keeps nothing */
export const keepDraft = (draft: KeptDraft): boolean =>
  write(({ entries }) => ({ entries: withDraft(entries, draft) }));

export const dropDraft = (id: string): void => {
  write(({ entries }) => ({ entries: withoutDraft(entries, id) }));
};

export const dropUnreadableDrafts = (): void => {
  write(() => ({ unreadable: [] }));
};
