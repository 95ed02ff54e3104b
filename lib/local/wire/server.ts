/**
 * The one HTTP server of the local backend. Every request passes the loopback guard, gets a request id, and
 * ends in a reply: an error that no service meant becomes InternalFailure, with its details in the log only.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Route, routeOf, type WireServices } from './dispatch';
import { AwsError } from '../core/aws-error';
import { writeRestJsonError } from './json-protocol';
import { guardLoopback } from './loopback-guard';
import { ClientGone } from './request-body';
import { rawQueryOf, readTarget } from './request-target';
import type { RequestContext } from './service';
import { signingScopeOf } from './signing-scope';

export const localAccountId = '000000000000';
export const localRegion = 'us-east-1';

export interface WireServerOptions extends WireServices {
  /** A loopback address. */
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** What a service did not mean, in words for the caller; undefined where nothing is known of it. */
  explain?: (error: unknown) => AwsError | undefined;
  /** Requests wait for this before they are answered; without it they are answered at once. */
  ready?: Promise<void>;
  /** Origins of web pages that may call, in lower case; all others are refused. Default: none. */
  trustedOrigins?: readonly string[];
}

export interface WireServer {
  port: number;
  /** Without a slash at its end. */
  url: string;
  /** Takes no more requests and resolves once the last one ended, at the latest after two seconds. */
  close(): Promise<void>;
}

const closingGraceMs = 2000;

/** Listens once it resolves; rejects with Node's error (EADDRINUSE and so on). */
export const createWireServer = async (options: WireServerOptions): Promise<WireServer> => {
  const server = createServer(
    // Clients keep connections for a minute or more; the server must not be the first to hang up.
    { keepAliveTimeout: 120_000, requestTimeout: 600_000, headersTimeout: 30_000, maxHeaderSize: 64 * 1024 },
    (request, response) => void answer(options, request, response),
  );
  // Node would leave out what comes after the 2,000th; the size bounds their number.
  server.maxHeadersCount = 0;
  server.on('connect', (_request, socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  );
  await listen(server, options.port, options.host);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a server that listens on a port has no other address
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://${options.host}:${port}`, close: () => close(server) };
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    const force = setTimeout(() => server.closeAllConnections(), closingGraceMs);
    server.close((error) => {
      clearTimeout(force);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });

/** An object that a browser opens runs no script, and no page embeds it: its origin is this whole server. */
const safetyHeaders: readonly (readonly [string, string])[] = [
  ['content-security-policy', "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"],
  ['x-content-type-options', 'nosniff'],
  ['cross-origin-resource-policy', 'same-origin'],
];

const answer = async (
  services: WireServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const context = openContext(request);
  response.setHeader('x-amzn-requestid', context.requestId);
  for (const [name, value] of safetyHeaders) response.setHeader(name, value);
  // S3 gets what nobody claims: so a path or a query that cannot be read is its, and it answers in XML.
  const unclaimed = services.restServices.at(-1);
  let renderError: Route['renderError'] = (error) =>
    unclaimed && error.code === 'InvalidURI'
      ? unclaimed.renderError(error, response, context)
      : writeRestJsonError(error, response, context);
  try {
    const target = readTarget(request);
    guardLoopback(request, target, services.trustedOrigins ?? []);
    await services.ready;
    const route = routeOf(services, request, target, response, context);
    renderError = route.renderError;
    await route.answer();
  } catch (error) {
    if (request.headers.connection?.toLowerCase() === 'close') await drain(request);
    const explained = error instanceof AwsError ? undefined : services.explain?.(error);
    answerError(explained ?? error, request, response, context, renderError);
  }
};

/** What Node would cut off with the connection before the client, still sending, has read the error. */
const drainedBytes = 16 * 1024 * 1024;
const drainingMs = 3000;

const drain = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    let bytes = 0;
    const timer = setTimeout(resolve, drainingMs);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > drainedBytes) resolve();
    });
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve());
    request.resume();
    request.once('close', () => clearTimeout(timer));
  });

const answerError = (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  renderError: Route['renderError'],
): void => {
  // A request that was destroyed has no socket any more, whatever its type says.
  const socket = request.socket as typeof request.socket | null;
  const gone = error instanceof ClientGone || (socket?.destroyed ?? true) || response.destroyed;
  if (gone && !(error instanceof AwsError)) {
    response.destroy();
    return;
  }
  if (!(error instanceof AwsError)) logFailure(error, request, context);
  if (response.headersSent) {
    // The status is out already: only a broken connection can still say that the body is not whole.
    response.destroy();
    return;
  }
  const shown =
    error instanceof AwsError
      ? error
      : new AwsError(
          'InternalFailure',
          `The local backend failed; its log has request ${context.requestId}.`,
        );
  // Some clients read nothing before they have sent everything: what is left of the body has to go somewhere.
  request.resume();
  try {
    renderError(shown);
  } catch (failure) {
    logFailure(failure, request, context);
    response.destroy();
  }
};

const logFailure = (error: unknown, request: IncomingMessage, context: RequestContext): void => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const target = request.headers['x-amz-target'] ?? '';
  console.error(`request ${context.requestId} ${request.method} ${request.url} ${target} failed: ${what}`);
};

const openContext = (request: IncomingMessage): RequestContext => {
  const query = new URLSearchParams(rawQueryOf(request.url ?? ''));
  const scope = signingScopeOf(request, query);
  const sessionToken =
    [request.headers['x-amz-security-token']].flat()[0] ?? query.get('X-Amz-Security-Token');
  return {
    requestId: randomUUID(),
    region: scope?.region ?? localRegion,
    accountId: localAccountId,
    ...(sessionToken && { sessionToken }),
    origin: `http://${request.headers.host ?? 'localhost'}`,
  };
};
