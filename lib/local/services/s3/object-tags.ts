/** Tags of objects and of buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { ObjectTag } from '../../store/object-store';
import { AwsError } from '../../core/aws-error';
import { element, textElement } from '../../wire/xml-writer';
import type { S3Operation } from './object-operations';
import { readPayload } from './request-payload';
import type { S3Request } from './s3-request';
import { parseXmlBody, writeXml } from './s3-xml';
import { checkNullVersion } from './version-id';

const maxObjectTags = 10;
const maxBucketTags = 50;
const maxKeyLength = 128;
const maxValueLength = 256;

/** The content of a `TagSet` element, or of one like it. */
export const tagSet = z
  .union([
    z.literal('').transform(() => ({ Tag: [] })),
    z.strictObject({ Tag: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]) }),
  ])
  .transform(({ Tag }) => Tag.map(({ Key, Value }) => [Key, Value] as const));

const taggingBody = z.strictObject({ TagSet: tagSet });

/** @throws AwsError InvalidTag or BadRequest */
export const checkTags = (tags: readonly ObjectTag[]): readonly ObjectTag[] => {
  if (tags.length > maxObjectTags)
    throw new AwsError('BadRequest', `Object tags cannot be greater than ${maxObjectTags}`);
  return checkEachTag(tags);
};

/** @throws AwsError InvalidTag or BadRequest */
export const checkBucketTags = (tags: readonly ObjectTag[]): readonly ObjectTag[] => {
  if (tags.length > maxBucketTags)
    throw new AwsError('BadRequest', `Bucket tag count cannot be greater than ${maxBucketTags}`);
  return checkEachTag(tags, 'System tags cannot be added/updated by requester');
};

const checkEachTag = (
  tags: readonly ObjectTag[],
  reserved = 'Your TagKey cannot be prefixed with aws:',
): readonly ObjectTag[] => {
  const keys = new Set<string>();
  for (const [key, value] of tags) {
    if (key.toLowerCase().startsWith('aws:')) {
      throw new AwsError('InvalidTag', reserved, { TagKey: key });
    }
    if (key === '' || [...key].length > maxKeyLength || !isTagText(key)) {
      throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid', { TagKey: key });
    }
    if ([...value].length > maxValueLength || !isTagText(value)) {
      throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid', { TagValue: value });
    }
    if (keys.has(key)) {
      throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key', { TagKey: key });
    }
    keys.add(key);
  }
  return tags;
};

const isTagText = (text: string): boolean => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);

/** Tags of an `x-amz-tagging` header, which is a URL query; undefined where there is none. @throws AwsError */
export const readTagHeader = ({ header }: S3Request): readonly ObjectTag[] | undefined => {
  const text = header('x-amz-tagging');
  return text === undefined ? undefined : checkTags([...new URLSearchParams(text)]);
};

export const parseTags = async (xml: Buffer): Promise<readonly ObjectTag[]> =>
  checkTags((await parseXmlBody(xml, 'Tagging', taggingBody)).TagSet);

/** @throws AwsError MalformedXML, InvalidTag, BadRequest */
export const parseBucketTags = async (xml: Buffer): Promise<readonly ObjectTag[]> =>
  checkBucketTags((await parseXmlBody(xml, 'Tagging', taggingBody)).TagSet);

export const writeTags = (response: S3Request['response'], tags: readonly ObjectTag[]): void => {
  const set = tags.map(([key, value]) =>
    element('Tag', textElement('Key', key) + textElement('Value', value)),
  );
  writeXml(response, 200, 'Tagging', element('TagSet', set.join('')));
};

export const createTagOperations = (objects: FileObjectStore) => {
  const put: S3Operation = async (request) => {
    const { bucket, key, response } = request;
    checkNullVersion(request);
    objects.head(bucket, key);
    objects.setTags(bucket, key, await parseTags(await readPayload(request)));
    response.writeHead(200, { 'content-length': 0 }).end();
  };
  return {
    GetObjectTagging(request) {
      checkNullVersion(request);
      writeTags(request.response, objects.head(request.bucket, request.key).tags);
    },
    PutObjectTagging: put,
    DeleteObjectTagging(request) {
      checkNullVersion(request);
      objects.setTags(request.bucket, request.key, []);
      request.response.writeHead(204).end();
    },
  } satisfies Record<string, S3Operation>;
};
