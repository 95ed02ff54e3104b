/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
import type { FileObjectStore } from '../../store/file-object-store';
import type { StoredObject, StoredPart } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { element, textElement } from '../../wire/xml-writer';
import { checksumElement, typedChecksumElements } from './checksums';
import type { S3Operation } from './object-operations';
import { readNumber, type S3Request } from './s3-request';
import { writeXml } from './s3-xml';
import { checkNullVersion } from './version-id';

const maxPageSize = 1000;

const attributeNames = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'] as const;

export const createAttributeOperations = (objects: FileObjectStore) =>
  ({
    GetObjectAttributes(request) {
      const { bucket, key, response } = request;
      checkNullVersion(request);
      const asked = readAttributes(request.header('x-amz-object-attributes'));
      const object = objects.head(bucket, key);
      const elements: Record<(typeof attributeNames)[number], () => string> = {
        ETag: () => textElement('ETag', object.etag),
        Checksum: () => (object.checksum ? element('Checksum', checksumContent(object)) : ''),
        ObjectParts: () => partsElement(request, object, objects.parts(bucket, key)),
        StorageClass: () => textElement('StorageClass', object.storageClass ?? 'STANDARD'),
        ObjectSize: () => textElement('ObjectSize', object.size),
      };
      response.setHeader('last-modified', new Date(object.lastModified).toUTCString());
      const content = attributeNames.filter((name) => asked.has(name)).map((name) => elements[name]());
      writeXml(response, 200, 'GetObjectAttributesResponse', content.join(''));
    },
  }) satisfies Record<string, S3Operation>;

const readAttributes = (header: string | undefined): ReadonlySet<string> => {
  const names = (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !attributeNames.some((one) => one === name));
  if (names.length === 0 || unknown !== undefined) {
    throw new AwsError('InvalidArgument', 'Invalid attribute name specified.', {
      ArgumentName: 'x-amz-object-attributes',
      ArgumentValue: unknown ?? '',
    });
  }
  return new Set(names);
};

/** Here, unlike in headers, a composite checksum has no number of parts behind it. */
const checksumContent = ({ checksum }: StoredObject): string =>
  typedChecksumElements(checksum && { ...checksum, value: checksum.value.replace(/-\d+$/, '') });

const partsElement = (
  { header }: S3Request,
  { checksum }: StoredObject,
  parts: readonly StoredPart[],
): string => {
  if (parts.length === 0) return '';
  const marker = readNumber('x-amz-part-number-marker', header('x-amz-part-number-marker')) ?? 0;
  const maxParts = Math.min(
    readNumber('x-amz-max-parts', header('x-amz-max-parts')) ?? maxPageSize,
    maxPageSize,
  );
  const after = parts.filter(({ partNumber }) => partNumber > marker);
  const page = after.slice(0, maxParts);
  const truncated = after.length > page.length;
  const listed = page.map((part) =>
    element(
      'Part',
      textElement('PartNumber', part.partNumber) +
        textElement('Size', part.size) +
        checksumElement(
          checksum && part.checksum !== undefined
            ? { algorithm: checksum.algorithm, value: part.checksum }
            : undefined,
        ),
    ),
  );
  return element(
    'ObjectParts',
    textElement('PartsCount', parts.length) +
      textElement('PartNumberMarker', marker) +
      textElement('NextPartNumberMarker', page.at(-1)?.partNumber ?? marker) +
      textElement('MaxParts', maxParts) +
      textElement('IsTruncated', truncated) +
      listed.join(''),
  );
};
