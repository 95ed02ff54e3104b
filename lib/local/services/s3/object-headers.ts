import type { PutOptions, StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { checksumHeaders } from './checksums';
import { readTagHeader } from './object-tags';
import { refusal } from './refusals';
import type { S3Request } from './s3-request';

/** Standard headers that S3 keeps with an object and gives back. */
const standardHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

/** Kept and given back too, but never copied with an object. */
export const redirectHeader = 'x-amz-website-redirect-location';

const maxMetadataBytes = 2048;

const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];
const archives = ['GLACIER', 'DEEP_ARCHIVE'];

/** What a request says about its object, apart from the bytes. */
export interface ObjectDescription {
  contentType?: string;
  metadata: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
}

/** @throws AwsError MetadataTooLarge, InvalidArgument */
export const readDescription = (request: S3Request): ObjectDescription => {
  const metadata = request.metadata();
  checkMetadata(metadata);
  const headers: Record<string, string> = { ...readRedirect(request) };
  for (const name of standardHeaders) {
    const value = name === 'content-encoding' ? storedEncoding(request) : request.header(name);
    if (value) headers[name] = value;
  }
  const contentType = request.header('content-type');
  return { ...(contentType ? { contentType } : {}), metadata, headers };
};

/** @throws AwsError MetadataTooLarge */
export const checkMetadata = (metadata: Readonly<Record<string, string>>): void => {
  const size = Object.entries(metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  if (size <= maxMetadataBytes) return;
  throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: size,
    MaxSizeAllowed: maxMetadataBytes,
  });
};

/** @throws AwsError InvalidRedirectLocation */
export const readRedirect = ({ header }: S3Request): Record<string, string> => {
  const location = header(redirectHeader);
  if (location === undefined) return {};
  if (!/^(\/|https?:\/\/)/.test(location)) {
    throw new AwsError(
      'InvalidRedirectLocation',
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    );
  }
  return { [redirectHeader]: location };
};

/** All that a PUT or an upload in parts says about its object. @throws AwsError */
export const readObjectOptions = (
  request: S3Request,
): ObjectDescription & Pick<PutOptions, 'tags' | 'storageClass'> => {
  const tags = readTagHeader(request);
  return {
    ...readDescription(request),
    ...(tags === undefined ? {} : { tags }),
    ...readStorageClass(request.header('x-amz-storage-class')),
  };
};

/** @throws AwsError InvalidStorageClass; NotImplemented for an archive, which nobody could ever read again */
export const readStorageClass = (name: string | undefined): { storageClass?: string } => {
  if (name === undefined || name === 'STANDARD') return {};
  if (archives.includes(name))
    throw refusal('x-amz-storage-class', 'S3', `${name}, which RestoreObject must end`);
  if (!storageClasses.includes(name)) {
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
      StorageClassRequested: name,
    });
  }
  return { storageClass: name };
};

/** Only `If-None-Match: *` exists for writes. @throws AwsError NotImplemented */
export const readWriteConditions = ({ header }: S3Request): Pick<PutOptions, 'ifAbsent' | 'ifMatch'> => {
  const absent = header('if-none-match');
  const match = header('if-match');
  if (absent !== undefined && absent.trim() !== '*') throw refusal('If-None-Match', 'a write', absent);
  return {
    ...(absent === undefined ? {} : { ifAbsent: true }),
    ...(match === undefined ? {} : { ifMatch: withoutQuotes(match) }),
  };
};

/** S3 takes ETags with both quotes, one or none. */
export const withoutQuotes = (etag: string): string => etag.trim().replace(/^"|"$/g, '');

/** `aws-chunked` is framing of the upload, not of the object. */
const storedEncoding = ({ header }: S3Request): string =>
  (header('content-encoding') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.toLowerCase() !== 'aws-chunked')
    .join(', ');

/** Headers of a GET or HEAD reply, without those that depend on the range. */
export const objectHeaders = (
  { parameter, header }: S3Request,
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
    ...(object.storageClass === undefined ? {} : { 'x-amz-storage-class': object.storageClass }),
    ...(object.tags.length === 0 ? {} : { 'x-amz-tagging-count': String(object.tags.length) }),
  };
  for (const [name, value] of Object.entries(object.metadata)) headers[`x-amz-meta-${name}`] = value;
  for (const name of ['content-type', ...standardHeaders]) {
    const override = parameter(`response-${name}`);
    if (override !== undefined) headers[name] = oneLine(override);
  }
  if (wantsChecksum(header) && whole && object.checksum) {
    Object.assign(headers, checksumHeaders(object.checksum));
  }
  return headers;
};

/** @throws AwsError InvalidArgument */
export const wantsChecksum = (header: S3Request['header']): boolean => {
  const mode = header('x-amz-checksum-mode');
  if (mode !== undefined && mode.toUpperCase() !== 'ENABLED') {
    throw new AwsError('InvalidArgument', 'Value for x-amz-checksum-mode header is invalid.');
  }
  return mode !== undefined;
};

const oneLine = (value: string): string => {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new AwsError('InvalidArgument', 'A response header override holds characters no header can.');
  }
  return value;
};
