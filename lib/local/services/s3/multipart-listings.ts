/** Listings of open uploads and of their parts. */
import type { FileObjectStore } from '../../store/file-object-store';
import { AwsError } from '../../core/aws-error';
import type {
  MultipartUpload,
  MultipartUploads,
  UploadedPart,
  UploadPlace,
} from '../../store/multipart-uploads';
import { folderOf, prefixEnd } from '../../store/object-listing';
import { element, textElement } from '../../wire/xml-writer';
import { checksumElement } from './checksums';
import { compareUtf8, maxPageSize, readEncoding } from './listing-query';
import type { S3Operation } from './object-operations';
import { queryNumber, type S3Request } from './s3-request';
import { ownerElement, timeElement, writeXml } from './s3-xml';

export const createMultipartListings = (objects: FileObjectStore) =>
  ({
    ListParts: (request) => listParts(objects, request),
    ListMultipartUploads: (request) => listUploads(objects, request),
  }) satisfies Record<string, S3Operation>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
const listParts = ({ multipart }: FileObjectStore, request: S3Request): void => {
  const { bucket, key, response, context, parameter } = request;
  const upload = multipart.get(bucket, key, parameter('uploadId') ?? '');
  const marker = queryNumber(request, 'part-number-marker') ?? 0;
  const maxParts = Math.min(queryNumber(request, 'max-parts') ?? maxPageSize, maxPageSize);
  const after = multipart.parts(upload, marker, maxParts + 1);
  const page = after.slice(0, maxParts);
  const last = page.at(-1);
  writeXml(
    response,
    200,
    'ListPartsResult',
    textElement('Bucket', bucket) +
      textElement('Key', key) +
      textElement('UploadId', upload.uploadId) +
      ownerElement(context.accountId, 'Initiator') +
      ownerElement(context.accountId) +
      textElement('StorageClass', upload.options.storageClass ?? 'STANDARD') +
      checksumSetting(upload) +
      textElement('PartNumberMarker', marker) +
      textElement('NextPartNumberMarker', last?.partNumber ?? marker) +
      textElement('MaxParts', maxParts) +
      textElement('IsTruncated', after.length > page.length) +
      page.map(partElement).join(''),
  );
};

const partElement = (part: UploadedPart): string =>
  element(
    'Part',
    textElement('PartNumber', part.partNumber) +
      timeElement('LastModified', part.lastModified) +
      textElement('ETag', `"${part.etag}"`) +
      textElement('Size', part.size) +
      checksumElement(part.checksum),
  );

const checksumSetting = ({ options: { checksum } }: MultipartUpload): string =>
  textElement('ChecksumAlgorithm', checksum?.algorithm) + textElement('ChecksumType', checksum?.type);

type Entry = { folder: string } | { upload: MultipartUpload };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
const listUploads = ({ multipart }: FileObjectStore, request: S3Request): void => {
  const { bucket, response, context, parameter } = request;
  const prefix = parameter('prefix') ?? '';
  const delimiter = parameter('delimiter') ?? '';
  const keyMarker = parameter('key-marker') ?? '';
  const uploadMarker = parameter('upload-id-marker') ?? '';
  const maxUploads = Math.min(queryNumber(request, 'max-uploads') ?? maxPageSize, maxPageSize);
  const { urlEncoded, encode } = readEncoding(request);
  const after = markerPlace(multipart, bucket, keyMarker, uploadMarker);
  const entries = readEntries(multipart, bucket, { prefix, delimiter, after, max: maxUploads + 1 });
  const page = entries.slice(0, maxUploads);
  const last = page.at(-1);
  const truncated = last !== undefined && entries.length > page.length;
  const uploads = page.flatMap((entry) => ('upload' in entry ? [entry.upload] : []));
  const folders = page.flatMap((entry) => ('folder' in entry ? [entry.folder] : []));
  const shown = uploads.map((upload) =>
    element(
      'Upload',
      textElement('Key', encode(upload.key)) +
        textElement('UploadId', upload.uploadId) +
        ownerElement(context.accountId, 'Initiator') +
        ownerElement(context.accountId) +
        textElement('StorageClass', upload.options.storageClass ?? 'STANDARD') +
        timeElement('Initiated', upload.createdAt) +
        checksumSetting(upload),
    ),
  );
  writeXml(
    response,
    200,
    'ListMultipartUploadsResult',
    textElement('Bucket', bucket) +
      textElement('KeyMarker', encode(keyMarker)) +
      textElement('UploadIdMarker', uploadMarker) +
      textElement('Prefix', encode(prefix)) +
      textElement('Delimiter', delimiter === '' ? undefined : encode(delimiter)) +
      textElement('EncodingType', urlEncoded ? 'url' : undefined) +
      textElement('MaxUploads', maxUploads) +
      textElement('IsTruncated', truncated) +
      (truncated ? nextMarkers(last, encode) : '') +
      shown.join('') +
      folders.map((folder) => element('CommonPrefixes', textElement('Prefix', encode(folder)))).join(''),
  );
};

const nextMarkers = (last: Entry, encode: (text: string) => string): string =>
  'folder' in last
    ? textElement('NextKeyMarker', encode(last.folder)) + textElement('NextUploadIdMarker', '')
    : textElement('NextKeyMarker', encode(last.upload.key)) +
      textElement('NextUploadIdMarker', last.upload.uploadId);

const latest = Number.MAX_SAFE_INTEGER;

/** An upload that is marked, or the end of those of a key. */
const markerPlace = (
  multipart: MultipartUploads,
  bucket: string,
  key: string,
  uploadId: string,
): UploadPlace => {
  const ofKey: UploadPlace = { key, createdAt: key === '' ? -1 : latest, uploadId: '' };
  if (key === '' || uploadId === '') return ofKey;
  try {
    return multipart.get(bucket, key, uploadId);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'NoSuchBucket') throw error;
    return ofKey;
  }
};

const startOf = (key: string): UploadPlace => ({ key, createdAt: -1, uploadId: '' });

/** As keys are listed: a folder is left with one seek, so that the work is that of what is shown. */
const readEntries = (
  multipart: MultipartUploads,
  bucket: string,
  asked: { prefix: string; delimiter: string; after: UploadPlace; max: number },
): Entry[] => {
  const { prefix, delimiter, max } = asked;
  const before = prefixEnd(prefix);
  const entries: Entry[] = [];
  let after = compareUtf8(asked.after.key, prefix) < 0 ? startOf(prefix) : asked.after;
  for (let limit = max; ;) {
    const uploads = multipart.uploads(bucket, { after, before, limit });
    let folder: string | undefined;
    for (const upload of uploads) {
      if (folder !== undefined && upload.key.startsWith(folder)) continue;
      folder = folderOf(upload.key, prefix, delimiter);
      if (folder === undefined) entries.push({ upload });
      // What lies below a marker that is a common prefix comes before it.
      else if (folder !== asked.after.key) entries.push({ folder });
      if (entries.length === max) return entries;
    }
    const last = uploads.at(-1);
    if (!last || uploads.length < limit) return entries;
    const end = folder === undefined ? undefined : prefixEnd(folder);
    if (folder !== undefined && end === undefined) return entries;
    after = end === undefined ? last : startOf(end);
    limit = folder === undefined ? max : Math.max(2, Math.ceil(limit / 4));
  }
};
