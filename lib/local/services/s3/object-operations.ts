/** Objects, one at a time: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { FileObjectStore } from '../../store/file-object-store';
import type { StoredObject } from '../../store/object-store';
import { AwsError } from '../../wire/errors';
import { textElement } from '../../wire/xml-writer';
import { readRange } from './byte-range';
import { checkCopyConditions, checkReadConditions } from './conditions';
import { readCopySource } from './copy-source';
import { objectHeaders, readObjectOptions } from './object-headers';
import { openPayload } from './request-payload';
import type { S3Request } from './s3-request';
import { timeElement, writeXml } from './s3-xml';

export type S3Operation = (request: S3Request) => void | Promise<void>;

export const createObjectOperations = (objects: FileObjectStore) => {
  const read = async (request: S3Request, withBody: boolean): Promise<void> => {
    const { bucket, key, response, header, query } = request;
    const object = objects.head(bucket, key);
    checkReadConditions(request, object);
    checkPartNumber(query, object);
    const range = readRange(header('range'), object.size);
    const { start, end } = range ?? { start: 0, end: object.size - 1 };
    const headers: Record<string, string | number> = {
      ...objectHeaders(request, object, !range),
      'content-length': end - start + 1,
      ...(range ? { 'content-range': `bytes ${start}-${end}/${object.size}` } : {}),
    };
    const body = withBody && object.size > 0 ? objects.read(bucket, key, range).body : Readable.from([]);
    response.writeHead(range ? 206 : 200, headers);
    await pipeline(body, response);
  };

  const put: S3Operation = async (request) => {
    const { bucket, key, response } = request;
    const options = { ...readObjectOptions(request), ifAbsent: wantsAbsent(request) };
    const { body, expectedMd5, verified } = openPayload(request);
    const object = await objects.put(bucket, key, Readable.from(body, { objectMode: false }), {
      ...options,
      expectedMd5,
    });
    setChecksums(request, verified, object.crc32);
    response.setHeader('etag', `"${object.etag}"`);
    response.writeHead(200, { 'content-length': 0 }).end();
  };

  const copy: S3Operation = async (request) => {
    const { bucket, key, response, header } = request;
    const from = readCopySource(request);
    checkCopyConditions(request, objects.head(from.bucket, from.key));
    const directive = header('x-amz-metadata-directive') ?? 'COPY';
    if (directive !== 'COPY' && directive !== 'REPLACE') {
      throw new AwsError('InvalidArgument', 'Unknown metadata directive.', { ArgumentValue: directive });
    }
    if (directive === 'COPY' && from.bucket === bucket && from.key === key) {
      throw new AwsError(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
          'metadata, storage class, website redirect location or encryption attributes.',
      );
    }
    const described = directive === 'REPLACE' ? readObjectOptions(request) : {};
    const options = { ...described, ifAbsent: wantsAbsent(request) };
    const object = await objects.copy(from, { bucket, key }, options);
    writeXml(
      response,
      200,
      'CopyObjectResult',
      timeElement('LastModified', object.lastModified) +
        textElement('ETag', `"${object.etag}"`) +
        textElement('ChecksumCRC32', object.crc32) +
        textElement('ChecksumType', object.crc32 && 'FULL_OBJECT'),
    );
  };

  return {
    GetObject: (request) => read(request, true),
    HeadObject: (request) => read(request, false),
    PutObject: put,
    CopyObject: copy,
    DeleteObject({ bucket, key, response }) {
      objects.delete(bucket, key);
      response.writeHead(204).end();
    },
  } satisfies Record<string, S3Operation>;
};

/** Only `If-None-Match: *` exists for writes. @throws AwsError NotImplemented */
export const wantsAbsent = ({ header }: S3Request): boolean => {
  const unsupported = header('if-match') !== undefined ? 'If-Match' : undefined;
  const value = header('if-none-match');
  if (unsupported ?? (value !== undefined && value.trim() !== '*')) {
    const name = unsupported ?? 'If-None-Match other than *';
    throw new AwsError('NotImplemented', `The local backend does not support ${name} on a write.`);
  }
  return value !== undefined;
};

/** Repeats what was verified; CRC32 is known of every object. */
export const setChecksums = (
  { response }: S3Request,
  verified: Map<string, string>,
  crc32?: string,
): void => {
  if (crc32) response.setHeader('x-amz-checksum-crc32', crc32);
  for (const [name, value] of verified) response.setHeader(name, value);
};

/** The parts of a joined object are not kept, so only an object of one part has a part 1 to read. */
const checkPartNumber = (query: URLSearchParams, object: StoredObject): void => {
  const number = query.get('partNumber');
  if (number === null) return;
  if (object.etag.includes('-')) {
    throw new AwsError(
      'NotImplemented',
      'The local backend does not read single parts of a multipart object.',
    );
  }
  if (number !== '1') {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      PartNumberRequested: number,
    });
  }
};
