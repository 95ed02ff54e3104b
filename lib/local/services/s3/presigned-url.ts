/**
 * A presigned URL works until it expires, with either signature version; like all signatures of local clients,
 * its own is not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { AwsError } from '../../core/aws-error';

const maxSeconds = 7 * 24 * 3600;
const allowedSkewMs = 15 * 60 * 1000;

/** @throws AwsError AccessDenied or AuthorizationQueryParametersError */
export const checkPresignedUrl = (query: URLSearchParams, now: number): void => {
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) checkVersion4(query, now);
  else if (query.has('Signature') || query.has('AWSAccessKeyId')) checkVersion2(query, now);
};

const checkVersion4 = (query: URLSearchParams, now: number): void => {
  const required = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'];
  const missing = required.find((name) => !query.get(`X-Amz-${name}`));
  if (missing) throw parametersError(`X-Amz-${missing} is missing`);
  const seconds = query.get('X-Amz-Expires') ?? '';
  if (!/^\d{1,7}$/.test(seconds) || Number(seconds) < 1 || Number(seconds) > maxSeconds) {
    throw parametersError(`X-Amz-Expires must be from 1 to ${maxSeconds} seconds`);
  }
  const signedAt = compactDate(query.get('X-Amz-Date') ?? '');
  if (signedAt - allowedSkewMs > now) throw new AwsError('AccessDenied', 'Request is not yet valid');
  checkExpiry(signedAt + Number(seconds) * 1000, now);
};

const checkVersion2 = (query: URLSearchParams, now: number): void => {
  const expires = query.get('Expires') ?? '';
  if (!/^\d{1,12}$/.test(expires)) {
    throw new AwsError(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    );
  }
  checkExpiry(Number(expires) * 1000, now);
};

const checkExpiry = (expiry: number, now: number): void => {
  if (now < expiry) return;
  throw new AwsError('AccessDenied', 'Request has expired', {
    Expires: new Date(expiry).toISOString(),
    ServerTime: new Date(now).toISOString(),
  });
};

const compactDate = (text: string): number => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1).map(Number);
  if (!parts) throw parametersError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const [year = 0, month = 0, day, hour, minute, second] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

const parametersError = (message: string): AwsError =>
  new AwsError('AuthorizationQueryParametersError', message);
