/** Whether a request is one that AWS's service models take; S3 and the runtime by the rules for their names. */
import { checkRequest } from '../service-model/check-request';
import { type Asked } from './asked-of';

const modelled = new Set(['cloudwatch', 'logs', 'pricing', 'sagemaker', 'servicequotas']);

export const refusedByModel = ({ service, operation }: Asked, url: string, body: Buffer): string[] => {
  if (modelled.has(service)) {
    try {
      return checkRequest(operation, JSON.parse(body.toString('utf8') || '{}'), service);
    } catch (error) {
      return [`${service}.${operation}: ${error instanceof Error ? error.message : String(error)}`];
    }
  }
  const [, first = '', ...rest] = new URL(url, 'http://account').pathname.split('/').map(decodeURIComponent);
  if (service === 's3' && operation === 'ListBuckets') return [];
  if (service === 's3') {
    const key = rest.join('/');
    return [
      ...(bucketName.test(first) ? [] : [`${operation}.Bucket: "${first}" is no bucket's name`]),
      ...(Buffer.byteLength(key) > 1024
        ? [`${operation}.Key: ${Buffer.byteLength(key)} bytes, of 1 to 1024`]
        : []),
    ];
  }
  if (service === 'runtime' && !endpointName.test(rest[0] ?? ''))
    return [`${operation}.EndpointName: "${rest[0]}" does not match`];
  return [];
};

/** By which AWS's own SDKs take a name (botocore 1.44.8, handlers.py); new buckets have narrower rules. */
const bucketName = /^[a-zA-Z0-9.\-_]{1,255}$/;
const endpointName = /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
