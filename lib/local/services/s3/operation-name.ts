import type { S3Request } from './s3-request';

/** Parameters that name a part of a bucket or object; a request with one of them is another operation. */
const subresources = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
];

/** The API name of a request's operation, or a description of it where it has none here. */
export const operationNameOf = ({ method, bucket, key, query, header }: S3Request): string => {
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = subresources.find((name) => query.has(name));
  if (subresource) return `${method} ${level} ?${subresource}`;
  const version = query.get('versionId');
  if (version !== null && version !== '' && version !== 'null') return `${method} ${level} ?versionId`;
  const name = { service: serviceOperation, bucket: bucketOperation, object: objectOperation }[level];
  return name(method, query, header) ?? `${method} ${level}`;
};

type Naming = (method: string, query: URLSearchParams, header: S3Request['header']) => string | undefined;

const serviceOperation: Naming = (method) => (method === 'GET' ? 'ListBuckets' : undefined);

const bucketOperation: Naming = (method, query) => {
  if (method === 'GET') {
    if (query.has('location')) return 'GetBucketLocation';
    if (query.has('uploads')) return 'ListMultipartUploads';
    return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  }
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : undefined;
  return { PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' }[method];
};

const objectOperation: Naming = (method, query, header) => {
  const isCopy = header('x-amz-copy-source') !== undefined;
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('uploadId')) {
    const ofUpload = { POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload', GET: 'ListParts' };
    if (method === 'PUT') return isCopy ? 'UploadPartCopy' : 'UploadPart';
    return ofUpload[method as keyof typeof ofUpload];
  }
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method];
};
