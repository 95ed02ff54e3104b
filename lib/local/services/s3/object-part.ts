/** Reads of one part of an object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
import type { StoredObject, StoredPart } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import type { ByteRange } from './byte-range';
import { checksumHeaders } from './checksums';
import { wantsChecksum } from './object-headers';
import { queryNumber, type S3Request } from './s3-request';

export interface AskedPart {
  /** Undefined where the part holds no bytes. */
  range: ByteRange | undefined;
  isWhole: boolean;
  headers: Record<string, string>;
}

/**
 * The part a request asks for; undefined where it asks for none. An object that was put at once has one part.
 * @throws AwsError InvalidPartNumber, InvalidRequest; NotImplemented for objects of older stores
 */
export const readPart = (
  request: S3Request,
  object: StoredObject,
  partsOf: () => readonly StoredPart[],
): AskedPart | undefined => {
  const number = queryNumber(request, 'partNumber');
  if (number === undefined) return undefined;
  if (request.header('range') !== undefined) {
    throw new AwsError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  if (!object.etag.includes('-')) {
    if (number !== 1) throw noSuchPart(number, 1);
    return { range: rangeOf(0, object.size), isWhole: true, headers: {} };
  }
  const parts = partsOf();
  if (parts.length === 0) {
    throw new AwsError('NotImplemented', 'The parts of this object were joined before they were kept.');
  }
  const part = parts[number - 1];
  if (!part) throw noSuchPart(number, parts.length);
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return {
    range: rangeOf(start, part.size),
    isWhole: false,
    headers: {
      'x-amz-mp-parts-count': String(parts.length),
      ...(wantsChecksum(request.header) ? partChecksum(object, part) : {}),
    },
  };
};

const rangeOf = (start: number, size: number): ByteRange | undefined =>
  size === 0 ? undefined : { start, end: start + size - 1 };

const partChecksum = ({ checksum }: StoredObject, part: StoredPart): Record<string, string> =>
  checksum && part.checksum !== undefined ? checksumHeaders({ ...checksum, value: part.checksum }) : {};

const noSuchPart = (number: number, count: number): AwsError =>
  new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested: number,
    ActualPartCount: count,
  });
