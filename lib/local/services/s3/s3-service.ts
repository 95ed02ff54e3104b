/** S3's REST-XML protocol, path-style. Answers every path that no other service claims. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../engine/clock';
import type { FileObjectStore } from '../../store/file-object-store';
import { AwsError } from '../../wire/errors';
import type { AwsErrorLike, RequestContext, RestService } from '../../wire/service';
import { textElement } from '../../wire/xml-writer';
import { createBucketOperations } from './bucket-operations';
import { createMultipartOperations } from './multipart-operations';
import { createObjectOperations, type S3Operation } from './object-operations';
import { operationNameOf } from './operation-name';
import { checkPresignedUrl } from './presigned-url';
import { readS3Request } from './s3-request';
import { writeXmlError } from './s3-xml';

export const createS3Service = (room: { objects: FileObjectStore; clock: Clock }): RestService => {
  const { objects, clock } = room;
  const operations: Readonly<Record<string, S3Operation>> = {
    ...createBucketOperations(objects),
    ...createObjectOperations(objects),
    ...createMultipartOperations(objects),
  };
  return {
    name: 's3',
    claims: () => true,
    async handle(incoming, response, context) {
      setRequestIds(response, context);
      const request = readS3Request(incoming, response, context);
      checkPresignedUrl(request.query, clock.now());
      const name = operationNameOf(request);
      const operation = operations[name];
      if (!operation) {
        throw new AwsError('NotImplemented', `The local backend does not support the S3 operation ${name}.`);
      }
      await operation(request);
    },
    renderError,
  };
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
