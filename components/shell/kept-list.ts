/**
 * A list that the browser keeps as JSON. Anyone can write there: what cannot be read is no entry, stays where it is for
 * the version that can read it, and is told of, until the reader has it removed.
 */

export interface KeptList<Entry> {
  entries: readonly Entry[];
  /** As they were found. */
  unreadable: readonly unknown[];
}

/** So that the list cannot grow by what nobody can read. */
const maxUnreadable = 50;

/** Reads one entry; undefined where it is none. */
type ReadEntry<Entry> = (value: unknown) => Entry | undefined;

export const readKeptList = <Entry>(text: string | null, readEntry: ReadEntry<Entry>): KeptList<Entry> => {
  if (text === null) return { entries: [], unreadable: [] };
  const json = jsonOf(text);
  const found: readonly unknown[] = Array.isArray(json) ? json : [text];
  const read = found.map((value) => ({ value, entry: readEntry(value) }));
  return {
    entries: read.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
    unreadable: read
      .flatMap(({ value, entry }) => (entry === undefined ? [value] : []))
      .slice(0, maxUnreadable),
  };
};

/** As the browser keeps it. */
export const keptListText = ({ entries, unreadable }: KeptList<unknown>): string =>
  JSON.stringify([...entries, ...unreadable]);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Text that another program, or a hand, has put there: it is kept as one entry.
    return undefined;
  }
};
