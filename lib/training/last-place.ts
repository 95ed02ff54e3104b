/** Where the reader was last, kept in a cookie for when only the dashboard's address is opened. */
export const lastPlaceCookie = 'spotdeck-last-place';

const yearInSeconds = 31_536_000;
const maxLength = 1_000;

/** The cookie as `document.cookie` takes it. @param path pathname with its query */
export const lastPlaceCookieOf = (path: string): string =>
  `${lastPlaceCookie}=${encodeURIComponent(path.length > maxLength ? (path.split('?', 1)[0] ?? '/') : path)}; path=/; max-age=${yearInSeconds}; samesite=lax`;

/**
 * The page in the cookie's value, which Next has decoded; undefined where it is none of this dashboard. Anyone can write a cookie: what a browser
 * could take for another site's address is no page.
 */
export const readLastPlace = (value: string | undefined): { path: string; backend: string } | undefined => {
  if (value === undefined || value.length > 3 * maxLength) return undefined;
  try {
    const url = new URL(value, 'http://dashboard');
    if (!/^\/[^/\\\s]/.test(value) || url.origin !== 'http://dashboard') return undefined;
    const [, backend = '', room] = url.pathname.split('/');
    return backend === '' || !room ? undefined : { path: url.pathname + url.search, backend };
  } catch {
    // No address.
    return undefined;
  }
};
