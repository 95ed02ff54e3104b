import type { PutOptions, StoredObject } from '../../store/object-store';
import { AwsError } from '../../wire/errors';
import { type S3Request, userMetadata } from './s3-request';

/** Standard headers that S3 keeps with an object and gives back. */
const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

const largestMetadataBytes = 2048;

/** What a PUT says about its object, apart from the bytes. @throws AwsError MetadataTooLarge */
export const readObjectOptions = (
  request: S3Request,
): Required<Pick<PutOptions, 'metadata' | 'headers'>> & PutOptions => {
  const metadata = userMetadata(request);
  const size = Object.entries(metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (size > largestMetadataBytes) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = name === 'content-encoding' ? storedEncoding(request) : request.header(name);
    if (value) headers[name] = value;
  }
  const contentType = request.header('content-type');
  return { ...(contentType ? { contentType } : {}), metadata, headers };
};

/** `aws-chunked` is framing of the upload, not of the object. */
const storedEncoding = ({ header }: S3Request): string =>
  (header('content-encoding') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.toLowerCase() !== 'aws-chunked')
    .join(', ');

/** Headers of a GET or HEAD reply, without those that depend on the range. */
export const objectHeaders = (
  { query, header }: S3Request,
  object: StoredObject,
  whole: boolean,
): Record<string, string> => {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-type': object.contentType ?? 'binary/octet-stream',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    // An object may be a page; it must not run as one of this server's own.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    ...object.headers,
  };
  for (const [name, value] of Object.entries(object.metadata)) headers[`x-amz-meta-${name}`] = value;
  for (const name of ['content-type', ...keptHeaders]) {
    const override = query.get(`response-${name}`);
    if (override !== null) headers[name] = oneLine(override);
  }
  if (whole && object.crc32 && header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    headers['x-amz-checksum-crc32'] = object.crc32;
    headers['x-amz-checksum-type'] = 'FULL_OBJECT';
  }
  return headers;
};

const oneLine = (value: string): string => {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new AwsError('InvalidArgument', 'A response header override holds characters no header can.');
  }
  return value;
};
