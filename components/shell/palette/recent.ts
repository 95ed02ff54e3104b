/** What was chosen in the palette lately, newest first, by the ids of its entries; kept by the browser. */

import { z } from 'zod';
import { type KeptList, readKeptList } from '../kept-list';

export const recentText = 'spotdeck-recent';

const maxRecent = 6;
/** A job's entry has a name of up to 63 characters in its id, and a backend whose profile may have any name. */
const maxLength = 480;

/** The ids that entries have: `use-entries.ts`. */
const idSchema = z
  .string()
  .max(maxLength)
  .regex(/^(?:(?:job|page|theme|backend):.|keys$|jobs-that-match$)/);

/** What was kept, newest first. */
export const parseRecent = (text: string | null): KeptList<string> => {
  const { entries, unreadable } = readKeptList(text, (value) => idSchema.safeParse(value).data);
  return { entries: entries.slice(0, maxRecent), unreadable };
};

/** With the entry that was chosen. */
export const withRecent = ({ entries, unreadable }: KeptList<string>, id: string): KeptList<string> => ({
  entries: [id, ...entries.filter((other) => other !== id)].slice(0, maxRecent),
  unreadable,
});

/** @param name a job's, which says nothing of what else there may be in an address */
export const jobEntryId = (backend: string, name: string): string => `job:${backend}/${name}`;

/** The job of an entry of any backend, and which it is; undefined where it is none. */
export const anyJobOfEntry = (id: string): { backend: string; name: string } | undefined => {
  const [, backend = ''] = /^job:([\w.~-]+)\//.exec(id) ?? [];
  const name = jobOfEntry(backend, id);
  return name === undefined ? undefined : { backend, name };
};

/** The job of an entry of this backend; undefined where it is none. */
export const jobOfEntry = (backend: string, id: string): string | undefined => {
  const start = jobEntryId(backend, '');
  const name = id.slice(start.length);
  return id.startsWith(start) && /^[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(name) ? name : undefined;
};
