/** What a request to AWS asks for, as IAM names it. */
import { type IncomingMessage } from 'node:http';

export type Service =
  | 'sagemaker'
  | 'runtime'
  | 'logs'
  | 'cloudwatch'
  | 's3'
  | 'sts'
  | 'iam'
  | 'pricing'
  | 'servicequotas'
  | 'ec2'
  | 'kms'
  | 'sqs'
  | 'control';
export type Shape = 'json' | 'query' | 'ec2' | 's3';

export interface Asked {
  service: Service;
  /** The operation's own name, e.g. `DescribeTrainingJob`, `ListObjectsV2`. */
  operation: string;
  /** What a policy has to allow, e.g. `sagemaker:DescribeTrainingJob`, `s3:ListBucket`. */
  action: string;
  /** How its errors are written. */
  shape: Shape;
  /** A HEAD's errors have no body. */
  wordless: boolean;
}

const targets: Record<string, [Service, prefix: string]> = {
  SageMaker: ['sagemaker', 'sagemaker'],
  Logs_20140328: ['logs', 'logs'],
  GraniteServiceVersion20100801: ['cloudwatch', 'cloudwatch'],
  AWSPriceListService: ['pricing', 'pricing'],
  ServiceQuotasV20190624: ['servicequotas', 'servicequotas'],
  TrentService: ['kms', 'kms'],
  AmazonSQS: ['sqs', 'sqs'],
};

export const askedOf = (request: IncomingMessage, body: Buffer): Asked => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://account');
  const wordless = request.method === 'HEAD';
  const of = (
    service: Service,
    operation: string,
    prefix: string,
    shape: Shape,
    granted = operation,
  ): Asked => ({
    service,
    operation,
    action: `${prefix}:${granted}`,
    shape,
    wordless,
  });
  if (pathname.startsWith('/_local/')) return of('control', pathname, 'control', 'json');
  const [target = '', named = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const known = Object.hasOwn(targets, target) ? targets[target] : undefined;
  // What is deleted together needs the grant to delete.
  if (known)
    return of(known[0], named, known[1], 'json', named.replace(/^DeleteMessageBatch$/, 'DeleteMessage'));
  if (pathname.startsWith('/endpoints/')) return of('runtime', 'InvokeEndpoint', 'sagemaker', 'json');
  if (String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(body.toString('utf8'));
    const version = form.get('Version');
    if (version === '2016-11-15') return of('ec2', form.get('Action') ?? '', 'ec2', 'ec2');
    const service = version === '2011-06-15' ? 'sts' : 'iam';
    return of(service, form.get('Action') ?? '', service, 'query');
  }
  const [operation, granted] = s3Operation(request.method ?? 'GET', pathname, searchParams);
  return of('s3', operation, 's3', 's3', granted);
};

const s3Operation = (method: string, pathname: string, query: URLSearchParams): [string, granted: string] => {
  if (pathname === '/') return ['ListBuckets', 'ListAllMyBuckets'];
  const isBucket = !/^\/[^/]+\/./.test(pathname);
  if (isBucket) {
    if (method === 'GET') return ['ListObjectsV2', 'ListBucket'];
    if (method === 'HEAD') return ['HeadBucket', 'ListBucket'];
    return method === 'PUT' ? ['CreateBucket', 'CreateBucket'] : ['DeleteBucket', 'DeleteBucket'];
  }
  if (query.has('uploadId') && !query.has('partNumber')) {
    if (method === 'GET') return ['ListParts', 'ListMultipartUploadParts'];
    if (method === 'DELETE') return ['AbortMultipartUpload', 'AbortMultipartUpload'];
    return ['CompleteMultipartUpload', 'PutObject'];
  }
  if (query.has('uploads')) return ['CreateMultipartUpload', 'PutObject'];
  if (method === 'GET') return ['GetObject', 'GetObject'];
  if (method === 'HEAD') return ['HeadObject', 'GetObject'];
  if (method === 'DELETE') return ['DeleteObject', 'DeleteObject'];
  return [query.has('partNumber') ? 'UploadPart' : 'PutObject', 'PutObject'];
};
