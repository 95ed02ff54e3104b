import 'server-only';
import { z } from 'zod';
import { listBuckets as bucketsOf, listObjects as objectsOf } from '../aws/objects';
import { type BucketPage, type PrefixPage } from '../training/s3-listing';
import { defineUseCase } from '../use-cases/define-use-case';

const pageSize = 1_000;

const token = z.string().max(4_000, 'This page of the listing cannot be read.').optional();

/** As S3 takes it, and old buckets have it (botocore, validate_bucket_name). */
export const bucketName = z
  .string('Name a bucket.')
  .regex(/^[a-zA-Z0-9.\-_]{3,255}$/, 'A bucket’s name has 3 to 63 letters, digits, dots and hyphens.');

/** A page of the account's buckets. @throws {SpotdeckError} access-denied, throttled … */
export const listBuckets = defineUseCase({
  name: 'list-buckets',
  input: z.strictObject({ token }),
  access: 'watch',
  changes: false,
  run: ({ backend }, page): Promise<BucketPage> => bucketsOf(backend, page.token),
});

/**
 * A page of what lies directly below a prefix, in order of name, as S3 gives it.
 * @throws {SpotdeckError} not-found, access-denied, throttled …
 */
export const listObjects = defineUseCase({
  name: 'list-objects',
  input: z.strictObject({
    bucket: bucketName,
    prefix: z
      .string()
      .refine((key) => new TextEncoder().encode(key).length <= 1_024, 'A key has 1,024 bytes at most.'),
    token,
  }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { bucket, prefix, token: at }): Promise<PrefixPage> => {
    const { objects, folders, nextToken } = await objectsOf(
      backend,
      { bucket, key: prefix },
      { delimiter: '/', pageSize, ...(at !== undefined && { token: at }) },
    );
    return {
      folders,
      objects: objects.map(({ key, sizeBytes, modifiedAt }) => ({ key, sizeBytes, modifiedAt })),
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});
