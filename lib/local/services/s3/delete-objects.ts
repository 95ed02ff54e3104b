/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
import { z } from 'zod';
import type { FileObjectStore } from '../../store/file-object-store';
import type { DeleteConditions } from '../../store/object-store';
import { inTurns } from '../../core/turns';
import { AwsError } from '../../core/aws-error';
import { element, textElement } from '../../wire/xml-writer';
import { withoutQuotes } from './object-headers';
import { readTime, type S3Operation } from './object-operations';
import { readPayload } from './request-payload';
import { parseXmlBody, writeXml } from './s3-xml';

const asked = z.strictObject({
  Key: z.string(),
  VersionId: z.string().optional(),
  ETag: z
    .string()
    .transform((etag) => withoutQuotes(etag))
    .optional(),
  Size: z
    .string()
    .trim()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
  LastModifiedTime: z.string().optional(),
});
type AskedDeletion = z.infer<typeof asked>;

const deleteBody = z.strictObject({
  Quiet: z.string().optional(),
  Object: z.array(asked).min(1).max(1000),
});

export const createDeleteObjects = (objects: FileObjectStore) => ({
  DeleteObjects: (async (request) => {
    const { bucket, response } = request;
    const { Quiet, Object: named } = await parseXmlBody(await readPayload(request), 'Delete', deleteBody);
    const errors = new Map<AskedDeletion, AwsError | undefined>();
    const possible = named.filter((one) => {
      if (isNull(one.VersionId)) return true;
      errors.set(one, new AwsError('NoSuchVersion', 'The specified version does not exist.'));
      return false;
    });
    const deletions = possible.map((one) => ({ key: one.Key, conditions: conditionsOf(one) }));
    const failures = await inTurns(deleteInTurns(objects, bucket, deletions));
    possible.forEach((one, index) => errors.set(one, failures[index]));
    const quiet = Quiet?.trim() === 'true';
    const shown = named.map((one) => outcome(one, errors.get(one), quiet));
    writeXml(response, 200, 'DeleteResult', shown.join(''));
  }) satisfies S3Operation,
});

/** Objects between two pauses: each is a file to be removed. */
const stretch = 10;

function* deleteInTurns(
  objects: FileObjectStore,
  bucket: string,
  deletions: Parameters<FileObjectStore['deleteAll']>[1],
): Generator<void, (AwsError | undefined)[]> {
  const failures: (AwsError | undefined)[] = [];
  for (let at = 0; at < deletions.length; at += stretch) {
    if (at > 0) yield;
    failures.push(...objects.deleteAll(bucket, deletions.slice(at, at + stretch)));
  }
  return failures;
}

const isNull = (version: string | undefined): boolean =>
  version === undefined || version.trim() === '' || version.trim() === 'null';

const conditionsOf = ({ ETag, Size, LastModifiedTime }: AskedDeletion): DeleteConditions => ({
  ...(ETag === undefined ? {} : { etag: ETag }),
  ...(Size === undefined ? {} : { size: Size }),
  ...(LastModifiedTime === undefined ? {} : { lastModified: readTime(LastModifiedTime) }),
});

const outcome = ({ Key, VersionId }: AskedDeletion, error: AwsError | undefined, quiet: boolean): string => {
  if (!error) {
    if (quiet) return '';
    return element(
      'Deleted',
      textElement('Key', Key) + textElement('VersionId', VersionId ? 'null' : undefined),
    );
  }
  return element(
    'Error',
    textElement('Key', Key) + textElement('Code', error.code) + textElement('Message', error.message),
  );
};
