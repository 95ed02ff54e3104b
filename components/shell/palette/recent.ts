/** What was chosen in the palette lately, newest first, by the ids of its entries; kept by the browser. */

export const recentText = 'spotdeck-recent';

const maxRecent = 6;
/** A job's entry has a backend and a name of up to 63 characters in its id. */
const maxLength = 120;

/** What was kept; anyone can write there, and what cannot be read is left out. */
export const parseRecent = (text: string | null): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept
      .filter((id): id is string => typeof id === 'string' && id.length <= maxLength)
      .slice(0, maxRecent);
  } catch {
    // Text that another program, or a hand, has put there.
    return [];
  }
};

/** As it is kept, once the entry was chosen. */
export const withRecent = (recent: readonly string[], id: string): string =>
  JSON.stringify([id, ...recent.filter((other) => other !== id)].slice(0, maxRecent));

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
