import { AwsError } from '../core/aws-error';

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @throws AwsError InvalidBucketName
 */
export const checkBucketName = (bucket: string): void => {
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket);
  if (!wellFormed || bucket.includes('..') || /^\d+\.\d+\.\d+\.\d+$/.test(bucket)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
};

const maxKeyBytes = 1024;

/**
 * A key is any text of 1 to 1024 bytes of UTF-8. NUL is refused: SQLite's binding would cut the key there.
 * @throws AwsError KeyTooLongError or InvalidArgument
 */
export const checkKey = (key: string): void => {
  if (key === '') throw new AwsError('InvalidArgument', 'The object key is empty.');
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new AwsError('KeyTooLongError', 'Your key is too long', { MaxSizeAllowed: maxKeyBytes });
  }
  if (holdsNul(key) || /\p{Surrogate}/u.test(key)) {
    throw new AwsError('InvalidArgument', 'The object key holds a NUL or half a surrogate pair.');
  }
};

/** Whether SQLite would cut the text, and so take one name for another. */
export const holdsNul = (text: string): boolean => text.includes('\0');

export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { Key: key });
