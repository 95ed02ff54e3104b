import { ClientError } from './job-failure';

export interface S3Location {
  bucket: string;
  /** Without a slash at its start; empty for the whole bucket. */
  key: string;
}

/** @throws ClientError that names the member `what`. */
export const parseS3Uri = (uri: string, what: string): S3Location => {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  if (!match?.[1]) throw new ClientError(`${what} must be an S3 URI (s3://bucket/key), not "${uri}".`);
  return { bucket: match[1], key: match[2] ?? '' };
};

/** A prefix as a folder: empty, or with one slash at its end. */
export const asFolder = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
