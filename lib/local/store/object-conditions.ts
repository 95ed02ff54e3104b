/** Conditions of writes and deletions: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html */
import { AwsError } from '../core/aws-error';
import { noSuchKey } from './object-names';
import type { DeleteConditions, PutOptions, StoredObject } from './object-store';

/** @throws AwsError PreconditionFailed or NoSuchKey where `old` may not be replaced */
export const checkReplacement = (
  old: StoredObject | undefined,
  key: string,
  { ifAbsent, ifMatch }: PutOptions,
): void => {
  if (ifAbsent && old) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!old) throw noSuchKey(key);
  if (!isEtag(ifMatch, old)) throw preconditionFailed('If-Match');
};

/** @throws AwsError PreconditionFailed or NoSuchKey where `old` may not be deleted */
export const checkDeletion = (
  old: StoredObject | undefined,
  key: string,
  conditions: DeleteConditions,
): void => {
  const { etag, size, lastModified } = conditions;
  if (etag === undefined && size === undefined && lastModified === undefined) return;
  if (!old) throw noSuchKey(key);
  if (etag !== undefined && !isEtag(etag, old)) throw preconditionFailed('If-Match');
  if (size !== undefined && size !== old.size) throw preconditionFailed('x-amz-if-match-size');
  if (lastModified !== undefined && lastModified !== wholeSeconds(old)) {
    throw preconditionFailed('x-amz-if-match-last-modified-time');
  }
};

export const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

/** HTTP dates have whole seconds: the fraction must not make an object newer than its own Last-Modified. */
export const wholeSeconds = ({ lastModified }: StoredObject): number =>
  Math.floor(lastModified / 1000) * 1000;

const isEtag = (etag: string, object: StoredObject): boolean => etag === '*' || etag === object.etag;
