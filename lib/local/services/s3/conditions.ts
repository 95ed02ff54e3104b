/** Conditions of reads and copies: RFC 9110 section 13, as S3 applies it. */
import { preconditionFailed, wholeSeconds } from '../../store/object-conditions';
import type { StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import type { S3Request } from './s3-request';

interface Conditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  ifUnmodifiedSince: string | undefined;
  /** How an error names them. */
  prefix: string;
}

/** @throws AwsError PreconditionFailed, or NotModified where the client's copy is still good. */
export const checkReadConditions = ({ header }: S3Request, object: StoredObject): void => {
  const conditions = {
    ifMatch: header('if-match'),
    ifNoneMatch: header('if-none-match'),
    ifModifiedSince: header('if-modified-since'),
    ifUnmodifiedSince: header('if-unmodified-since'),
    prefix: '',
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
    prefix: 'x-amz-copy-source-',
  };
  checkUnchanged(conditions, source);
  if (isChanged(conditions, source)) return;
  throw preconditionFailed(
    `${conditions.prefix}${conditions.ifNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match'}`,
  );
};

const checkUnchanged = ({ ifMatch, ifUnmodifiedSince, prefix }: Conditions, object: StoredObject): void => {
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object.etag)) throw preconditionFailed(`${prefix}If-Match`);
    return;
  }
  const since = readTime(ifUnmodifiedSince);
  if (since !== undefined && wholeSeconds(object) > since) {
    throw preconditionFailed(`${prefix}If-Unmodified-Since`);
  }
};

const isChanged = ({ ifNoneMatch, ifModifiedSince }: Conditions, object: StoredObject): boolean => {
  if (ifNoneMatch !== undefined) return !names(ifNoneMatch, object.etag);
  const since = readTime(ifModifiedSince);
  return since === undefined || wholeSeconds(object) > since;
};

/** Whether a Range is still of the object the client knows: RFC 9110 section 13.1.5. */
export const isRangeCurrent = ({ header }: S3Request, object: StoredObject): boolean => {
  const given = header('if-range');
  if (given === undefined) return true;
  const since = readTime(/^(W\/)?"/.test(given) ? undefined : given);
  return since === undefined ? given === `"${object.etag}"` : wholeSeconds(object) === since;
};

const names = (list: string, etag: string): boolean =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);

const readTime = (text: string | undefined): number | undefined => {
  const ms = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
};
