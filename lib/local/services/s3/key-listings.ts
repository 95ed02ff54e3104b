/** Listings of a bucket's keys. */
import type { FileObjectStore } from '../../store/file-object-store';
import type { Listing, StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { inTurns } from '../../core/turns';
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
const listObjectsV2 = async (objects: FileObjectStore, request: S3Request): Promise<void> => {
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
      (await inTurns(eachOf(listing, (object) => element('Contents', contentsOf(object, asked, owner))))) +
      prefixElements(listing, asked),
  );
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
const listObjects = async (objects: FileObjectStore, request: S3Request): Promise<void> => {
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
      (await inTurns(
        eachOf(listing, (object) => element('Contents', contentsOf(object, asked, context.accountId))),
      )) +
      prefixElements(listing, asked),
  );
};

/**
 * A bucket that never had versions lists each object as its version `null`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
const listObjectVersions = async (objects: FileObjectStore, request: S3Request): Promise<void> => {
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
  const versionOf = (object: StoredObject) =>
    element(
      'Version',
      contentsOf(object, asked, context.accountId) +
        textElement('VersionId', 'null') +
        textElement('IsLatest', true),
    );
  const versions = await inTurns(eachOf(listing, versionOf));
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
      versions +
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

/** Objects that are written between two pauses. */
const stretch = 100;

function* eachOf(listing: Listing, write: (object: StoredObject) => string): Generator<void, string> {
  let xml = '';
  for (const [index, object] of listing.objects.entries()) {
    if (index % stretch === 0) yield;
    xml += write(object);
  }
  return xml;
}

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
