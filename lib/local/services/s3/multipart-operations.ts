/** Multipart uploads: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { MultipartUpload, NamedPart, UploadedPart } from '../../store/multipart-uploads';
import {
  checksumAlgorithms,
  type ChecksumAlgorithm,
  checksumming,
  startChecksum,
} from '../../store/object-checksum';
import { AwsError } from '../../core/aws-error';
import { textElement } from '../../wire/xml-writer';
import { readRange } from './byte-range';
import { checkForm, checksumElement, readUploadChecksum, typedChecksumElements } from './checksums';
import { checkCopyConditions } from './conditions';
import { readCopySource } from './copy-source';
import { readObjectOptions, readWriteConditions, withoutQuotes } from './object-headers';
import type { S3Operation } from './object-operations';
import { checksumHeader } from './operation-members';
import { openPayload, readPayload } from './request-payload';
import { queryNumber, type S3Request } from './s3-request';
import { parseXmlBody, timeElement, writeXml } from './s3-xml';

const checksumText = z.string().trim().optional();

const completeBody = z.strictObject({
  Part: z
    .array(
      z.strictObject({
        PartNumber: z
          .string()
          .trim()
          .regex(/^\d{1,5}$/)
          .transform(Number),
        ETag: z.string().transform((etag) => withoutQuotes(etag)),
        // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- every algorithm is given its member here
        ...(Object.fromEntries(checksumAlgorithms.map((name) => [`Checksum${name}`, checksumText])) as Record<
          `Checksum${ChecksumAlgorithm}`,
          typeof checksumText
        >),
      }),
    )
    .min(1)
    .max(10_000),
});

export const createMultipartOperations = (objects: FileObjectStore) => {
  const { multipart } = objects;

  const uploadOf = ({ bucket, key, parameter }: S3Request) =>
    multipart.get(bucket, key, parameter('uploadId') ?? '');
  const partNumberOf = (request: S3Request): number => queryNumber(request, 'partNumber') ?? 0;

  const uploadPart: S3Operation = async (request) => {
    const { response } = request;
    const upload = uploadOf(request);
    const payload = await openPayload(request, algorithmOf(upload));
    checkPartAlgorithm(upload, payload.claimed?.algorithm);
    const { body, expectedMd5, checksum } = payload;
    const part = await multipart.putPart(upload, partNumberOf(request), body, { expectedMd5 }, checksum);
    for (const [name, value] of partChecksumHeaders(part)) response.setHeader(name, value);
    response.setHeader('etag', `"${part.etag}"`);
    response.writeHead(200, { 'content-length': 0 }).end();
  };

  const uploadPartCopy: S3Operation = async (request) => {
    const upload = uploadOf(request);
    const from = readCopySource(request);
    const source = objects.head(from.bucket, from.key);
    checkCopyConditions(request, source);
    const range = request.header('x-amz-copy-source-range');
    const bytes = readCopyRange(range, source.size);
    const { body } = objects.read(from.bucket, from.key, bytes);
    const running = await startChecksum(algorithmOf(upload));
    try {
      const part = await multipart.putPart(
        upload,
        partNumberOf(request),
        checksumming(body as AsyncIterable<Buffer>, running),
        {},
        () => ({ algorithm: running.algorithm, type: 'FULL_OBJECT', value: running.digest() }),
      );
      writeXml(
        request.response,
        200,
        'CopyPartResult',
        timeElement('LastModified', part.lastModified) +
          textElement('ETag', `"${part.etag}"`) +
          checksumElement(part.checksum),
      );
    } finally {
      body.destroy();
    }
  };

  const complete: S3Operation = async (request) => {
    const { bucket, key, bucketUrl, response, parameter } = request;
    // The checksum headers of this request speak of the object, not of this body.
    const xml = await readPayload(request, 'none');
    const { Part: named } = await parseXmlBody(xml, 'CompleteMultipartUpload', completeBody);
    const parts: NamedPart[] = named.map(({ PartNumber, ETag, ...checksums }) => ({
      partNumber: PartNumber,
      etag: ETag,
      checksums: checksumAlgorithms.flatMap((algorithm) => {
        const value = checksums[`Checksum${algorithm}`];
        return value === undefined ? [] : [{ algorithm, value }];
      }),
    }));
    const object =
      multipart.completed(bucket, key, parameter('uploadId') ?? '', parts) ??
      (await multipart.complete(uploadOf(request), parts, readCompletion(request, uploadOf(request))));
    writeXml(
      response,
      200,
      'CompleteMultipartUploadResult',
      textElement('Location', `${bucketUrl}/${encodeURIComponent(key)}`) +
        textElement('Bucket', bucket) +
        textElement('Key', key) +
        textElement('ETag', `"${object.etag}"`) +
        typedChecksumElements(object.checksum),
    );
  };

  return {
    CreateMultipartUpload(request) {
      const { bucket, key, response } = request;
      const checksum = readUploadChecksum(request);
      const upload = multipart.start(bucket, key, { ...readObjectOptions(request), checksum });
      if (checksum) {
        response.setHeader('x-amz-checksum-algorithm', checksum.algorithm);
        response.setHeader('x-amz-checksum-type', checksum.type);
      }
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
  } satisfies Record<string, S3Operation>;
};

const algorithmOf = ({ options }: MultipartUpload): ChecksumAlgorithm =>
  options.checksum?.algorithm ?? 'CRC64NVME';

/** An upload that named no algorithm takes parts with any. @throws AwsError InvalidRequest */
const checkPartAlgorithm = ({ options }: MultipartUpload, claimed: ChecksumAlgorithm | undefined): void => {
  const expected = options.checksum?.algorithm;
  if (claimed === undefined || expected === undefined || claimed === expected) return;
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${claimed.toLowerCase()}`;
  throw new AwsError('InvalidRequest', message);
};

const partChecksumHeaders = ({ checksum }: UploadedPart): [string, string][] =>
  checksum ? [[checksumHeader(checksum.algorithm), checksum.value]] : [];

/** @throws AwsError InvalidArgument, InvalidRange */
const readCopyRange = (range: string | undefined, size: number): ReturnType<typeof readRange> => {
  if (range === undefined) return undefined;
  const bytes = /^bytes=\d+-\d+$/.test(range) ? readRange(range, size) : undefined;
  const last = Number(range.split('-')[1]);
  if (bytes && last < size) return bytes;
  const message = bytes
    ? `Range specified is not valid for source object of size: ${size}`
    : 'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy';
  throw new AwsError('InvalidArgument', message, {
    ArgumentName: 'x-amz-copy-source-range',
    ArgumentValue: range,
  });
};

const readCompletion = (request: S3Request, { options }: MultipartUpload) => {
  const { header } = request;
  const expectedChecksums = checksumAlgorithms.flatMap((algorithm) => {
    const value = header(checksumHeader(algorithm));
    if (value === undefined) return [];
    checkForm(algorithm, value, true);
    return [{ algorithm, value }];
  });
  const type = header('x-amz-checksum-type')?.toUpperCase();
  const started = options.checksum?.type ?? 'FULL_OBJECT';
  if (type !== undefined && type !== started) {
    const message = `The upload was created using the ${started} checksum mode. The complete request must use the same checksum mode.`;
    throw new AwsError('InvalidRequest', message);
  }
  const size = header('x-amz-mp-object-size');
  if (size !== undefined && !/^\d{1,15}$/.test(size)) {
    throw new AwsError('InvalidArgument', 'Value for x-amz-mp-object-size header is invalid.');
  }
  return {
    ...readWriteConditions(request),
    expectedChecksums,
    expectedSize: size === undefined ? undefined : Number(size),
  };
};
