import { type JobPage } from '@/lib/training/job-list';

/** Rows may be this old, in ms, when they are turned to: the stream of their own page corrects them at once. */
const maxAgeMs = 60_000;
/** Asked for again, in ms, by who only might turn to them. */
const freshMs = 10_000;

interface Fetched {
  page: Promise<JobPage | undefined>;
  /** Once it has come. */
  come?: JobPage;
  /** Ms since the epoch. */
  at: number;
}

interface PagesAhead {
  /** Has a page fetched that may be turned to, unless it was just now. */
  want: (address: string) => void;
  /** A page that has come; undefined where it has not, or is too old. */
  atHand: (address: string) => JobPage | undefined;
  /** A page that is turned to; undefined where it could not be read. */
  take: (address: string) => Promise<JobPage | undefined>;
}

/**
 * Pages of a list that are fetched before they are turned to.
 * @param read undefined where the page could not be read; must not throw
 * @param now ms since the epoch
 */
export const createPagesAhead = (
  read: (address: string) => Promise<JobPage | undefined>,
  now: () => number,
): PagesAhead => {
  const fetched = new Map<string, Fetched>();
  const get = (address: string, maxAge: number): Promise<JobPage | undefined> => {
    for (const [key, { at }] of fetched) if (now() - at > maxAgeMs) fetched.delete(key);
    const cached = fetched.get(address);
    if (cached && now() - cached.at <= maxAge) return cached.page;
    const page = read(address);
    const entry: Fetched = { page, at: now() };
    fetched.set(address, entry);
    void page.then((value) => {
      entry.come = value;
      // What failed is asked for again.
      if (value === undefined && fetched.get(address) === entry) fetched.delete(address);
    });
    return page;
  };
  return {
    atHand: (address) => {
      const existing = fetched.get(address);
      return existing && now() - existing.at <= maxAgeMs ? existing.come : undefined;
    },
    want: (address) => void get(address, freshMs),
    take: (address) => get(address, maxAgeMs),
  };
};
