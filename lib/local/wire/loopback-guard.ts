/**
 * Keeps web pages of other sites out. A page may make the browser call 127.0.0.1, directly or by a name of its
 * own that resolves there (DNS rebinding); so the Host header must be a loopback name, and what a foreign page
 * sends is refused. There are no CORS answers at all.
 */
import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors';

/** @throws AwsError AccessDenied */
export const guardLoopback = (request: IncomingMessage): void => {
  const { host, origin } = request.headers;
  if (!host || !isLoopbackHost(host)) {
    throw refused(`The Host header must name this machine's loopback address, not "${host ?? ''}".`);
  }
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    throw refused(`Requests from pages of ${origin} are refused.`);
  }
  // Browsers send no Origin with a plain cross-site GET, which a Query action could ride on.
  if (request.headers['sec-fetch-site'] === 'cross-site' && !isPlainRead(request)) {
    throw refused('Requests from pages of other sites are refused.');
  }
};

const isPlainRead = (request: IncomingMessage): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') && !/[?&]Action=/.test(request.url ?? '');

const isLoopbackHost = (host: string): boolean => {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(:\d{1,5})?$/i.exec(host);
  return match?.[1] !== undefined && isLoopbackName(match[1].toLowerCase());
};

const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);

const isLoopbackOrigin = (origin: string): boolean => {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match?.[1] !== undefined && isLoopbackHost(match[1]);
};

const refused = (message: string): AwsError => new AwsError('AccessDenied', message);
