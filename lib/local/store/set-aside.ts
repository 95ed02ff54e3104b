/**
 * The JSON documents of our own rows are read by a schema all the same: a hand, another version or a broken disk may
 * have written them. One that cannot be read leaves its table for `set_aside`, so that it harms no list and is not lost.
 */
import { type z } from 'zod';
import { type Sqlite } from './database';

const told = new WeakMap<Sqlite, (sentence: string) => void>();

/** @param say is given a sentence for the reader about each document of these records that is set aside. */
export const onSetAside = (database: Sqlite, say: (sentence: string) => void): void => {
  told.set(database, say);
};

interface DocumentKind<Stored> {
  schema: z.ZodType<Stored>;
  /** For the reader: `training job mnist-1`. */
  title: (key: string) => string;
  /** Takes the row out of its table. */
  remove: (key: string) => void;
}

/** @returns reads the document of a row; undefined for one that it has set aside. */
export const createDocumentReader = <Stored>(
  database: Sqlite,
  { schema, title, remove }: DocumentKind<Stored>,
): ((key: string, text: string) => Stored | undefined) => {
  database.exec(
    `CREATE TABLE IF NOT EXISTS set_aside (
      title TEXT NOT NULL, document TEXT NOT NULL, reason TEXT NOT NULL,
      at INTEGER NOT NULL DEFAULT (unixepoch() * 1000)
    )`,
  );
  const insert = database.prepare('INSERT INTO set_aside (title, document, reason) VALUES (?, ?, ?)');
  return (key, text) => {
    const read = schema.safeParse(jsonOf(text));
    if (read.success) return read.data;
    const reason = reasonOf(read.error);
    insert.run(title(key), text, reason);
    remove(key);
    const say = told.get(database) ?? console.error;
    say(`The record of ${title(key)} cannot be read (${reason}). It was set aside in the records.`);
    return undefined;
  };
};

/** Undefined, which no schema takes, where the text is no JSON. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Said by the schema, as of every other document that is none.
    return undefined;
  }
};

const reasonOf = ({ issues: [first] }: z.ZodError): string =>
  first === undefined || first.path.length === 0
    ? 'it is no record'
    : `${first.path.join('.')}: ${first.message}`;
