import type { SentS3Request } from './s3-request';

/** Parameters that name a part of a bucket or object, and the operation that a request with one of them is. */
export const subresourceOperations: Readonly<Record<string, string>> = {
  'GET bucket ?location': 'GetBucketLocation',
  'GET bucket ?tagging': 'GetBucketTagging',
  'PUT bucket ?tagging': 'PutBucketTagging',
  'DELETE bucket ?tagging': 'DeleteBucketTagging',
  'GET bucket ?uploads': 'ListMultipartUploads',
  'GET bucket ?versioning': 'GetBucketVersioning',
  'GET bucket ?versions': 'ListObjectVersions',
  'POST bucket ?delete': 'DeleteObjects',
  'POST object ?uploads': 'CreateMultipartUpload',
  'GET object ?attributes': 'GetObjectAttributes',
  'GET object ?tagging': 'GetObjectTagging',
  'PUT object ?tagging': 'PutObjectTagging',
  'DELETE object ?tagging': 'DeleteObjectTagging',
  // Named only to be refused by name.
  'POST bucket ?metadataConfiguration': 'CreateBucketMetadataConfiguration',
  'POST bucket ?metadataTable': 'CreateBucketMetadataTableConfiguration',
  'GET bucket ?session': 'CreateSession',
  'DELETE bucket ?analytics': 'DeleteBucketAnalyticsConfiguration',
  'DELETE bucket ?cors': 'DeleteBucketCors',
  'DELETE bucket ?encryption': 'DeleteBucketEncryption',
  'DELETE bucket ?intelligent-tiering': 'DeleteBucketIntelligentTieringConfiguration',
  'DELETE bucket ?inventory': 'DeleteBucketInventoryConfiguration',
  'DELETE bucket ?lifecycle': 'DeleteBucketLifecycle',
  'DELETE bucket ?metadataConfiguration': 'DeleteBucketMetadataConfiguration',
  'DELETE bucket ?metadataTable': 'DeleteBucketMetadataTableConfiguration',
  'DELETE bucket ?metrics': 'DeleteBucketMetricsConfiguration',
  'DELETE bucket ?ownershipControls': 'DeleteBucketOwnershipControls',
  'DELETE bucket ?policy': 'DeleteBucketPolicy',
  'DELETE bucket ?replication': 'DeleteBucketReplication',
  'DELETE bucket ?website': 'DeleteBucketWebsite',
  'DELETE object ?annotation': 'DeleteObjectAnnotation',
  'DELETE bucket ?publicAccessBlock': 'DeletePublicAccessBlock',
  'GET bucket ?abac': 'GetBucketAbac',
  'GET bucket ?accelerate': 'GetBucketAccelerateConfiguration',
  'GET bucket ?acl': 'GetBucketAcl',
  'GET bucket ?analytics': 'GetBucketAnalyticsConfiguration',
  'GET bucket ?cors': 'GetBucketCors',
  'GET bucket ?encryption': 'GetBucketEncryption',
  'GET bucket ?intelligent-tiering': 'GetBucketIntelligentTieringConfiguration',
  'GET bucket ?inventory': 'GetBucketInventoryConfiguration',
  'GET bucket ?lifecycle': 'GetBucketLifecycleConfiguration',
  'GET bucket ?logging': 'GetBucketLogging',
  'GET bucket ?metadataConfiguration': 'GetBucketMetadataConfiguration',
  'GET bucket ?metadataTable': 'GetBucketMetadataTableConfiguration',
  'GET bucket ?metrics': 'GetBucketMetricsConfiguration',
  'GET bucket ?notification': 'GetBucketNotificationConfiguration',
  'GET bucket ?ownershipControls': 'GetBucketOwnershipControls',
  'GET bucket ?policy': 'GetBucketPolicy',
  'GET bucket ?policyStatus': 'GetBucketPolicyStatus',
  'GET bucket ?replication': 'GetBucketReplication',
  'GET bucket ?requestPayment': 'GetBucketRequestPayment',
  'GET bucket ?website': 'GetBucketWebsite',
  'GET object ?acl': 'GetObjectAcl',
  'GET object ?annotation': 'GetObjectAnnotation',
  'GET object ?legal-hold': 'GetObjectLegalHold',
  'GET bucket ?object-lock': 'GetObjectLockConfiguration',
  'GET object ?retention': 'GetObjectRetention',
  'GET object ?torrent': 'GetObjectTorrent',
  'GET bucket ?publicAccessBlock': 'GetPublicAccessBlock',
  'PUT bucket ?abac': 'PutBucketAbac',
  'PUT bucket ?accelerate': 'PutBucketAccelerateConfiguration',
  'PUT bucket ?acl': 'PutBucketAcl',
  'PUT bucket ?analytics': 'PutBucketAnalyticsConfiguration',
  'PUT bucket ?cors': 'PutBucketCors',
  'PUT bucket ?encryption': 'PutBucketEncryption',
  'PUT bucket ?intelligent-tiering': 'PutBucketIntelligentTieringConfiguration',
  'PUT bucket ?inventory': 'PutBucketInventoryConfiguration',
  'PUT bucket ?lifecycle': 'PutBucketLifecycleConfiguration',
  'PUT bucket ?logging': 'PutBucketLogging',
  'PUT bucket ?metrics': 'PutBucketMetricsConfiguration',
  'PUT bucket ?notification': 'PutBucketNotificationConfiguration',
  'PUT bucket ?ownershipControls': 'PutBucketOwnershipControls',
  'PUT bucket ?policy': 'PutBucketPolicy',
  'PUT bucket ?replication': 'PutBucketReplication',
  'PUT bucket ?requestPayment': 'PutBucketRequestPayment',
  'PUT bucket ?versioning': 'PutBucketVersioning',
  'PUT bucket ?website': 'PutBucketWebsite',
  'PUT object ?acl': 'PutObjectAcl',
  'PUT object ?annotation': 'PutObjectAnnotation',
  'PUT object ?legal-hold': 'PutObjectLegalHold',
  'PUT bucket ?object-lock': 'PutObjectLockConfiguration',
  'PUT object ?retention': 'PutObjectRetention',
  'PUT bucket ?publicAccessBlock': 'PutPublicAccessBlock',
  'PUT object ?renameObject': 'RenameObject',
  'POST object ?restore': 'RestoreObject',
  'POST object ?select': 'SelectObjectContent',
  'PUT bucket ?metadataAnnotationTable': 'UpdateBucketMetadataAnnotationTableConfiguration',
  'PUT bucket ?metadataInventoryTable': 'UpdateBucketMetadataInventoryTableConfiguration',
  'PUT bucket ?metadataJournalTable': 'UpdateBucketMetadataJournalTableConfiguration',
  'PUT object ?encryption': 'UpdateObjectEncryption',
};

const subresources = [...new Set(Object.keys(subresourceOperations).map((key) => key.split('?')[1] ?? ''))];

/** How a request named its part: ` (?acl)`; nothing where it named none. */
export const subresourceOf = ({ query }: SentS3Request): string => {
  const name = subresources.find((one) => query.has(one));
  return name === undefined ? '' : ` (?${name})`;
};

/** The API name of a request's operation, or a description of it where it has none. */
export const operationNameOf = (request: SentS3Request): string => {
  const { method, bucket, key, query } = request;
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const subresource = subresources.find((name) => query.has(name));
  if (subresource !== undefined) {
    const described = `${method} ${level} ?${subresource}`;
    return Object.hasOwn(subresourceOperations, described)
      ? (subresourceOperations[described] ?? described)
      : described;
  }
  const name = { service: serviceOperation, bucket: bucketOperation, object: objectOperation }[level];
  return name(request) ?? `${method} ${level}`;
};

type Naming = (request: SentS3Request) => string | undefined;

const serviceOperation: Naming = ({ method }) => (method === 'GET' ? 'ListBuckets' : undefined);

const bucketOperation: Naming = ({ method, query, incoming }) => {
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  if (method === 'POST') {
    const isForm = /^multipart\/form-data\b/i.test(incoming.headers['content-type'] ?? '');
    return isForm ? 'PostObject' : undefined;
  }
  return named(method, { PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' });
};

const objectOperation: Naming = ({ method, query, sentHeader }) => {
  const isCopy = sentHeader('x-amz-copy-source') !== undefined;
  if (query.has('uploadId')) {
    if (method === 'PUT') return isCopy ? 'UploadPartCopy' : 'UploadPart';
    return named(method, {
      POST: 'CompleteMultipartUpload',
      DELETE: 'AbortMultipartUpload',
      GET: 'ListParts',
    });
  }
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  return named(method, { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' });
};

const named = (method: string, names: Readonly<Record<string, string>>): string | undefined =>
  Object.hasOwn(names, method) ? names[method] : undefined;
