/** Multipart uploads: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { MultipartUpload } from '../../store/multipart-uploads';
import { AwsError } from '../../wire/errors';
import { element, textElement } from '../../wire/xml-writer';
import { readRange } from './byte-range';
import { checkCopyConditions } from './conditions';
import { readCopySource } from './copy-source';
import { readObjectOptions } from './object-headers';
import { type S3Operation, setChecksums, wantsAbsent } from './object-operations';
import { openPayload, readPayload } from './request-payload';
import { queryNumber, type S3Request } from './s3-request';
import { decodeXmlText, ownerElement, parseXmlBody, timeElement, writeXml } from './s3-xml';

const completeBody = z.object({
  Part: z
    .array(
      z.object({
        PartNumber: z
          .string()
          .trim()
          .regex(/^\d{1,5}$/)
          .transform(Number),
        ETag: z.string().transform((etag) => decodeXmlText(etag).trim().replace(/^"|"$/g, '')),
        ChecksumCRC32: z.string().trim().optional(),
      }),
    )
    .min(1)
    .max(10_000),
});

export const createMultipartOperations = (objects: FileObjectStore) => {
  const { multipart } = objects;

  const uploadOf = ({ bucket, key, query }: S3Request) =>
    multipart.get(bucket, key, query.get('uploadId') ?? '');
  const partNumberOf = ({ query }: S3Request): number => queryNumber(query, 'partNumber') ?? 0;

  const uploadPart: S3Operation = async (request) => {
    const { response } = request;
    const upload = uploadOf(request);
    const { body, expectedMd5, verified } = openPayload(request);
    const part = await multipart.putPart(upload, partNumberOf(request), body, { expectedMd5 });
    setChecksums(request, verified, part.crc32);
    response.setHeader('etag', `"${part.etag}"`);
    response.writeHead(200, { 'content-length': 0 }).end();
  };

  const uploadPartCopy: S3Operation = async (request) => {
    const upload = uploadOf(request);
    const from = readCopySource(request);
    const source = objects.head(from.bucket, from.key);
    checkCopyConditions(request, source);
    const range = request.header('x-amz-copy-source-range');
    const bytes = readRange(range, source.size);
    if (range !== undefined && !bytes) {
      throw new AwsError(
        'InvalidArgument',
        'The x-amz-copy-source-range value must be of the form bytes=first-last',
      );
    }
    const { body } = objects.read(from.bucket, from.key, bytes);
    try {
      const part = await multipart.putPart(upload, partNumberOf(request), body);
      writeXml(
        request.response,
        200,
        'CopyPartResult',
        timeElement('LastModified', part.lastModified) +
          textElement('ETag', `"${part.etag}"`) +
          textElement('ChecksumCRC32', part.crc32),
      );
    } finally {
      body.destroy();
    }
  };

  const complete: S3Operation = async (request) => {
    const { bucket, key, response, context, header } = request;
    const upload = uploadOf(request);
    const { Part: named } = parseXmlBody(
      // The checksum headers of this request speak of the object, not of this body.
      await readPayload(request, []),
      'CompleteMultipartUpload',
      completeBody,
    );
    const parts = named.map(({ PartNumber, ETag, ChecksumCRC32 }) => ({
      partNumber: PartNumber,
      etag: ETag,
      ...(ChecksumCRC32 === undefined ? {} : { crc32: ChecksumCRC32 }),
    }));
    const claimed = header('x-amz-checksum-crc32');
    // A composite checksum (`…-3`) is one of the parts' checksums, each of which was verified.
    const expectedCrc32 = claimed?.includes('-') ? undefined : claimed;
    const object = await multipart.complete(upload, parts, { ifAbsent: wantsAbsent(request), expectedCrc32 });
    writeXml(
      response,
      200,
      'CompleteMultipartUploadResult',
      textElement('Location', `${context.origin}/${bucket}/${encodeURIComponent(key)}`) +
        textElement('Bucket', bucket) +
        textElement('Key', key) +
        textElement('ETag', `"${object.etag}"`) +
        textElement('ChecksumCRC32', object.crc32) +
        textElement('ChecksumType', 'FULL_OBJECT'),
    );
  };

  return {
    CreateMultipartUpload(request) {
      const { bucket, key, response, header } = request;
      const algorithm = header('x-amz-checksum-algorithm')?.toUpperCase();
      const upload = multipart.start(bucket, key, readObjectOptions(request));
      if (algorithm) response.setHeader('x-amz-checksum-algorithm', algorithm);
      writeXml(
        response,
        200,
        'InitiateMultipartUploadResult',
        textElement('Bucket', bucket) + textElement('Key', key) + textElement('UploadId', upload.uploadId),
      );
    },
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
    CompleteMultipartUpload: complete,
    AbortMultipartUpload(request) {
      multipart.abort(uploadOf(request));
      request.response.writeHead(204).end();
    },
    ListParts(request) {
      const { bucket, key, query, response, context } = request;
      const upload = uploadOf(request);
      const marker = queryNumber(query, 'part-number-marker') ?? 0;
      const maxParts = Math.min(queryNumber(query, 'max-parts') ?? 1000, 1000);
      const after = multipart.parts(upload).filter((part) => part.partNumber > marker);
      const page = after.slice(0, maxParts);
      const parts = page.map((part) =>
        element(
          'Part',
          textElement('PartNumber', part.partNumber) +
            timeElement('LastModified', part.lastModified) +
            textElement('ETag', `"${part.etag}"`) +
            textElement('Size', part.size) +
            textElement('ChecksumCRC32', part.crc32),
        ),
      );
      const truncated = after.length > page.length;
      writeXml(
        response,
        200,
        'ListPartsResult',
        textElement('Bucket', bucket) +
          textElement('Key', key) +
          textElement('UploadId', upload.uploadId) +
          ownerElement(context.accountId, 'Initiator') +
          ownerElement(context.accountId) +
          textElement('StorageClass', 'STANDARD') +
          textElement('PartNumberMarker', marker) +
          textElement('NextPartNumberMarker', truncated ? page.at(-1)?.partNumber : undefined) +
          textElement('MaxParts', maxParts) +
          textElement('IsTruncated', truncated) +
          parts.join(''),
      );
    },
    ListMultipartUploads({ bucket, query, response, context }) {
      const prefix = query.get('prefix') ?? '';
      const maxUploads = Math.min(queryNumber(query, 'max-uploads') ?? 1000, 1000);
      const url = query.get('encoding-type') === 'url';
      const encode = (text: string) => (url ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
      const all = multipart.uploads(bucket).filter((upload) => upload.key.startsWith(prefix));
      const from = firstAfterMarker(all, query);
      const page = all.slice(from, from + maxUploads);
      const last = page.at(-1);
      const truncated = last !== undefined && from + page.length < all.length;
      const uploads = page.map((upload) =>
        element(
          'Upload',
          textElement('Key', encode(upload.key)) +
            textElement('UploadId', upload.uploadId) +
            ownerElement(context.accountId, 'Initiator') +
            ownerElement(context.accountId) +
            textElement('StorageClass', 'STANDARD') +
            timeElement('Initiated', upload.createdAt),
        ),
      );
      writeXml(
        response,
        200,
        'ListMultipartUploadsResult',
        textElement('Bucket', bucket) +
          textElement('Prefix', encode(prefix)) +
          textElement('EncodingType', url ? 'url' : undefined) +
          textElement('MaxUploads', maxUploads) +
          textElement('IsTruncated', truncated) +
          (truncated ? textElement('NextKeyMarker', encode(last.key)) : '') +
          (truncated ? textElement('NextUploadIdMarker', last.uploadId) : '') +
          uploads.join(''),
      );
    },
  } satisfies Record<string, S3Operation>;
};

const firstAfterMarker = (uploads: readonly MultipartUpload[], query: URLSearchParams): number => {
  const keyMarker = query.get('key-marker');
  if (keyMarker === null || keyMarker === '') return 0;
  const marked = uploads.findIndex((upload) => upload.uploadId === query.get('upload-id-marker'));
  if (marked !== -1) return marked + 1;
  const marker = Buffer.from(keyMarker);
  const next = uploads.findIndex((upload) => Buffer.compare(Buffer.from(upload.key), marker) > 0);
  return next === -1 ? uploads.length : next;
};
