/**
 * Keeps out what is malformed, and web pages of other origins. There is no login, and a page can make the browser
 * call 127.0.0.1, directly or by a name of its own that resolves there (DNS rebinding): so the Host header must be a
 * name of this very server, port included, and what a page asks for must come from a page of that same origin.
 */

/** A request as it arrived: nothing is decoded yet. */
export interface ArrivedRequest {
  method: string;
  /** The request's target, as in the request line. */
  target: string;
  /** Names and values in turn, as they arrived. */
  rawHeaders: readonly string[];
}

export interface Refusal {
  status: 400 | 403;
  /** A sentence for the reader. */
  reason: string;
}

/** Names under which this server is reached, each with its port, as they stand in Host. */
export const ownHosts = ({ host, port }: { host: string; port: number }): ReadonlySet<string> => {
  const names = [host, 'localhost', '127.0.0.1', '::1'].map((name) =>
    name.includes(':') ? `[${name}]` : name,
  );
  return new Set(names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));
};

/** @returns why the request is refused, or undefined where a route may see it. */
export const refusalOf = (request: ArrivedRequest, own: ReadonlySet<string>): Refusal | undefined => {
  const malformed = malformedIn(request);
  if (malformed !== undefined) return { status: 400, reason: malformed };
  const [host = ''] = valuesOf(request, 'host');
  if (!own.has(host.toLowerCase())) {
    const [name] = own;
    return looksLikeHost(host)
      ? {
          status: 403,
          reason: `Spotdeck answers to this machine's loopback names and its own port only: open http://${name}.`,
        }
      : { status: 400, reason: 'The Host header is not a host and a port.' };
  }
  const foreign = foreignPageOf(request, host.toLowerCase());
  return foreign === undefined ? undefined : { status: 403, reason: foreign };
};

const methods = new Set(['GET', 'HEAD', 'POST']);

const malformedIn = (request: ArrivedRequest): string | undefined => {
  const { method, target } = request;
  if (!methods.has(method)) return `Spotdeck has no use for the method ${method}.`;
  if (!target.startsWith('/')) return 'The address must begin with a slash.';
  if (/[\\\s\u0000-\u001f\u007f]/.test(target))
    return 'The address has characters that none can have unencoded.';
  const [path = '', ...query] = target.split('?');
  const decoded = decode(path);
  if (decoded === undefined || decode(query.join('?').replaceAll('+', ' ')) === undefined)
    return 'The address is not valid percent-encoded UTF-8.';
  if (/[\u0000-\u001f\u007f]/.test(decoded)) return 'The address names something with control characters.';
  for (const name of ['host', 'origin', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
    if (valuesOf(request, name).length > 1) return `The header ${name} is there twice.`;
  }
  return valuesOf(request, 'host').length === 0 ? 'The Host header is missing.' : undefined;
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    // The URIError is the answer.
    return undefined;
  }
};

/** `name:port`, `name`, or an IPv6 address in brackets; an address of numbers only must be one. */
const looksLikeHost = (host: string): boolean => {
  if (!/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host) || !URL.canParse(`http://${host}`))
    return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return !/^[\d.]+$/.test(name) || new URL(`http://${host}`).hostname === name;
};

/**
 * A page of another origin may lead a reader here, as a link does, and nothing else. A browser says by the Sec-Fetch
 * headers what asks; one that sends none sends Origin with all that could change something or be read. `same-site`
 * is another port of this machine, which is no friend.
 */
const foreignPageOf = (request: ArrivedRequest, host: string): string | undefined => {
  const reads = request.method !== 'POST';
  const [origin] = valuesOf(request, 'origin');
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`)
    return `Requests from pages of ${origin} are refused.`;
  const [site = 'none'] = valuesOf(request, 'sec-fetch-site');
  if (site === 'none' || site === 'same-origin') return undefined;
  const leadsHere =
    reads &&
    valuesOf(request, 'sec-fetch-mode')[0] === 'navigate' &&
    valuesOf(request, 'sec-fetch-dest')[0] === 'document';
  return leadsHere ? undefined : 'Requests from pages of other origins are refused.';
};

const valuesOf = ({ rawHeaders }: ArrivedRequest, name: string): string[] => {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
};
