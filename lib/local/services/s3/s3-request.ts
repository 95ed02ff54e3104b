import type { IncomingMessage, ServerResponse } from 'node:http';
import { rawPathOf, rawQueryOf } from '../../wire/dispatch';
import { AwsError } from '../../core/aws-error';
import type { RequestContext } from '../../wire/service';
import { virtualBucketOf } from '../../wire/virtual-host';
import type { OperationMembers } from './operation-members';
import { refuseUnused, usesHeader } from './refusals';

/** A request to S3 as it came, path-style or virtual-hosted, with its names decoded. */
export interface SentS3Request {
  method: string;
  /** Empty for the service itself. */
  bucket: string;
  /** Empty for a bucket. May hold anything: leading slashes, `..`, plus signs. */
  key: string;
  /** URL of the bucket as the client reached it, without a slash at its end. */
  bucketUrl: string;
  query: URLSearchParams;
  /** Any header, or the query parameter of the same name that a presigned URL carries instead. */
  sentHeader(name: string): string | undefined;
  incoming: IncomingMessage;
  response: ServerResponse;
  context: RequestContext;
}

/** A request that sends nothing but what its operation uses. */
export interface S3Request extends Omit<SentS3Request, 'query' | 'sentHeader'> {
  /** One of the headers the operation declares. */
  header(name: string): string | undefined;
  /** One of the query parameters the operation declares. */
  parameter(name: string): string | undefined;
  /** All `x-amz-meta-` headers without the prefix, whether sent as headers or in a presigned query. */
  metadata(): Record<string, string>;
}

/** @throws AwsError InvalidURI */
export const readS3Request = (
  incoming: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): SentS3Request => {
  const url = incoming.url ?? '/';
  const path = rawPathOf(url).slice(1);
  const query = new URLSearchParams(rawQueryOf(url));
  const slash = path.indexOf('/');
  const hosted = virtualBucketOf(incoming.headers.host);
  const names =
    hosted === undefined
      ? {
          bucket: decodeName(slash === -1 ? path : path.slice(0, slash)),
          key: slash === -1 ? '' : decodeName(path.slice(slash + 1)),
        }
      : { bucket: hosted, key: decodeName(path) };
  return {
    method: incoming.method ?? 'GET',
    ...names,
    bucketUrl: hosted === undefined ? `${context.origin}/${names.bucket}` : context.origin,
    query,
    sentHeader(name) {
      const value = incoming.headers[name] ?? queryValue(query, name);
      return Array.isArray(value) ? value.join(', ') : value;
    },
    incoming,
    response,
    context,
  };
};

/** @throws AwsError NotImplemented where the request sends what its operation does not use */
export const restrictRequest = (
  { query, sentHeader, ...request }: SentS3Request,
  operation: string,
  members: OperationMembers,
): S3Request => {
  const headers = Object.entries(request.incoming.headers).map(
    ([name, value]) => [name, String(value)] as const,
  );
  refuseUnused(operation, members, { headers, query });
  return {
    ...request,
    header(name) {
      if (!usesHeader(members, name) && !isTransport(name)) throw undeclared(operation, name);
      return sentHeader(name);
    },
    parameter(name) {
      if (!members.query.includes(name)) throw undeclared(operation, name);
      return query.get(name) ?? undefined;
    },
    metadata: () => metadataOf(request.incoming, query),
  };
};

const isTransport = (name: string): boolean =>
  name === 'x-amz-trailer' || name === 'x-amz-content-sha256' || name === 'content-encoding';

const undeclared = (operation: string, name: string): Error =>
  new Error(`${operation} reads ${name} and does not declare it.`);

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

const metadataOf = ({ headers }: IncomingMessage, query: URLSearchParams): Record<string, string> => {
  const prefix = 'x-amz-meta-';
  const entries = [...query, ...Object.entries(headers)]
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  return Object.fromEntries(entries);
};

/** The number in a query parameter; undefined where it is absent. @throws AwsError InvalidArgument */
export const queryNumber = ({ parameter }: S3Request, name: string): number | undefined =>
  readNumber(name, parameter(name));

/** Of an integer of 32 bits. */
const maxNumber = 2_147_483_647;

/** @throws AwsError InvalidArgument */
export const readNumber = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined || text === '') return undefined;
  const refused = (message: string) =>
    new AwsError('InvalidArgument', message, { ArgumentName: name, ArgumentValue: text });
  const number = /^-?\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(Math.abs(number) <= maxNumber))
    throw refused(`Provided ${name} not an integer or within integer range`);
  if (number < 0) throw refused(`Argument ${name} must be an integer between 0 and ${maxNumber}`);
  return number;
};
