import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { defaultBucket, ensureDefaultBucket } from '../aws/default-bucket';
import { listObjects, putObject, type S3Location } from '../aws/objects';
import { abortUpload, beginUpload as begin, completeUpload, sendPart, sentParts } from '../aws/uploads';
import { isNotFound } from '../errors/spotdeck-error';
import { maxPartBytes, maxUploadBytes } from '../training/upload/part-plan';
import { type SentPart, type UploadTarget } from '../training/upload/upload';
import { keyFault, maxKeyBytes } from '../training/upload/upload-keys';
import { defineUseCase } from '../use-cases/define-use-case';
import { bucketName } from './browse-s3';

/** A page has 1,000 keys. */
const maxPagesOfTarget = 10;

const key = z
  .string('Name a key.')
  .min(1, 'Name a key.')
  .max(maxKeyBytes, 'A key has 1,024 bytes at most.')
  .superRefine((value, { addIssue }) => {
    const fault = keyFault(value);
    if (fault !== undefined) addIssue(`The file cannot be uploaded: ${fault}.`);
  });
const noId = 'This is no upload’s id.';
const place = { bucket: bucketName, key };
const unfinished = { ...place, uploadId: z.string(noId).min(1, noId).max(1_024, noId) };
/** Base64 of 32 bytes. */
const sha256 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'The checksum is not that of SHA-256.');
const bytes = z
  .instanceof(Uint8Array, { error: 'Send bytes.' })
  .refine(({ length }) => length <= maxPartBytes, 'A part has 64 MiB at most.');
const noPart = 'A part has a number from 1 to 10,000.';
/** What lies there may be replaced: its owner was asked. */
const replace = z.boolean();

/** What is told of it in the audit. */
const fileOf = ({ bucket, key: name }: S3Location) => ({ bucket, key: name });

/**
 * What lies below the prefix that an upload goes to; nothing, where the default bucket is not made yet.
 * @throws {SpotdeckError} not-found, access-denied, throttled …
 */
export const planUpload = defineUseCase({
  name: 'plan-upload',
  input: z.strictObject({
    bucket: bucketName,
    prefix: z
      .string()
      .refine((text) => Buffer.byteLength(text) <= maxKeyBytes, 'A prefix has 1,024 bytes at most.'),
  }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { bucket, prefix }): Promise<UploadTarget> => {
    const existing: UploadTarget['existing'] = [];
    try {
      for (let pages = 0, token: string | undefined; pages < maxPagesOfTarget; pages += 1) {
        const page = await listObjects(
          backend,
          { bucket, key: prefix },
          { pageSize: 1_000, ...(token !== undefined && { token }) },
        );
        existing.push(...page.objects.map((object) => ({ key: object.key, sizeBytes: object.sizeBytes })));
        token = page.nextToken;
        if (token === undefined) return { existing, isCut: false };
      }
      return { existing, isCut: true };
    } catch (error) {
      if (isNotFound(error) && bucket === (await defaultBucket(backend))) return { existing, isCut: false };
      throw error;
    }
  },
});

/** @throws {SpotdeckError} not-found for a bucket that is not there, access-denied, throttled … */
export const beginUpload = defineUseCase({
  name: 'begin-upload',
  input: z.strictObject(place),
  access: 'operate',
  changes: true,
  subject: fileOf,
  run: ({ backend }, location): Promise<string> =>
    inDefaultBucket(backend, location.bucket, () => begin(backend, location)),
});

/** A file that has room in one request. @throws {SpotdeckError} conflict, where something lies there already */
export const putUpload = defineUseCase({
  name: 'put-upload',
  input: z.strictObject({ ...place, sha256, bytes, replace }),
  access: 'operate',
  changes: true,
  subject: fileOf,
  run: async ({ backend }, { bytes: body, sha256: sum, replace: mayReplace, ...location }): Promise<null> => {
    await inDefaultBucket(backend, location.bucket, () =>
      putObject(backend, location, body, { sha256: sum, ifAbsent: !mayReplace }),
    );
    return null;
  },
});

/**
 * One part of a file. Nothing comes of it before `finish-upload`.
 * @throws {SpotdeckError} not-found, where the upload was completed, cancelled or has expired
 */
export const uploadPart = defineUseCase({
  name: 'upload-part',
  input: z.strictObject({
    ...unfinished,
    number: z.int(noPart).min(1, noPart).max(10_000, noPart),
    sha256,
    bytes,
  }),
  access: 'operate',
  changes: true,
  isPiece: true,
  subject: ({ number, ...upload }) => ({ ...fileOf(upload), number }),
  run: async ({ backend }, { number, sha256: sum, bytes: body, ...upload }): Promise<null> => {
    await sendPart(backend, upload, { number, bytes: body, sha256: sum });
    return null;
  },
});

/** What S3 has of it. @throws {SpotdeckError} not-found, where the upload was completed, cancelled or has expired */
export const resumeUpload = defineUseCase({
  name: 'resume-upload',
  input: z.strictObject(unfinished),
  access: 'watch',
  changes: false,
  run: async ({ backend }, upload): Promise<SentPart[]> =>
    (await sentParts(backend, upload)).map(({ etag: _, ...part }) => part),
});

/** @throws {SpotdeckError} conflict, where something lies there already; invalid-input, where bytes are missing */
export const finishUpload = defineUseCase({
  name: 'finish-upload',
  input: z.strictObject({
    ...unfinished,
    sizeBytes: z
      .int('Say how many bytes the file has.')
      .min(1, 'A file without bytes goes up whole.')
      .max(maxUploadBytes, 'An upload has 640 GB at most.'),
    replace,
  }),
  access: 'operate',
  changes: true,
  subject: ({ sizeBytes, ...upload }) => ({ ...fileOf(upload), sizeBytes }),
  run: async ({ backend }, { sizeBytes, replace: mayReplace, ...upload }): Promise<null> => {
    await completeUpload(backend, upload, { sizeBytes, ifAbsent: !mayReplace });
    return null;
  },
});

/** Takes back what was sent. @throws {SpotdeckError} access-denied, throttled … */
export const cancelUpload = defineUseCase({
  name: 'cancel-upload',
  input: z.strictObject(unfinished),
  access: 'operate',
  changes: true,
  subject: fileOf,
  run: async ({ backend }, upload): Promise<null> => {
    await abortUpload(backend, upload);
    return null;
  },
});

/** The default bucket is made by what is first written to it. */
const inDefaultBucket = async <Value>(
  backend: Backend,
  bucket: string,
  write: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await write();
  } catch (error) {
    if (!isNotFound(error) || bucket !== (await defaultBucket(backend))) throw error;
    await ensureDefaultBucket(backend);
    return write();
  }
};
