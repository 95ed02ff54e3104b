/** Listings of open uploads and of their parts. */
import type { FileObjectStore } from '../../store/file-object-store';
import type { MultipartUpload, UploadedPart } from '../../store/multipart-uploads';
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
  const all = multipart.uploads(bucket).filter((upload) => upload.key.startsWith(prefix));
  const entries = withFolders(afterMarker(all, keyMarker, uploadMarker), prefix, delimiter).filter(
    (entry) => !('folder' in entry) || entry.folder !== keyMarker,
  );
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

/** Uploads after the marker; those below a marker that is a common prefix come before it. */
const afterMarker = (
  uploads: readonly MultipartUpload[],
  keyMarker: string,
  uploadMarker: string,
): readonly MultipartUpload[] => {
  if (keyMarker === '') return uploads;
  const marked = uploads.findIndex(({ uploadId, key }) => uploadId === uploadMarker && key === keyMarker);
  if (marked !== -1) return uploads.slice(marked + 1);
  return uploads.filter(({ key }) => compareUtf8(key, keyMarker) > 0);
};

const withFolders = (uploads: readonly MultipartUpload[], prefix: string, delimiter: string): Entry[] => {
  const entries: Entry[] = [];
  const folders = new Set<string>();
  for (const upload of uploads) {
    const at = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const folder = upload.key.slice(0, at + delimiter.length);
    if (at === -1) entries.push({ upload });
    else if (!folders.has(folder)) entries.push({ folder });
    if (at !== -1) folders.add(folder);
  }
  return entries;
};
