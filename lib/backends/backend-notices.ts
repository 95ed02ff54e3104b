import 'server-only';
import { type Backend } from '../aws/backends';
import { readNotices } from '../aws/capabilities';
import { isCatalogPreparing } from '../backfill/catalog-ready';
import { catalogDatabase } from '../backfill/job-catalog';

/** A state that every page of a backend tells of. */
export interface Notice {
  message: string;
  kind: string;
}

/**
 * What a person should know whatever page they look at: a full disk, records that were set aside. A backend that
 * does not answer has none: that it is down is reported by what the page asks of it.
 */
export const backendNotices = async (backend: Backend): Promise<Notice[]> => {
  // As above: a backend that is down has no notices.
  const told: Notice[] = await Promise.race([readNotices(backend).catch(() => []), soon<Notice[]>([])]);
  const notices = told.map(({ message, kind }) => ({ message, kind }));
  if (isCatalogPreparing()) {
    notices.push({
      kind: 'catalog-preparing',
      message:
        'The index of jobs is being brought to the layout of this version, which of a million jobs takes a minute. ' +
        'Pages show their content then.',
    });
    return notices;
  }
  if (catalogDatabase().inMemorySince() !== undefined) {
    notices.push({
      kind: 'disk-full',
      message:
        'The disk that holds the data folder is full: the index of jobs is kept in memory until there is room. ' +
        'Nothing is lost that cannot be read again.',
    });
  }
  const newer = catalogDatabase().newerVersion();
  if (newer !== undefined) {
    notices.push({
      kind: 'newer-catalog',
      message:
        `The index of jobs in the data folder was written by a later Spotdeck (version ${newer} of its layout). ` +
        'It is left as it is, and an index of its own is used until Spotdeck is updated.',
    });
  }
  return notices;
};

/** No page waits longer for them. */
const maxWaitMs = 500;

const soon = <Value>(value: Value): Promise<Value> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), maxWaitMs).unref();
  });
