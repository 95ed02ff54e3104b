import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { type Duplex } from 'node:stream';
import compression, { type CompressionFilter } from 'compression';
import { type ActionRefusal, type ActionRules, readAction } from './action-request';
import { deferScripts } from './late-scripts';
import { ownHosts, type Refusal, refusalOf } from './request-guard';
import { isRouterState } from './router-state';
import { contentSecurityPolicy, fixedSecurityHeaders } from './security-headers';
import { isUpload, uploadRefusal } from './upload-request';

interface DashboardServerOptions {
  host: string;
  port: number;
  dev: boolean;
  /** Answers what the guard lets through. */
  handle: RequestListener;
  /** Without them every POST reaches the handler as it is. */
  actions?: ActionRules;
  /** Answers what is a file of the build; false where it is none. */
  files?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Takes over a connection that is to become a web socket; without it there are none. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/**
 * The dashboard's HTTP server: every request passes the guard before anything else looks at it, and every answer has
 * the security headers, those to what is not even HTTP too. It does not listen yet.
 */
export const createDashboardServer = ({
  host,
  port,
  dev,
  handle,
  actions,
  files,
  upgrade,
}: DashboardServerOptions): Server => {
  const own = ownHosts({ host, port });
  const policyOf = (nonce: string) => contentSecurityPolicy({ nonce, dev });
  const newPolicy = () => policyOf(newNonce());
  const compress = compression({ filter: isCompressed });

  // A request without Host is refused here, with headers, rather than by Node, without.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const nonce = newNonce();
    const policy = policyOf(nonce);
    for (const [name, value] of fixedSecurityHeaders) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policy);
    const refusal = refusalOf(arrived(request), own);
    if (refusal) {
      response.writeHead(refusal.status, plainText).end(`${refusal.reason}\n`);
      return;
    }
    if (!isRouterState(request.headers['next-router-state-tree'])) {
      response.writeHead(400, plainText).end('The state of the navigation cannot be read.\n');
      return;
    }
    if (files?.(request, response)) return;
    compress(request, response, () => undefined);
    if (!dev) deferScripts(response, nonce);
    dropForwardedHeaders(request);
    request.url = withoutProto(request.url ?? '');
    // Where Next and the root layout find the nonce for their scripts.
    request.headers['content-security-policy'] = policy;
    request.headers['x-nonce'] = nonce;
    if (!actions || request.method !== 'POST') handle(request, response);
    else if (isUpload(request)) {
      const refused = uploadRefusal(request);
      if (refused) refuse(request, response, refused);
      else handle(request, response);
    } else void handleAction(request, response, actions, handle);
  });

  const refuseRaw = (socket: Duplex, refusal: Pick<Refusal, 'reason'> & { status: number }) =>
    socket.end(rawAnswer(refusal, newPolicy()));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refusalOf(arrived(request), own);
    if (refusal) refuseRaw(socket, refusal);
    else if (upgrade) upgrade(request, socket, head);
    else refuseRaw(socket, { status: 400, reason: 'There is no web socket here.' });
  });
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    refuseRaw(socket, { status: 400, reason: 'Spotdeck is no proxy.' });
  });
  server.on('checkExpectation', (_request, response) => {
    for (const [name, value] of fixedSecurityHeaders) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', newPolicy());
    response.writeHead(417, plainText).end('Spotdeck cannot do what the header Expect asks for.\n');
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else refuseRaw(socket, parseFailure(error.code));
  });
  return server;
};

/** An event is sent when it happens: compressed, it would wait for the next ones. */
const isCompressed: CompressionFilter = (request, response) =>
  !String(response.getHeader('content-type')).startsWith('text/event-stream') &&
  compression.filter(request, response);

const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

const handleAction = async (
  request: IncomingMessage,
  response: ServerResponse,
  actions: ActionRules,
  handle: RequestListener,
): Promise<void> => {
  try {
    const read = await readAction(request, actions);
    if (!('reason' in read)) return void handle(read, response);
    if (read.isUnknownAction) response.setHeader('x-nextjs-action-not-found', '1');
    refuse(request, response, read);
  } catch {
    // The caller has gone while it sent.
    response.destroy();
  }
};

const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason }: Pick<ActionRefusal, 'status' | 'reason'>,
): void => {
  // What has not been read is not waited for.
  if (!request.complete) response.setHeader('Connection', 'close');
  response.writeHead(status, plainText).end(`${reason}\n`);
};

const newNonce = () => randomBytes(16).toString('base64');

const arrived = ({ method = '', url = '', rawHeaders }: IncomingMessage) => ({
  method,
  target: url,
  rawHeaders,
});

/** Nothing stands between the reader and this server: who sends these headers makes them up. */
const dropForwardedHeaders = (request: IncomingMessage): void => {
  for (const name of Object.keys(request.headers)) {
    if (name === 'forwarded' || name.startsWith('x-forwarded-'))
      Reflect.deleteProperty(request.headers, name);
  }
};

/**
 * Next keeps the parameters of an address in an object, whose prototype one called `__proto__` would change: a page
 * would find a function where no parameter of that name is.
 */
const withoutProto = (target: string): string => {
  const [path = '', ...query] = target.split('?');
  const isKept = (part: string) => !new URLSearchParams(part).has('__proto__');
  const kept = query.join('?').split('&').filter(isKept).join('&');
  return kept === '' ? path : `${path}?${kept}`;
};

/** What Node's parser made of a request, as Node itself answers. */
const parseFailure = (code: string | undefined): { status: number; reason: string } => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { status: 431, reason: 'The address and the headers are longer than 16 KB.' };
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') {
    return { status: 413, reason: 'The extensions of a chunk are too long.' };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { status: 408, reason: 'The request did not arrive in time.' };
  }
  return { status: 400, reason: 'The request is not valid HTTP.' };
};

const rawAnswer = ({ status, reason }: { status: number; reason: string }, policy: string): string => {
  const body = `${reason}\n`;
  const headers = [
    ...fixedSecurityHeaders,
    ['Content-Security-Policy', policy],
    ...Object.entries(plainText),
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ];
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n\r\n${body}`;
};
