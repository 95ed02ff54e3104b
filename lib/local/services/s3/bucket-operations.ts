/** Buckets, and what is done to many keys of one: listings and DeleteObjects. */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { Listing, StoredObject } from '../../store/object-store';
import { AwsError } from '../../wire/errors';
import { element, textElement } from '../../wire/xml-writer';
import type { S3Operation } from './object-operations';
import { readPayload } from './request-payload';
import { queryNumber, type S3Request } from './s3-request';
import { decodeXmlText, ownerElement, parseXmlBody, timeElement, writeXml } from './s3-xml';

const longestPage = 1000;

const deleteBody = z.object({
  Quiet: z.string().optional(),
  Object: z
    .array(z.object({ Key: z.string() }))
    .min(1)
    .max(1000),
});

export const createBucketOperations = (objects: FileObjectStore) => {
  const headBucket: S3Operation = ({ bucket, response }) => {
    requireBucket(objects, bucket);
    response.writeHead(200, { 'x-amz-bucket-region': 'us-east-1', 'content-length': 0 }).end();
  };

  const deleteObjects: S3Operation = async (request) => {
    const { bucket, response } = request;
    requireBucket(objects, bucket);
    const { Quiet, Object: named } = parseXmlBody(await readPayload(request), 'Delete', deleteBody);
    const outcomes = named.map(({ Key }) =>
      deleteOne(objects, bucket, decodeXmlText(Key), Quiet?.trim() === 'true'),
    );
    writeXml(response, 200, 'DeleteResult', outcomes.join(''));
  };

  return {
    ListBuckets({ response, context }) {
      const buckets = objects
        .listBuckets()
        .map(({ name, createdAt }) =>
          element('Bucket', textElement('Name', name) + timeElement('CreationDate', createdAt)),
        );
      writeXml(
        response,
        200,
        'ListAllMyBucketsResult',
        ownerElement(context.accountId) + element('Buckets', buckets.join('')),
      );
    },
    CreateBucket({ bucket, response }) {
      // us-east-1 answers 200 to the owner who creates a bucket again.
      if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
      response.writeHead(200, { location: `/${bucket}`, 'content-length': 0 }).end();
    },
    HeadBucket: headBucket,
    DeleteBucket({ bucket, response }) {
      objects.deleteBucket(bucket);
      response.writeHead(204).end();
    },
    GetBucketLocation({ bucket, response }) {
      requireBucket(objects, bucket);
      // An empty constraint is us-east-1.
      writeXml(response, 200, 'LocationConstraint', '');
    },
    ListObjects: (request) => listObjects(objects, request),
    ListObjectsV2: (request) => listObjectsV2(objects, request),
    DeleteObjects: deleteObjects,
  } satisfies Record<string, S3Operation>;
};

const requireBucket = (objects: FileObjectStore, bucket: string): void => {
  if (!objects.bucketExists(bucket)) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  }
};

const deleteOne = (objects: FileObjectStore, bucket: string, key: string, quiet: boolean): string => {
  try {
    objects.delete(bucket, key);
    return quiet ? '' : element('Deleted', textElement('Key', key));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return element(
      'Error',
      textElement('Key', key) + textElement('Code', error.code) + textElement('Message', error.message),
    );
  }
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const listObjectsV2 = (objects: FileObjectStore, request: S3Request): void => {
  const { bucket, query, response } = request;
  const asked = readListQuery(query);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const listing = objects.list(bucket, {
    ...asked.options,
    startAfter: readToken(token) ?? startAfter ?? undefined,
  });
  const withOwner = query.get('fetch-owner') === 'true';
  writeXml(
    response,
    200,
    'ListBucketResult',
    listHead(bucket, asked) +
      textElement('KeyCount', listing.objects.length + listing.commonPrefixes.length) +
      textElement('StartAfter', startAfter === null ? undefined : asked.encode(startAfter)) +
      textElement('ContinuationToken', token ?? undefined) +
      textElement('IsTruncated', listing.nextStartAfter !== undefined) +
      textElement('NextContinuationToken', writeToken(listing.nextStartAfter)) +
      listBody(listing, asked, withOwner ? request.context.accountId : undefined),
  );
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
const listObjects = (objects: FileObjectStore, request: S3Request): void => {
  const { bucket, query, response, context } = request;
  const asked = readListQuery(query);
  const marker = query.get('marker') ?? '';
  const listing = objects.list(bucket, { ...asked.options, startAfter: marker });
  const next = asked.options.delimiter && listing.nextStartAfter;
  writeXml(
    response,
    200,
    'ListBucketResult',
    listHead(bucket, asked) +
      textElement('Marker', asked.encode(marker)) +
      textElement('IsTruncated', listing.nextStartAfter !== undefined) +
      textElement('NextMarker', next ? asked.encode(next) : undefined) +
      listBody(listing, asked, context.accountId),
  );
};

interface AskedListing {
  options: { prefix: string; delimiter: string; maxKeys: number };
  urlEncoded: boolean;
  encode(text: string): string;
}

const readListQuery = (query: URLSearchParams): AskedListing => {
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
    });
  }
  const maxKeys = Math.min(queryNumber(query, 'max-keys') ?? longestPage, longestPage);
  return {
    options: { prefix: query.get('prefix') ?? '', delimiter: query.get('delimiter') ?? '', maxKeys },
    urlEncoded: encoding === 'url',
    encode: (text) => (encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text),
  };
};

const listHead = (bucket: string, { options, urlEncoded, encode }: AskedListing): string =>
  textElement('Name', bucket) +
  textElement('Prefix', encode(options.prefix)) +
  textElement('Delimiter', options.delimiter ? encode(options.delimiter) : undefined) +
  textElement('MaxKeys', options.maxKeys) +
  textElement('EncodingType', urlEncoded ? 'url' : undefined);

const listBody = (listing: Listing, { encode }: AskedListing, owner: string | undefined): string => {
  const contents = listing.objects.map((object) => element('Contents', contentsOf(object, encode, owner)));
  const folders = listing.commonPrefixes.map((folder) =>
    element('CommonPrefixes', textElement('Prefix', encode(folder))),
  );
  return contents.join('') + folders.join('');
};

const contentsOf = (object: StoredObject, encode: (text: string) => string, owner?: string): string =>
  textElement('Key', encode(object.key)) +
  timeElement('LastModified', object.lastModified) +
  textElement('ETag', `"${object.etag}"`) +
  (object.crc32
    ? textElement('ChecksumAlgorithm', 'CRC32') + textElement('ChecksumType', 'FULL_OBJECT')
    : '') +
  textElement('Size', object.size) +
  (owner === undefined ? '' : ownerElement(owner)) +
  textElement('StorageClass', 'STANDARD');

const writeToken = (startAfter: string | undefined): string | undefined =>
  startAfter === undefined ? undefined : Buffer.from(startAfter).toString('base64url');

const readToken = (token: string | null): string | undefined => {
  if (token === null) return undefined;
  const startAfter = Buffer.from(token, 'base64url').toString();
  if (token === '' || writeToken(startAfter) !== token) {
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return startAfter;
};
