/** What the listings of keys and of uploads share. */
import { AwsError } from '../../core/aws-error';
import { textElement } from '../../wire/xml-writer';
import { queryNumber, type S3Request } from './s3-request';

export const maxPageSize = 1000;

export interface KeyEncoding {
  urlEncoded: boolean;
  /** A key as the reply shows it. */
  encode(text: string): string;
}

/** @throws AwsError InvalidArgument */
export const readEncoding = ({ parameter }: S3Request): KeyEncoding => {
  const encoding = parameter('encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: encoding,
    });
  }
  const urlEncoded = encoding === 'url';
  return {
    urlEncoded,
    encode: (text) => (urlEncoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text),
  };
};

export interface AskedListing extends KeyEncoding {
  options: { prefix: string; delimiter: string; maxKeys: number };
}

/** @throws AwsError InvalidArgument */
export const readListing = (request: S3Request): AskedListing => {
  const { parameter, header } = request;
  checkOptionalAttributes(header('x-amz-optional-object-attributes'));
  return {
    options: {
      prefix: parameter('prefix') ?? '',
      delimiter: parameter('delimiter') ?? '',
      maxKeys: Math.min(queryNumber(request, 'max-keys') ?? maxPageSize, maxPageSize),
    },
    ...readEncoding(request),
  };
};

/** RestoreStatus is shown of objects that are being restored from an archive; there are none. */
const checkOptionalAttributes = (header: string | undefined): void => {
  const unknown = header?.split(',').find((name) => name.trim() !== 'RestoreStatus');
  if (unknown === undefined) return;
  throw new AwsError('InvalidArgument', 'Invalid attribute name specified.', {
    ArgumentName: 'x-amz-optional-object-attributes',
    ArgumentValue: unknown,
  });
};

export const listingHead = (bucket: string, { options, urlEncoded, encode }: AskedListing): string =>
  textElement('Name', bucket) +
  textElement('Prefix', encode(options.prefix)) +
  textElement('Delimiter', options.delimiter ? encode(options.delimiter) : undefined) +
  textElement('MaxKeys', options.maxKeys) +
  textElement('EncodingType', urlEncoded ? 'url' : undefined);

/** A text that hides where a listing goes on, so that clients do not build it themselves. */
export const writeToken = (startAfter: string | undefined): string | undefined =>
  startAfter === undefined ? undefined : Buffer.from(startAfter).toString('base64url');

/** @throws AwsError InvalidArgument */
export const readToken = (token: string | undefined): string | undefined => {
  if (token === undefined) return undefined;
  const startAfter = Buffer.from(token, 'base64url').toString();
  if (token === '' || writeToken(startAfter) !== token) {
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return startAfter;
};

export const compareUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
