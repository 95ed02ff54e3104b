/**
 * Keeps web pages of other sites out. A page may make the browser call 127.0.0.1, directly or by a name of its
 * own that resolves there (DNS rebinding); so the Host header must be a loopback name, and of what a browser sends
 * only this is let in: requests of the dashboard's own pages, and a person's way to an object by a link. There are
 * no CORS answers at all.
 */
import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import { AwsError } from '../core/aws-error';
import type { RequestTarget } from './request-target';

/**
 * @param trustedOrigins the dashboard's, such as `http://127.0.0.1:3000`
 * @throws AwsError AccessDenied, or InvalidRequest for a Host that is none
 */
export const guardLoopback = (
  request: IncomingMessage,
  target: RequestTarget,
  trustedOrigins: readonly string[],
): void => {
  checkHost(hostOf(request));
  if (target.authority !== undefined) checkHost(target.authority);
  const { origin } = request.headers;
  if (origin !== undefined) {
    if (trustedOrigins.includes(origin.toLowerCase())) return;
    throw refused(`Requests from pages of ${origin.slice(0, 200)} are refused.`);
  }
  // Only browsers send Sec-Fetch-Site, and with a GET no Origin; old ones a Referer alone.
  const { referer, 'sec-fetch-site': site } = request.headers;
  if (site === undefined && referer === undefined) return;
  const isOpenedByPerson = site === undefined || site === 'none' || isNavigation(request);
  if (!isOpenedByPerson || !isPlainRead(request, target)) {
    throw refused('Requests that web pages make a browser send are refused.');
  }
};

/** The whole page is left for it, so that no page sees the answer; a frame would be inside one. */
const isNavigation = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

const isPlainRead = ({ headers }: IncomingMessage, { method, query }: RequestTarget): boolean =>
  (method === 'GET' || method === 'HEAD') && !query.has('Action') && headers['x-amz-target'] === undefined;

/** Node keeps the first of several; another reader of the same request might keep the last. */
const hostOf = (request: IncomingMessage): string => {
  const hosts = request.headersDistinct['host'] ?? [];
  if (hosts.length > 1) throw malformed('The request has several Host headers.');
  return hosts[0] ?? '';
};

const checkHost = (host: string): void => {
  if (host === '') throw refused("The Host header must name this machine's loopback address.");
  const [, name = '', port = '0'] = /^(\[[0-9a-f:.]+\]|[^:[\]@/\s]+)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  const looksNumeric = /^[\d.]+$/.test(name);
  if (name === '' || Number(port) > 65_535 || (looksNumeric && !isIPv4(name))) {
    throw malformed('The Host header is not a host.');
  }
  if (!isLoopbackName(name.toLowerCase())) {
    throw refused(`The Host header must name this machine's loopback address, not "${host.slice(0, 200)}".`);
  }
};

/** By RFC 6761 every name below `localhost` is this machine's loopback: no page can have it lead elsewhere. */
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' ||
  name.endsWith('.localhost') ||
  name === '[::1]' ||
  (isIPv4(name) && name.startsWith('127.'));

const refused = (message: string): AwsError => new AwsError('AccessDenied', message);
const malformed = (message: string): AwsError => new AwsError('InvalidRequest', message);
