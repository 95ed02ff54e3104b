import { allSlug } from '@/lib/training/backend-slug';

/** A backend as the shell shows it. */
export interface BackendChoice {
  /** First path segment of every page. */
  slug: string;
  label: string;
  /** Set where the backend cannot be asked: why, and what to do about it. */
  unavailable?: { reason: string; remedy: string };
  /** Of another account than the one that is looked at. */
  isOtherAccount?: true;
}

/** The backend of the page that is shown. */
export interface CurrentBackend extends BackendChoice {
  /** Spot prices and capacity waits are modelled; training is real. */
  simulatedSpotMarket: boolean;
  /** What holds for every page, such as a full disk. */
  notices: readonly { kind: string; message: string }[];
}

/** All that the reader chooses, together: it is looked at and never asked itself. */
export const allBackends: BackendChoice = { slug: allSlug, label: 'All accounts and Regions' };

/** Pages that there are of several backends, behind the slash. */
const roomsOfAll: ReadonlySet<string> = new Set(['jobs', 'savings', 'waste']);

/** What names a backend where there is little room: of a Region, its code. */
export const shortLabelOf = ({ slug, label }: BackendChoice): string =>
  slug === allSlug ? 'All accounts' : (label.split(' · ').at(-1) ?? label);

/**
 * The page that is shown, on another backend: every page has the backend as its first path segment.
 * @param path pathname with its query, e.g. `/local/jobs?page=2`.
 */
export const samePageOn = (path: string, slug: string): string => {
  const [pathname = '', query] = path.split('?', 2);
  const rest = pathname.split('/').slice(2).join('/');
  if (slug === allSlug && !roomsOfAll.has(rest)) return `/${slug}/jobs`;
  const kept = query && pathname.startsWith(`/${allSlug}/`) ? ofOne(query) : query;
  return `/${slug}/${rest || 'jobs'}${kept ? `?${kept}` : ''}`;
};

/** Without what only a page of several backends has. */
const ofOne = (query: string): string => {
  const params = new URLSearchParams(query);
  for (const name of ['in', 'where']) params.delete(name);
  return params.toString();
};
