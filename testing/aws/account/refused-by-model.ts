/** Whether a request is one that AWS's service models take; names of buckets and keys by the rules that S3's has no pattern for. */
import { checkWireRequest } from '../service-model/check-request';
import { type WireRequest } from '../service-model/read-request';
import { type Asked } from './asked-of';

export const refusedByModel = ({ service, operation }: Asked, request: WireRequest): string[] => {
  if (service === 'control') return [];
  try {
    return [
      ...checkWireRequest(service, operation, request),
      ...(service === 's3' ? refusedNames(operation, request) : []),
    ];
  } catch (error) {
    return [`${service}.${operation}: ${error instanceof Error ? error.message : String(error)}`];
  }
};

const refusedNames = (operation: string, { url }: WireRequest): string[] => {
  if (operation === 'ListBuckets') return [];
  const [, bucket = '', ...rest] = new URL(url, 'http://account').pathname.split('/').map(decodeURIComponent);
  const keyBytes = Buffer.byteLength(rest.join('/'));
  return [
    ...(bucketName.test(bucket) ? [] : [`${operation}.Bucket: "${bucket}" is no bucket's name`]),
    ...(keyBytes > 1024 ? [`${operation}.Key: ${keyBytes} bytes, of 1 to 1024`] : []),
  ];
};

/** By which AWS's own SDKs take a name (botocore 1.44.8, handlers.py); new buckets have narrower rules. */
const bucketName = /^[a-zA-Z0-9.\-_]{1,255}$/;
