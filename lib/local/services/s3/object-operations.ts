/** Objects, one at a time: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { FileObjectStore } from '../../store/file-object-store';
import type { DeleteConditions } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { readRange } from './byte-range';
import { checksumHeaders } from './checksums';
import { checkReadConditions, isRangeCurrent } from './conditions';
import { objectHeaders, readObjectOptions, readWriteConditions, withoutQuotes } from './object-headers';
import { readPart } from './object-part';
import { openPayload } from './request-payload';
import { readNumber, type S3Request } from './s3-request';
import { checkNullVersion } from './version-id';

export type S3Operation = (request: S3Request) => void | Promise<void>;

export const createObjectOperations = (objects: FileObjectStore) => {
  const read = async (request: S3Request, withBody: boolean): Promise<void> => {
    const { bucket, key, response, header } = request;
    checkNullVersion(request);
    const object = objects.head(bucket, key);
    checkReadConditions(request, object);
    const part = readPart(request, object, () => objects.parts(bucket, key));
    const range =
      part?.range ?? (isRangeCurrent(request, object) ? readRange(header('range'), object.size) : undefined);
    const partial = part !== undefined || range !== undefined;
    const { start, end } = range ?? { start: 0, end: object.size - 1 };
    const headers: Record<string, string | number> = {
      ...objectHeaders(request, object, !partial || part?.isWhole === true),
      ...part?.headers,
      'content-length': end - start + 1,
      ...(range ? { 'content-range': `bytes ${start}-${end}/${object.size}` } : {}),
    };
    const body = withBody && object.size > 0 ? objects.read(bucket, key, range).body : Readable.from([]);
    response.writeHead(partial ? 206 : 200, headers);
    await pipeline(body, response);
  };

  const put: S3Operation = async (request) => {
    const { bucket, key, response } = request;
    const options = { ...readObjectOptions(request), ...readWriteConditions(request) };
    const { body, expectedMd5, checksum } = await openPayload(request);
    const object = await objects.put(bucket, key, Readable.from(body, { objectMode: false }), {
      ...options,
      expectedMd5,
      checksum,
    });
    for (const [name, value] of Object.entries(object.checksum ? checksumHeaders(object.checksum) : {})) {
      response.setHeader(name, value);
    }
    response.setHeader('etag', `"${object.etag}"`);
    response.writeHead(200, { 'content-length': 0 }).end();
  };

  return {
    GetObject: (request) => read(request, true),
    HeadObject: (request) => read(request, false),
    PutObject: put,
    DeleteObject(request) {
      const { bucket, key, response } = request;
      checkNullVersion(request);
      objects.delete(bucket, key, readDeleteConditions(request));
      response.writeHead(204).end();
    },
  } satisfies Record<string, S3Operation>;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html @throws AwsError InvalidArgument */
const readDeleteConditions = ({ header }: S3Request): DeleteConditions => {
  const etag = header('if-match');
  const size = readNumber('x-amz-if-match-size', header('x-amz-if-match-size'));
  const time = header('x-amz-if-match-last-modified-time');
  return {
    ...(etag === undefined ? {} : { etag: withoutQuotes(etag) }),
    ...(size === undefined ? {} : { size }),
    ...(time === undefined ? {} : { lastModified: readTime(time) }),
  };
};

/** Milliseconds of the whole second. @throws AwsError InvalidArgument */
export const readTime = (text: string): number => {
  const ms = Date.parse(text.trim());
  if (Number.isNaN(ms)) {
    throw new AwsError('InvalidArgument', 'The last modified time is not a time.', { ArgumentValue: text });
  }
  return Math.floor(ms / 1000) * 1000;
};
