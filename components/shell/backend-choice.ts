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

/** What names a backend where there is little room: of a Region, its code. */
export const shortLabelOf = ({ label }: BackendChoice): string => label.split(' · ').at(-1) ?? label;

/**
 * The page that is shown, on another backend: every page has the backend as its first path segment.
 * @param path pathname with its query, e.g. `/local/jobs?page=2`.
 */
export const samePageOn = (path: string, slug: string): string => {
  const [pathname = '', query] = path.split('?', 2);
  const rest = pathname.split('/').slice(2).join('/');
  return `/${slug}/${rest || 'jobs'}${query ? `?${query}` : ''}`;
};
