/** Listings of a bucket's keys. */
import type { FileObjectStore } from '../../store/file-object-store';
import type { Listing, StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { element, textElement } from '../../wire/xml-writer';
import {
  type AskedListing,
  compareUtf8,
  listingHead,
  readListing,
  readToken,
  writeToken,
} from './listing-query';
import type { S3Operation } from './object-operations';
import type { S3Request } from './s3-request';
import { ownerElement, timeElement, writeXml } from './s3-xml';

export const createKeyListings = (objects: FileObjectStore) =>
  ({
    ListObjects: (request) => listObjects(objects, request),
    ListObjectsV2: (request) => listObjectsV2(objects, request),
    ListObjectVersions: (request) => listObjectVersions(objects, request),
  }) satisfies Record<string, S3Operation>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const listObjectsV2 = (objects: FileObjectStore, request: S3Request): void => {
  const { bucket, parameter, response } = request;
  const asked = readListing(request);
  const token = parameter('continuation-token');
  const startAfter = parameter('start-after');
  const listing = objects.list(bucket, {
    ...asked.options,
    startAfter: readToken(token) ?? startAfter ?? '',
  });
  const owner = parameter('fetch-owner') === 'true' ? request.context.accountId : undefined;
  writeXml(
    response,
    200,
    'ListBucketResult',
    listingHead(bucket, asked) +
      textElement('KeyCount', listing.objects.length + listing.commonPrefixes.length) +
      textElement('StartAfter', startAfter === undefined ? undefined : asked.encode(startAfter)) +
      textElement('ContinuationToken', token) +
      textElement('IsTruncated', listing.nextStartAfter !== undefined) +
      textElement('NextContinuationToken', writeToken(listing.nextStartAfter)) +
      listing.objects.map((object) => element('Contents', contentsOf(object, asked, owner))).join('') +
      prefixElements(listing, asked),
  );
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
const listObjects = (objects: FileObjectStore, request: S3Request): void => {
  const { bucket, parameter, response, context } = request;
  const asked = readListing(request);
  const marker = parameter('marker') ?? '';
  const listing = objects.list(bucket, { ...asked.options, startAfter: marker, afterFolder: true });
  const next = asked.options.delimiter === '' ? undefined : lastShown(listing);
  writeXml(
    response,
    200,
    'ListBucketResult',
    listingHead(bucket, asked) +
      textElement('Marker', asked.encode(marker)) +
      textElement('IsTruncated', listing.nextStartAfter !== undefined) +
      textElement('NextMarker', next === undefined ? undefined : asked.encode(next)) +
      listing.objects
        .map((object) => element('Contents', contentsOf(object, asked, context.accountId)))
        .join('') +
      prefixElements(listing, asked),
  );
};

/**
 * A bucket that never had versions lists each object as its version `null`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
const listObjectVersions = (objects: FileObjectStore, request: S3Request): void => {
  const { bucket, parameter, response, context } = request;
  const asked = readListing(request);
  const keyMarker = parameter('key-marker') ?? '';
  const versionMarker = parameter('version-id-marker');
  if (versionMarker !== undefined && keyMarker === '') {
    throw new AwsError('InvalidArgument', 'A version-id marker cannot be specified without a key marker.', {
      ArgumentName: 'version-id-marker',
      ArgumentValue: versionMarker,
    });
  }
  const listing = objects.list(bucket, { ...asked.options, startAfter: keyMarker, afterFolder: true });
  const next = lastShown(listing);
  const nextIsKey = next !== undefined && listing.objects.at(-1)?.key === next;
  const versions = listing.objects.map((object) =>
    element(
      'Version',
      contentsOf(object, asked, context.accountId) +
        textElement('VersionId', 'null') +
        textElement('IsLatest', true),
    ),
  );
  writeXml(
    response,
    200,
    'ListVersionsResult',
    listingHead(bucket, asked) +
      textElement('KeyMarker', asked.encode(keyMarker)) +
      textElement('VersionIdMarker', versionMarker ?? '') +
      textElement('NextKeyMarker', next === undefined ? undefined : asked.encode(next)) +
      textElement('NextVersionIdMarker', nextIsKey ? 'null' : undefined) +
      textElement('IsTruncated', listing.nextStartAfter !== undefined) +
      versions.join('') +
      prefixElements(listing, asked),
  );
};

/** The last key or common prefix of a page that was cut. */
const lastShown = ({ objects, commonPrefixes, nextStartAfter }: Listing): string | undefined => {
  const [key, folder] = [objects.at(-1)?.key, commonPrefixes.at(-1)];
  if (nextStartAfter === undefined) return undefined;
  if (key === undefined || folder === undefined) return key ?? folder;
  return compareUtf8(key, folder) > 0 ? key : folder;
};

const prefixElements = ({ commonPrefixes }: Listing, { encode }: AskedListing): string =>
  commonPrefixes.map((folder) => element('CommonPrefixes', textElement('Prefix', encode(folder)))).join('');

const contentsOf = (object: StoredObject, { encode }: AskedListing, owner: string | undefined): string =>
  textElement('Key', encode(object.key)) +
  timeElement('LastModified', object.lastModified) +
  textElement('ETag', `"${object.etag}"`) +
  textElement('ChecksumAlgorithm', object.checksum?.algorithm) +
  textElement('ChecksumType', object.checksum?.type) +
  textElement('Size', object.size) +
  (owner === undefined ? '' : ownerElement(owner)) +
  textElement('StorageClass', object.storageClass ?? 'STANDARD');
