import { ClientError } from './job-failure';

/** The local backend's one reader of S3 locations. */
export interface S3Location {
  bucket: string;
  /** Without a slash at its start; empty for the whole bucket. */
  key: string;
}

/** Reads `s3://bucket/key` and S3's https forms (path and virtual-hosted style); undefined if it is neither. */
export const readS3Uri = (uri: string): S3Location | undefined => {
  const [, scheme, host = '', path = ''] = /^(https|s3):\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (scheme === 's3') return { bucket: host, key: path };
  if (scheme !== 'https') return undefined;
  if (/^s3[.-]/.test(host)) {
    const [bucket = '', ...rest] = path.split('/');
    return bucket === '' ? undefined : { bucket, key: rest.join('/') };
  }
  const hosted = /^(.+?)\.s3[.-]/.exec(host);
  return hosted?.[1] ? { bucket: hosted[1], key: path } : undefined;
};

/** @throws ClientError that names the member `what`. */
export const parseS3Uri = (uri: string, what: string): S3Location => {
  const location = readS3Uri(uri);
  if (!location) throw new ClientError(`${what} must be an S3 URI (s3://bucket/key), not "${uri}".`);
  return location;
};

export const s3UriOf = ({ bucket, key }: S3Location): string => `s3://${bucket}/${key}`;

/** A prefix as a folder: empty, or with one slash at its end. */
export const asFolder = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`);
