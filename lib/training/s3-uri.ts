/** The dashboard's one reader of S3 locations. */
import { z } from 'zod';

export interface S3Location {
  bucket: string;
  /** Without a leading slash; empty for the bucket itself. */
  key: string;
}

/**
 * Reads `s3://bucket/key`, or the https form that SageMaker also takes (`https://s3…amazonaws.com/bucket/key`,
 * `https://bucket.s3….amazonaws.com/key`); undefined for what is neither.
 */
export const readS3Uri = (uri: string): S3Location | undefined => {
  const [, bucket = '', key = ''] = forms.map((form) => form.exec(uri)).find((match) => match !== null) ?? [];
  return bucketName.test(bucket) ? { bucket, key } : undefined;
};

const forms = [
  /^s3:\/\/([^/]+)\/?(.*)$/s,
  /^https:\/\/([^/]+?)\.s3[.-][^/]*amazonaws\.com[^/]*\/?(.*)$/s,
  /^https:\/\/s3[.-][^/]*amazonaws\.com[^/]*\/([^/]+)\/?(.*)$/s,
];
/** Old buckets have names that no new one may have; AWS's own SDKs take these (botocore, validate_bucket_name). */
const bucketName = /^[a-zA-Z0-9.\-_]{3,255}$/;

/** @param wanted what is told instead, in a sentence */
export const s3UriSchema = (wanted: string) =>
  z
    .string(wanted)
    .trim()
    .refine((uri) => readS3Uri(uri) !== undefined, wanted);

export const s3UriOf = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

/** The location as a folder: everything below it, and not its neighbours whose names begin alike. */
export const folderPrefix = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
