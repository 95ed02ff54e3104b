/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
import type { FileObjectStore } from '../../store/file-object-store';
import type { CopyOptions, StoredObject } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { textElement } from '../../wire/xml-writer';
import { readAlgorithm, typedChecksumElements } from './checksums';
import { checkCopyConditions } from './conditions';
import { readCopySource } from './copy-source';
import {
  readDescription,
  readRedirect,
  readStorageClass,
  readWriteConditions,
  redirectHeader,
} from './object-headers';
import type { S3Operation } from './object-operations';
import { readTagHeader } from './object-tags';
import type { S3Request } from './s3-request';
import { timeElement, writeXml } from './s3-xml';

const maxCopyBytes = 5 * 1024 ** 3;

export const createCopyOperations = (objects: FileObjectStore) => ({
  CopyObject: (async (request) => {
    const { bucket, key, response } = request;
    const from = readCopySource(request);
    const optionsFor = readCopyOptions(request);
    const object = await objects.copy(from, { bucket, key }, (source) => {
      checkCopyConditions(request, source);
      checkSource(source);
      return optionsFor(source);
    });
    writeXml(
      response,
      200,
      'CopyObjectResult',
      timeElement('LastModified', object.lastModified) +
        textElement('ETag', `"${object.etag}"`) +
        typedChecksumElements(object.checksum),
    );
  }) satisfies S3Operation,
});

const readCopyOptions = (request: S3Request): ((source: StoredObject) => CopyOptions) => {
  const { header } = request;
  const replaces = readDirective(header('x-amz-metadata-directive'), 'metadata');
  const replacesTags = readDirective(header('x-amz-tagging-directive'), 'tagging');
  const algorithm = header('x-amz-checksum-algorithm');
  const changed = {
    ...readWriteConditions(request),
    ...readStorageClass(header('x-amz-storage-class')),
    ...(algorithm === undefined
      ? {}
      : { checksumAlgorithm: readAlgorithm(algorithm, 'x-amz-checksum-algorithm') }),
    ...(replacesTags ? { tags: readTagHeader(request) ?? [] } : {}),
  };
  const described = replaces ? readDescription(request) : undefined;
  const redirect = readRedirect(request);
  const changes =
    replaces ||
    replacesTags ||
    header('x-amz-storage-class') !== undefined ||
    header(redirectHeader) !== undefined;
  return (source) => {
    if (!changes && algorithm === undefined && isOnto(source, request)) throw copyOntoItself();
    const { [redirectHeader]: _notCopied, ...headers } = source.headers;
    const { contentType, metadata } = source;
    return { ...changed, ...(described ?? { contentType, metadata, headers: { ...headers, ...redirect } }) };
  };
};

/** Whether the request's own values replace the source's. @throws AwsError InvalidArgument */
const readDirective = (value: string | undefined, of: string): boolean => {
  if (value !== undefined && value !== 'COPY' && value !== 'REPLACE') {
    throw new AwsError('InvalidArgument', `Unknown ${of} directive.`, {
      ArgumentName: `x-amz-${of}-directive`,
      ArgumentValue: value,
    });
  }
  return value === 'REPLACE';
};

const isOnto = (source: StoredObject, { bucket, key }: S3Request): boolean =>
  source.bucket === bucket && source.key === key;

const copyOntoItself = (): AwsError =>
  new AwsError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
      'metadata, storage class, website redirect location or encryption attributes.',
  );

const checkSource = ({ size }: StoredObject): void => {
  if (size <= maxCopyBytes) return;
  const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopyBytes}`;
  throw new AwsError('InvalidRequest', message);
};
