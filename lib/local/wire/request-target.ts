import type { IncomingMessage } from 'node:http';
import { AwsError } from '../core/aws-error';

/** What a request asks for, read once: the guard checks the very values by which it is dispatched. */
export interface RequestTarget {
  method: string;
  /** As sent: not decoded, `..` kept, because S3 keys may hold anything. */
  path: string;
  query: URLSearchParams;
  /** The host of a proxy's absolute form; it must be as trustworthy as the Host header. */
  authority?: string;
}

/** The path of a request as sent. */
export const rawPathOf = (url: string): string => {
  const path = url.split('?', 1)[0] ?? '';
  return path.replace(absoluteForm, '') || '/';
};

export const rawQueryOf = (url: string): string => {
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
};

const absoluteForm = /^https?:\/\/([^/?]*)/i;
const methods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH']);

/** @throws AwsError InvalidRequest or InvalidURI, both 400 */
export const readTarget = (request: IncomingMessage): RequestTarget => {
  const { method = '', url = '' } = request;
  if (!methods.has(method)) throw new AwsError('InvalidRequest', `The method ${method} is not supported.`);
  const authority = absoluteForm.exec(url)?.[1];
  const path = rawPathOf(url);
  const rawQuery = rawQueryOf(url);
  if (!path.startsWith('/') || !isEncodedText(path) || !isEncodedText(rawQuery)) {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
  return {
    method,
    path,
    query: new URLSearchParams(rawQuery),
    ...(authority !== undefined && { authority }),
  };
};

/** Whether every percent sign begins a byte, and the bytes are UTF-8. */
const isEncodedText = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    // The URIError is the answer.
    return false;
  }
};
