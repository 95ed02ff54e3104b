import { isLoopback } from './settings.mjs';

/**
 * Keeps web pages of other sites out. There is no login, and a page can make the browser call 127.0.0.1,
 * directly or by a name of its own that resolves there (DNS rebinding): so the Host header must be a loopback
 * name, and what changes something must come from a page of this very server.
 * @returns why the request is refused, or undefined.
 */
export const refusalOf = (method: string, headers: Pick<Headers, 'get'>): string | undefined => {
  const host = headers.get('host');
  if (host === null || !isLoopback(nameOf(host))) {
    return `Spotdeck answers on this machine's loopback address only, not as "${host ?? ''}".`;
  }
  if (method === 'GET' || method === 'HEAD') return undefined;
  const origin = headers.get('origin');
  if (origin !== null && hostOf(origin) !== host.toLowerCase())
    return `Requests from pages of ${origin} are refused.`;
  if (headers.get('sec-fetch-site') === 'cross-site')
    return 'Requests from pages of other sites are refused.';
  return undefined;
};

/** The name in `name:port`, without the brackets of an IPv6 address. */
const nameOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
