/**
 * What each operation does: every header, query parameter and member of a body that it uses. Its code can read no
 * other header or parameter, and a request that sends another one of S3's is refused by name, so that nothing is
 * accepted and dropped. docs/local-backend.md shows these lists.
 */
import { checksumAlgorithms } from '../../store/object-checksum';

export interface OperationMembers {
  /** Lower case; `x-amz-meta-*` stands for all headers of that family. */
  headers: readonly string[];
  query: readonly string[];
  /** As the SDK's model spells them. */
  body: readonly string[];
}

const owner = ['x-amz-expected-bucket-owner'];

export const checksumHeader = (algorithm: string): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

const checksumValues = checksumAlgorithms.map(checksumHeader);

/** Of every operation that reads a body; the framing of a body is the transport's. */
const payload = ['content-length', 'content-md5', 'x-amz-sdk-checksum-algorithm', ...checksumValues];

const description = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-meta-*',
  'x-amz-storage-class',
  'x-amz-tagging',
  'x-amz-website-redirect-location',
];

const writeConditions = ['if-match', 'if-none-match'];
const readConditions = [...writeConditions, 'if-modified-since', 'if-unmodified-since'];

const copySource = [
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-source-expected-bucket-owner',
];

const responseOverrides = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];

const taggingBody = ['Tagging', 'Tagging.TagSet', 'Tagging.TagSet[].Key', 'Tagging.TagSet[].Value'];

const keyListing = ['delimiter', 'encoding-type', 'max-keys', 'prefix'];

const checksumMembers = (of: string): string[] => checksumAlgorithms.map((name) => `${of}.Checksum${name}`);

const members = (
  headers: readonly string[],
  query: readonly string[] = [],
  body: readonly string[] = [],
): OperationMembers => ({ headers, query, body });

const reading = members(
  [...owner, ...readConditions, 'range', 'if-range', 'x-amz-checksum-mode'],
  [...responseOverrides, 'partNumber', 'versionId'],
);

export const operationMembers = {
  ListBuckets: members([], ['prefix', 'max-buckets', 'continuation-token', 'bucket-region']),
  CreateBucket: members(
    payload,
    [],
    [
      'CreateBucketConfiguration',
      'CreateBucketConfiguration.LocationConstraint',
      'CreateBucketConfiguration.Tags',
      'CreateBucketConfiguration.Tags[].Key',
      'CreateBucketConfiguration.Tags[].Value',
    ],
  ),
  HeadBucket: members(owner),
  DeleteBucket: members(owner),
  GetBucketLocation: members(owner),
  GetBucketVersioning: members(owner),
  GetBucketTagging: members(owner),
  PutBucketTagging: members([...owner, ...payload], [], taggingBody),
  DeleteBucketTagging: members(owner),
  ListObjects: members([...owner, 'x-amz-optional-object-attributes'], [...keyListing, 'marker']),
  ListObjectsV2: members(
    [...owner, 'x-amz-optional-object-attributes'],
    [...keyListing, 'continuation-token', 'fetch-owner', 'start-after'],
  ),
  ListObjectVersions: members(
    [...owner, 'x-amz-optional-object-attributes'],
    [...keyListing, 'key-marker', 'version-id-marker'],
  ),
  ListMultipartUploads: members(owner, [
    'delimiter',
    'encoding-type',
    'key-marker',
    'max-uploads',
    'prefix',
    'upload-id-marker',
  ]),
  DeleteObjects: members(
    [...owner, ...payload],
    [],
    [
      'Delete',
      'Delete.Objects',
      'Delete.Objects[].Key',
      'Delete.Objects[].VersionId',
      'Delete.Objects[].ETag',
      'Delete.Objects[].LastModifiedTime',
      'Delete.Objects[].Size',
      'Delete.Quiet',
    ],
  ),
  GetObject: reading,
  HeadObject: reading,
  GetObjectAttributes: members(
    [...owner, 'x-amz-object-attributes', 'x-amz-max-parts', 'x-amz-part-number-marker'],
    ['versionId'],
  ),
  PutObject: members([...owner, ...payload, ...description, ...writeConditions], [], ['Body']),
  CopyObject: members([
    ...owner,
    ...description,
    ...writeConditions,
    ...copySource,
    'x-amz-checksum-algorithm',
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
  ]),
  DeleteObject: members(
    [...owner, 'if-match', 'x-amz-if-match-last-modified-time', 'x-amz-if-match-size'],
    ['versionId'],
  ),
  GetObjectTagging: members(owner, ['versionId']),
  PutObjectTagging: members([...owner, ...payload], ['versionId'], taggingBody),
  DeleteObjectTagging: members(owner, ['versionId']),
  CreateMultipartUpload: members([
    ...owner,
    ...description,
    'x-amz-checksum-algorithm',
    'x-amz-checksum-type',
  ]),
  UploadPart: members([...owner, ...payload], ['partNumber', 'uploadId'], ['Body']),
  UploadPartCopy: members([...owner, ...copySource, 'x-amz-copy-source-range'], ['partNumber', 'uploadId']),
  CompleteMultipartUpload: members(
    [...owner, ...payload, ...writeConditions, 'x-amz-checksum-type', 'x-amz-mp-object-size'],
    ['uploadId'],
    [
      'MultipartUpload',
      'MultipartUpload.Parts',
      'MultipartUpload.Parts[].ETag',
      'MultipartUpload.Parts[].PartNumber',
      ...checksumMembers('MultipartUpload.Parts[]'),
    ],
  ),
  AbortMultipartUpload: members(owner, ['uploadId']),
  ListParts: members(owner, ['max-parts', 'part-number-marker', 'uploadId']),
  /** A form of a web page; it has no SDK operation. */
  PostObject: members([]),
} satisfies Record<string, OperationMembers>;

export type OperationName = keyof typeof operationMembers;

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(operationMembers, name);
