import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawPathOf, rawQueryOf } from '../../wire/dispatch';
import { AwsError } from '../../wire/errors';
import type { RequestContext } from '../../wire/service';

/** A request to S3, path-style, with its names decoded. */
export interface S3Request {
  method: string;
  /** Empty for the service itself. */
  bucket: string;
  /** Empty for a bucket. May hold anything: leading slashes, `..`, plus signs. */
  key: string;
  query: URLSearchParams;
  /** A header, or the query parameter of the same name that a presigned URL carries instead. */
  header(name: string): string | undefined;
  incoming: IncomingMessage;
  response: ServerResponse;
  context: RequestContext;
}

/** @throws AwsError InvalidURI */
export const readS3Request = (
  incoming: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): S3Request => {
  const url = incoming.url ?? '/';
  const path = rawPathOf(url).slice(1);
  const slash = path.indexOf('/');
  const query = new URLSearchParams(rawQueryOf(url));
  return {
    method: incoming.method ?? 'GET',
    bucket: decodeName(slash === -1 ? path : path.slice(0, slash)),
    key: slash === -1 ? '' : decodeName(path.slice(slash + 1)),
    query,
    header(name) {
      const value = incoming.headers[name] ?? queryValue(query, name);
      return Array.isArray(value) ? value.join(', ') : value;
    },
    incoming,
    response,
    context,
  };
};

const decodeName = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
};

const queryValue = (query: URLSearchParams, name: string): string | undefined => {
  if (!name.startsWith('x-amz-')) return undefined;
  for (const [parameter, value] of query) if (parameter.toLowerCase() === name) return value;
  return undefined;
};

/** Names of all `x-amz-meta-` headers, whether sent as headers or in a presigned query. */
export const userMetadata = ({ incoming, query }: S3Request): Record<string, string> => {
  const prefix = 'x-amz-meta-';
  const entries = [...query, ...Object.entries(incoming.headers)]
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  return Object.fromEntries(entries);
};

/** The number in a query parameter; undefined where it is absent. @throws AwsError InvalidArgument */
export const queryNumber = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) {
    throw new AwsError('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Number(text);
};
