/** What the palette offers, and which of it a text asks for. */

export type EntryGroup = 'Recent' | 'Pages' | 'Actions' | 'Jobs';

export interface PaletteEntry {
  /** Unique among all, and the same at each visit: it is what is kept of what was chosen. */
  id: string;
  group: EntryGroup;
  label: string;
  /** What else it is found by. */
  words?: string;
  /** Beside the label. */
  hint?: string;
  /** Shown only to those who ask for it. */
  onlyWhenAsked?: true;
  /** Why it cannot be chosen. */
  disabled?: string;
  /** Where it leads, or what it does. */
  href?: string;
  run?: () => void;
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether each word of the text is somewhere in the other one. */
export const holdsWords = (text: string, inText: string): boolean => {
  const lower = inText.toLowerCase();
  return wordsOf(text).every((word) => lower.includes(word));
};

/** 0 is best: the label begins with the text, or a word of it does. */
const rankOf = (text: string, { label }: PaletteEntry): number => {
  const [asked, lower] = [text.trim().toLowerCase(), label.toLowerCase()];
  if (lower.startsWith(asked)) return 0;
  return wordsOf(label).some((word) => word.startsWith(asked)) ? 1 : 2;
};

/** Entries that a text asks for, the best first; without a text all but those that are shown only when asked for. */
export const entriesFor = (text: string, entries: readonly PaletteEntry[]): PaletteEntry[] =>
  text.trim() === ''
    ? entries.filter(({ onlyWhenAsked }) => !onlyWhenAsked)
    : entries
        .filter(({ label, words = '' }) => holdsWords(text, `${label} ${words}`))
        .map((entry) => ({ entry, rank: rankOf(text, entry) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ entry }) => entry);

/** Entries in groups, each group where its first entry stands. */
export const inGroups = (
  entries: readonly PaletteEntry[],
): { group: EntryGroup; entries: PaletteEntry[] }[] =>
  [...new Set(entries.map(({ group }) => group))].map((group) => ({
    group,
    entries: entries.filter((entry) => entry.group === group),
  }));

/** The entry that a key leads to: past an end it goes on at the other one. Absent where there is none. */
export const stepEntry = (
  entries: readonly PaletteEntry[],
  current: string | undefined,
  key: 'ArrowDown' | 'ArrowUp' | 'Home' | 'End' | 'PageDown' | 'PageUp',
): string | undefined => {
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === current),
  );
  const last = entries.length - 1;
  const next = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at === 0 ? last : at - 1,
    Home: 0,
    End: last,
    PageDown: Math.min(last, at + 8),
    PageUp: Math.max(0, at - 8),
  }[key];
  return entries[next]?.id;
};
