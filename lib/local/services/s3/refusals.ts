/** What of S3 is refused by name, and why. One place for all operations. */
import { AwsError } from '../../core/aws-error';
import type { OperationMembers } from './operation-members';

/**
 * Values that ask for what S3 does anyway, which clients send unasked. Nothing here is encrypted, so no reply says
 * that it were: SSE-S3 and SSE-KMS with AWS's own key are what a bucket has by default.
 */
export const acceptedValues: ReadonlyMap<string, readonly string[]> = new Map([
  ['x-amz-acl', ['private', 'bucket-owner-full-control', 'bucket-owner-read']],
  ['x-amz-object-ownership', ['BucketOwnerEnforced']],
  ['x-amz-bucket-object-lock-enabled', ['false']],
  ['x-amz-bypass-governance-retention', ['false']],
  ['x-amz-server-side-encryption', ['AES256', 'aws:kms']],
  ['x-amz-server-side-encryption-bucket-key-enabled', ['false']],
]);

/** The first pattern that a name fits gives the reason. */
export const refusalReasons: readonly { names: RegExp; why: string }[] = [
  { names: /customer|kms-key-id|encryption/, why: 'it encrypts nothing' },
  { names: /-lock-|-lock$|legal-hold|retention|governance/, why: 'it locks no objects' },
  {
    names: /grant|-acl|acl$|ownership|policy|publicaccess|policystatus/i,
    why: 'one account owns everything',
  },
  { names: /version|mfa/, why: 'it keeps one version of an object' },
  { names: /request-payer|requestpayment/i, why: 'nobody pays for requests' },
  { names: /annotation/i, why: 'it keeps no annotations; tags are kept' },
  { names: /directory|namespace|write-offset|session|rename/i, why: 'it has no directory buckets' },
  { names: /restore/, why: 'it has no archive to restore from' },
];

/** Headers of signatures, framing and clients: they say nothing of the object. */
const transportHeaders = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expires',
  'x-amz-region-set',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

const conditionHeaders = new Set(['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']);

/** Every parameter of S3's operations. Others are the client's own, which S3 ignores too. */
export const s3Parameters: readonly string[] = [
  'annotation-prefix',
  'annotationName',
  'bucket-region',
  'continuation-token',
  'delimiter',
  'encoding-type',
  'fetch-owner',
  'id',
  'key-marker',
  'marker',
  'max-annotation-results',
  'max-buckets',
  'max-directory-buckets',
  'max-keys',
  'max-parts',
  'max-uploads',
  'part-number-marker',
  'partNumber',
  'prefix',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'start-after',
  'upload-id-marker',
  'uploadId',
  'version-id-marker',
  'versionId',
];

export interface SentRequest {
  /** Lower-case names. */
  headers: Iterable<readonly [name: string, value: string]>;
  query: Iterable<readonly [name: string, value: string]>;
}

/** @throws AwsError NotImplemented for the first header or parameter of S3 that the operation does not use */
export const refuseUnused = (operation: string, members: OperationMembers, sent: SentRequest): void => {
  const fromQuery = [...sent.query].map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = [...sent.headers, ...fromQuery.filter(([name]) => name.startsWith('x-amz-'))];
  for (const [name, value] of headers) {
    if (!isForS3(name) || usesHeader(members, name) || isAccepted(name, value)) continue;
    throw isUnknownChecksum(name, members) ? unknownChecksum(name) : refusal(name, operation);
  }
  for (const [name, value] of sent.query) {
    if (!s3Parameters.includes(name) || members.query.includes(name)) continue;
    if (value !== '') throw refusal(name, operation);
  }
};

const isForS3 = (header: string): boolean =>
  (header.startsWith('x-amz-') && !transportHeaders.has(header)) || conditionHeaders.has(header);

/** Stored unverified, it would be what the client believes to be checked. */
const isUnknownChecksum = (name: string, members: OperationMembers): boolean =>
  /^x-amz-checksum-(?!type$|mode$|algorithm$)[^-]+$/.test(name) &&
  members.headers.includes('x-amz-checksum-crc32');

const unknownChecksum = (name: string): AwsError =>
  new AwsError('InvalidRequest', `The algorithm type you specified in the ${name} header is not known.`);

export const usesHeader = ({ headers }: OperationMembers, name: string): boolean =>
  headers.includes(name) || (name.startsWith('x-amz-meta-') && headers.includes('x-amz-meta-*'));

const isAccepted = (name: string, value: string): boolean =>
  (acceptedValues.get(name) ?? []).some((accepted) => accepted.toLowerCase() === value.trim().toLowerCase());

/** @param name of a header, a parameter, an element of the body or a whole operation */
export const refusal = (name: string, operation: string, value?: string): AwsError => {
  const why = refusalReasons.find(({ names }) => names.test(name))?.why;
  const what = value === undefined ? name : `${name}: ${value}`;
  const message = `The local backend does not support ${what} of ${operation}${why ? `: ${why}` : ''}.`;
  return new AwsError('NotImplemented', message, { Header: name });
};
