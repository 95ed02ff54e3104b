/** Conditional requests: RFC 9110 section 13, as S3 applies it. */
import type { StoredObject } from '../../store/object-store';
import { AwsError } from '../../wire/errors';
import type { S3Request } from './s3-request';

interface Conditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  ifUnmodifiedSince: string | undefined;
}

/** @throws AwsError PreconditionFailed, or NotModified where the client's copy is still good. */
export const checkReadConditions = ({ header }: S3Request, object: StoredObject): void => {
  const conditions = {
    ifMatch: header('if-match'),
    ifNoneMatch: header('if-none-match'),
    ifModifiedSince: header('if-modified-since'),
    ifUnmodifiedSince: header('if-unmodified-since'),
  };
  checkUnchanged(conditions, object);
  if (!isChanged(conditions, object)) {
    throw new AwsError('NotModified', 'Not Modified', {
      etag: object.etag,
      lastModified: object.lastModified,
    });
  }
};

/** @throws AwsError PreconditionFailed for a copy whose source does not fit. */
export const checkCopyConditions = ({ header }: S3Request, source: StoredObject): void => {
  const conditions = {
    ifMatch: header('x-amz-copy-source-if-match'),
    ifNoneMatch: header('x-amz-copy-source-if-none-match'),
    ifModifiedSince: header('x-amz-copy-source-if-modified-since'),
    ifUnmodifiedSince: header('x-amz-copy-source-if-unmodified-since'),
  };
  checkUnchanged(conditions, source);
  if (!isChanged(conditions, source)) throw failed('x-amz-copy-source-If-None-Match');
};

const checkUnchanged = ({ ifMatch, ifUnmodifiedSince }: Conditions, object: StoredObject): void => {
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object.etag)) throw failed('If-Match');
    return;
  }
  const since = readTime(ifUnmodifiedSince);
  if (since !== undefined && wholeSeconds(object) > since) throw failed('If-Unmodified-Since');
};

const isChanged = ({ ifNoneMatch, ifModifiedSince }: Conditions, object: StoredObject): boolean => {
  if (ifNoneMatch !== undefined) return !names(ifNoneMatch, object.etag);
  const since = readTime(ifModifiedSince);
  return since === undefined || wholeSeconds(object) > since;
};

const names = (list: string, etag: string): boolean =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);

/** HTTP dates have whole seconds: the fraction must not make an object newer than its own Last-Modified. */
const wholeSeconds = ({ lastModified }: StoredObject): number => Math.floor(lastModified / 1000) * 1000;

const readTime = (text: string | undefined): number | undefined => {
  const millis = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
};

const failed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
