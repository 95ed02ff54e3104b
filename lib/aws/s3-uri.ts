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
  const plain = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (plain) return { bucket: plain[1] ?? '', key: plain[2] ?? '' };
  const hosted = /^https:\/\/([^/]+?)\.s3[.-][^/]*amazonaws\.com[^/]*\/?(.*)$/s.exec(uri);
  if (hosted) return { bucket: hosted[1] ?? '', key: hosted[2] ?? '' };
  const pathStyle = /^https:\/\/s3[.-][^/]*amazonaws\.com[^/]*\/([^/]+)\/?(.*)$/s.exec(uri);
  if (pathStyle) return { bucket: pathStyle[1] ?? '', key: pathStyle[2] ?? '' };
  throw new SpotdeckError('invalid-input', `"${uri}" is not an S3 URI: it must look like s3://bucket/key.`);
};

export const s3UriOf = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

/** The location as a folder: everything below it, and not its neighbours whose names begin alike. */
export const folderPrefix = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
