import { SpotdeckError } from '../errors/spotdeck-error';

export interface S3Location {
  bucket: string;
  /** Without a leading slash; empty for the bucket itself. */
  key: string;
}

/**
 * Reads `s3://bucket/key`, or the https form that SageMaker also takes (`https://s3…amazonaws.com/bucket/key`,
 * `https://bucket.s3….amazonaws.com/key`).
 * @throws {SpotdeckError} invalid-input
 */
export const parseS3Uri = (uri: string): S3Location => {
  const [, bucket = '', key = ''] = forms.map((form) => form.exec(uri)).find((match) => match !== null) ?? [];
  if (!bucketName.test(bucket))
    throw new SpotdeckError('invalid-input', `"${uri}" is not an S3 URI: it must look like s3://bucket/key.`);
  if (Buffer.byteLength(key) > maxKeyBytes)
    throw new SpotdeckError(
      'invalid-input',
      `The key in "${uri.slice(0, 80)}…" is longer than S3's 1,024 bytes.`,
    );
  return { bucket, key };
};

const forms = [
  /^s3:\/\/([^/]+)\/?(.*)$/s,
  /^https:\/\/([^/]+?)\.s3[.-][^/]*amazonaws\.com[^/]*\/?(.*)$/s,
  /^https:\/\/s3[.-][^/]*amazonaws\.com[^/]*\/([^/]+)\/?(.*)$/s,
];
/** Old buckets have names that no new one may have; AWS's own SDKs take these (botocore, validate_bucket_name). */
const bucketName = /^[a-zA-Z0-9.\-_]{1,255}$/;
const maxKeyBytes = 1_024;

export const s3UriOf = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

/** The location as a folder: everything below it, and not its neighbours whose names begin alike. */
export const folderPrefix = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
