/**
 * A list that the browser keeps as JSON. Anyone can write there: what cannot be read is no entry, stays where it is for
 * the version that can read it, and is told of, until the reader has it removed.
 */
import { z } from 'zod';

export interface KeptList<Entry> {
  entries: readonly Entry[];
  /** As they were found. */
  unreadable: readonly unknown[];
}

/** So that the list cannot grow by what nobody can read. */
const maxUnreadable = 50;

export const readKeptList = <Entry>(text: string | null, schema: z.ZodType<Entry>): KeptList<Entry> => {
  if (text === null) return { entries: [], unreadable: [] };
  const found = z.array(z.unknown()).safeParse(jsonOf(text)).data ?? [text];
  const read = found.map((value) => ({ value, result: schema.safeParse(value) }));
  return {
    entries: read.flatMap(({ result }) => (result.success ? [result.data] : [])),
    unreadable: read.flatMap(({ value, result }) => (result.success ? [] : [value])).slice(0, maxUnreadable),
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
