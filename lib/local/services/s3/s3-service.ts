/** S3's REST-XML protocol. Answers every path that no other service claims, and every bucket's own host. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock';
import type { FileObjectStore } from '../../store/file-object-store';
import { AwsError } from '../../core/aws-error';
import type { AwsErrorLike, RequestContext, RestService } from '../../wire/service';
import { textElement } from '../../wire/xml-writer';
import { createBucketOperations } from './bucket-operations';
import { createCopyOperations } from './copy-operations';
import { createDeleteObjects } from './delete-objects';
import { createKeyListings } from './key-listings';
import { createMultipartListings } from './multipart-listings';
import { createMultipartOperations } from './multipart-operations';
import { createAttributeOperations } from './object-attributes';
import { createObjectOperations, type S3Operation } from './object-operations';
import { createTagOperations } from './object-tags';
import { isOperationName, operationMembers, type OperationName } from './operation-members';
import { operationNameOf, subresourceOf } from './operation-name';
import { createPostObject } from './post-object';
import { checkPresignedUrl } from './presigned-url';
import { refusal } from './refusals';
import { readS3Request, restrictRequest, type S3Request } from './s3-request';
import { writeXmlError } from './s3-xml';

export const createS3Service = (room: { objects: FileObjectStore; clock: Clock }): RestService => {
  const { objects, clock } = room;
  const operations: Readonly<Record<OperationName, S3Operation>> = {
    ...createBucketOperations(objects),
    ...createKeyListings(objects),
    ...createDeleteObjects(objects),
    ...createObjectOperations(objects),
    ...createAttributeOperations(objects),
    ...createCopyOperations(objects),
    ...createTagOperations(objects),
    ...createMultipartOperations(objects),
    ...createMultipartListings(objects),
    ...createPostObject(objects, clock),
  };
  return {
    name: 's3',
    claims: () => true,
    async handle(incoming, response, context) {
      setRequestIds(response, context);
      const sent = readS3Request(incoming, response, context);
      checkPresignedUrl(sent.query, clock.now());
      const name = operationNameOf(sent);
      if (name.includes(' ')) throw methodNotAllowed(name);
      if (!isOperationName(name)) throw refusal(`${name}${subresourceOf(sent)}`, 'S3');
      const request = restrictRequest(sent, name, operationMembers[name]);
      checkOwner(request, name);
      await operations[name](request);
    },
    renderError,
  };
};

/** S3 has no such operation at all. */
const methodNotAllowed = (described: string): AwsError =>
  new AwsError(
    'MethodNotAllowed',
    `The specified method is not allowed against this resource: ${described}.`,
  );

/** @throws AwsError AccessDenied where the client takes the bucket for another account's */
const checkOwner = ({ header, context }: S3Request, name: OperationName): void => {
  if (!operationMembers[name].headers.includes('x-amz-expected-bucket-owner')) return;
  const owner = header('x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== context.accountId) throw new AwsError('AccessDenied', 'Access Denied');
};

const setRequestIds = (response: ServerResponse, { requestId }: RequestContext): void => {
  response.setHeader('x-amz-request-id', requestId);
  response.setHeader('x-amz-id-2', Buffer.from(requestId).toString('base64'));
};

const renderError = (error: AwsErrorLike, response: ServerResponse, context: RequestContext): void => {
  setRequestIds(response, context);
  if (error.code === 'NotModified') {
    const { etag, lastModified } = error.extra;
    response.setHeader('etag', `"${String(etag)}"`);
    response.setHeader('last-modified', new Date(Number(lastModified)).toUTCString());
    response.writeHead(304).end();
    return;
  }
  // A HEAD reply has no body: its status is all that a client sees.
  if (response.req.method === 'HEAD') {
    response.writeHead(error.status).end();
    return;
  }
  const code = error.code === 'InternalFailure' ? 'InternalError' : error.code;
  const details = Object.entries(error.extra).map(([name, value]) => textElement(name, String(value)));
  writeXmlError(
    response,
    error.status,
    textElement('Code', code) +
      textElement('Message', error.message) +
      details.join('') +
      textElement('Resource', response.req.url?.split('?', 1)[0]) +
      textElement('RequestId', context.requestId) +
      textElement('HostId', 'local'),
  );
};
