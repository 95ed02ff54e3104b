export interface S3Location {
  bucket: string;
  /** Key or prefix; may be empty. */
  key: string;
}

/** Reads `s3://bucket/key` and S3's https forms (path and virtual-hosted style); undefined if it is neither. */
export const parseS3Location = (uri: string): S3Location | undefined => {
  const match = /^(https|s3):\/\/([^/]+)\/?(.*)$/s.exec(uri);
  const [, scheme, host = '', path = ''] = match ?? [];
  if (scheme === 's3') return { bucket: host, key: path };
  if (scheme !== 'https') return undefined;
  if (/^s3[.-]/.test(host)) {
    const [bucket = '', ...rest] = path.split('/');
    return bucket === '' ? undefined : { bucket, key: rest.join('/') };
  }
  const hosted = /^(.+?)\.s3[.-]/.exec(host);
  return hosted?.[1] ? { bucket: hosted[1], key: path } : undefined;
};
