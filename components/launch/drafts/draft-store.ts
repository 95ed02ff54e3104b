import { keepText, keptText } from '@/components/shell/use-browser-text';
import { type KeptDraft, parseDrafts, withDraft, withoutDraft } from './kept-drafts';

export const draftsKey = 'spotdeck-launch-drafts';

// Read anew at each change: another tab may have written meanwhile.
export const keptDrafts = (): readonly KeptDraft[] => parseDrafts(keptText(draftsKey));

/** @returns false where the browser keeps nothing */
export const keepDraft = (draft: KeptDraft): boolean =>
  keepText(draftsKey, JSON.stringify(withDraft(keptDrafts(), draft)));

export const dropDraft = (id: string): void => {
  keepText(draftsKey, JSON.stringify(withoutDraft(keptDrafts(), id)));
};
