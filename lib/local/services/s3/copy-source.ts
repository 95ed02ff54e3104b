import { AwsError } from '../../core/aws-error';
import { refusal } from './refusals';
import type { S3Request } from './s3-request';

/**
 * Bucket and key of x-amz-copy-source, which is URL-encoded and may start with a slash.
 * @throws AwsError InvalidArgument, AccessDenied, NotImplemented
 */
export const readCopySource = ({ header, context }: S3Request): { bucket: string; key: string } => {
  const owner = header('x-amz-source-expected-bucket-owner');
  if (owner !== undefined && owner !== context.accountId) throw new AwsError('AccessDenied', 'Access Denied');
  const [path = '', parameters] = (header('x-amz-copy-source') ?? '').replace(/^\//, '').split('?', 2);
  if (parameters !== undefined && !/^versionId=(null)?$/.test(parameters)) {
    throw refusal('versionId', 'x-amz-copy-source', parameters);
  }
  let source: string;
  try {
    source = decodeURIComponent(path);
  } catch {
    // No encoded text is no source: it is refused below.
    source = '';
  }
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1) {
    throw new AwsError(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      { ArgumentName: 'x-amz-copy-source' },
    );
  }
  return { bucket: source.slice(0, slash), key: source.slice(slash + 1) };
};
