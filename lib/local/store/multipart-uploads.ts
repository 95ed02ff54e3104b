/** Uploads in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock';
import { AwsError } from '../core/aws-error';
import { inTurns } from '../core/turns';
import type { Sqlite } from './database';
import {
  createMultipartRecords,
  type MultipartUpload,
  type PartRecord,
  type UploadedPart,
  type UploadOptions,
  type UploadPage,
} from './multipart-records';
import {
  type ChecksumAlgorithm,
  checksumming,
  compositeChecksum,
  type ObjectChecksum,
  startChecksum,
} from './object-checksum';
import { describePart, type FileDescription } from './object-descriptions';
import type { ExpectedDigests, ObjectFiles } from './object-files';
import type { PutOptions, StoredObject, StoredPart } from './object-store';

export type { MultipartUpload, UploadedPart, UploadOptions, UploadPlace } from './multipart-records';

/** What the client says a part is when it completes an upload. */
export interface NamedPart {
  partNumber: number;
  etag: string;
  checksums?: readonly { algorithm: ChecksumAlgorithm; value: string }[];
}

/** What the client says of the whole object when it completes an upload. */
export interface Completion extends Pick<PutOptions, 'ifAbsent' | 'ifMatch'> {
  /** Composite values with or without the number of parts. */
  expectedChecksums?: readonly { algorithm: ChecksumAlgorithm; value: string }[];
  /** Bytes. */
  expectedSize?: number | undefined;
}

/** Every method but `start` and `uploads` throws NoSuchUpload for an id that is not open for that key. */
export interface MultipartUploads {
  start(bucket: string, key: string, options: UploadOptions): MultipartUpload;
  get(bucket: string, key: string, uploadId: string): MultipartUpload;
  /** @param checksum asked once the body has ended; what of it is kept with the part */
  putPart(
    upload: MultipartUpload,
    partNumber: number,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    expected?: ExpectedDigests,
    checksum?: () => ObjectChecksum,
  ): Promise<UploadedPart>;
  /** Those after a number, in order. */
  parts(upload: MultipartUpload, after: number, limit: number): UploadedPart[];
  /**
   * Joins the parts into the object.
   * @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall, EntityTooLarge, BadDigest, InvalidRequest,
   *   OperationAborted, PreconditionFailed, NoSuchKey.
   */
  complete(
    upload: MultipartUpload,
    parts: readonly NamedPart[],
    completion?: Completion,
  ): Promise<Pick<StoredObject, 'etag' | 'checksum'>>;
  /** What the same request got before, where it completed the upload within the last day. */
  completed(
    bucket: string,
    key: string,
    uploadId: string,
    parts: readonly NamedPart[],
  ): Pick<StoredObject, 'etag' | 'checksum'> | undefined;
  abort(upload: MultipartUpload): void;
  /** In order of key, then of age: those after a place and with keys before another key. */
  uploads(bucket: string, page: UploadPage): MultipartUpload[];
}

/** How a finished file becomes the object; the object store gives it. */
export type CommitObject = (
  bucket: string,
  key: string,
  written: {
    file: string;
    size: number;
    etag: string;
    crc32?: string | undefined;
    checksum?: ObjectChecksum | undefined;
    md5?: string;
    parts?: readonly StoredPart[];
  },
  options: PutOptions,
  alongside: () => void,
) => StoredObject;

const minPartBytes = 5 * 1024 * 1024;
const maxPartNumber = 10_000;
/** Read between two pauses. */
const partsAtOnce = 500;
const maxObjectBytes = 5 * 1024 ** 4;

export const createMultipartUploads = (room: {
  database: Sqlite;
  files: ObjectFiles;
  clock: Clock;
  commit: CommitObject;
}): MultipartUploads & {
  /** Files of the parts that are kept. */
  files(): { file: string; description: FileDescription }[];
  removeBucket(bucket: string): void;
} => {
  const { database, files, clock, commit } = room;
  const records = createMultipartRecords(database);
  /** Uploads whose parts are being joined, and their buckets: they can be neither aborted nor completed a second time. */
  const joining = new Map<string, string>();

  const refuseWhile = (isJoining: boolean): void => {
    if (!isJoining) return;
    throw new AwsError('OperationAborted', 'The upload is being completed by another request.');
  };
  const checkNotJoining = ({ uploadId }: MultipartUpload): void => refuseWhile(joining.has(uploadId));
  const abort = (upload: MultipartUpload): void => {
    checkNotJoining(upload);
    const stored = records.filesOf(upload.uploadId);
    database.transaction(() => records.remove(upload.uploadId))();
    files.removeSoon(stored);
  };

  function* readParts(uploadId: string): Generator<void, PartRecord[]> {
    const parts: PartRecord[] = [];
    for (;;) {
      const some = records.parts(uploadId, parts.at(-1)?.partNumber, partsAtOnce);
      parts.push(...some);
      if (some.length < partsAtOnce) return parts;
      yield;
    }
  }

  return {
    get: records.get,
    abort,
    start(bucket, key, options) {
      const uploadId = randomBytes(24).toString('base64url');
      const upload = { uploadId, bucket, key, createdAt: clock.now(), options };
      records.add(upload);
      return upload;
    },
    async putPart(upload, partNumber, body, expected, checksum) {
      if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > maxPartNumber) {
        const message = `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`;
        throw new AwsError('InvalidArgument', message, {
          ArgumentName: 'partNumber',
          ArgumentValue: partNumber,
        });
      }
      const { uploadId } = upload;
      const { file, size, md5, crc32 } = await files.write(body, expected);
      try {
        checkNotJoining(upload);
        const { algorithm, value } = checksum?.() ?? {};
        const kept = algorithm && value !== undefined ? { checksum: { algorithm, value } } : {};
        const part = { partNumber, size, etag: md5, crc32, ...kept, lastModified: clock.now() };
        const replaced = database.transaction(() => {
          // The upload may have ended while the body came in.
          records.get(upload.bucket, upload.key, uploadId);
          const old = records.part(uploadId, partNumber);
          records.putPart(uploadId, { ...part, file });
          return old ? [old.file] : [];
        })();
        const { bucket, key } = upload;
        files.settle(file, describePart({ upload: uploadId, bucket, key, partNumber }));
        files.remove(replaced);
        return part;
      } catch (error) {
        files.remove([file]);
        throw error;
      }
    },
    parts: ({ uploadId }, after, limit) =>
      records.parts(uploadId, after, limit).map(({ file: _file, ...part }) => part),
    async complete(upload, named, completion = {}) {
      checkNotJoining(upload);
      const { bucket, key, uploadId } = upload;
      joining.set(uploadId, bucket);
      try {
        const stored = await inTurns(readParts(uploadId));
        const chosen = choose(named, stored);
        checkSize(chosen, completion.expectedSize);
        const { algorithm, type } = upload.options.checksum ?? {
          algorithm: 'CRC64NVME',
          type: 'FULL_OBJECT',
        };
        const whole = type === 'FULL_OBJECT' ? await startChecksum(algorithm) : undefined;
        const bytes = joined(files, chosen);
        const { md5, ...written } = await files.write(whole ? checksumming(bytes, whole) : bytes);
        try {
          const checksum: ObjectChecksum = whole
            ? { algorithm, type: 'FULL_OBJECT', value: whole.digest() }
            : await compositeChecksum(algorithm, chosen.map(checksumOf));
          checkWhole(checksum, completion);
          const md5s = Buffer.concat(chosen.map((part) => Buffer.from(part.etag, 'hex')));
          const etag = `${createHash('md5').update(md5s).digest('hex')}-${chosen.length}`;
          const parts = chosen.map((part, index) => storedPart(part, index + 1, checksum));
          const { ifAbsent, ifMatch } = completion;
          const object = { ...written, etag, md5, checksum, parts };
          const committed = commit(
            bucket,
            key,
            object,
            { ...upload.options, checksum: undefined, ifAbsent, ifMatch },
            () => {
              records.remove(uploadId);
              records.addCompleted(
                upload,
                { digest: digestOf(named), object: { etag, checksum } },
                clock.now(),
              );
            },
          );
          files.removeSoon(stored.map((part) => part.file));
          return committed;
        } catch (error) {
          files.remove([written.file]);
          throw error;
        }
      } finally {
        joining.delete(uploadId);
      }
    },
    completed(bucket, key, uploadId, named) {
      const before = records.completed(bucket, key, uploadId);
      return before?.digest === digestOf(named) ? before.object : undefined;
    },
    uploads: records.page,
    files: records.files,
    removeBucket(bucket) {
      refuseWhile([...joining.values()].includes(bucket));
      const parts = records.filesOfBucket(bucket);
      records.removeAllOf(bucket);
      files.removeSoon(parts);
    },
  };
};

const choose = (named: readonly NamedPart[], stored: readonly PartRecord[]): PartRecord[] => {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  if (named.some(({ partNumber }, index) => partNumber <= (named[index - 1]?.partNumber ?? 0))) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  }
  return named.map((asked, index) => {
    const part = byNumber.get(asked.partNumber);
    if (!part || !isPart(asked, part)) {
      throw new AwsError(
        'InvalidPart',
        'One or more of the specified parts could not be found. The part may not have been uploaded, or the ' +
          "specified entity tag may not match the part's entity tag.",
        { PartNumber: asked.partNumber },
      );
    }
    if (index < named.length - 1 && part.size < minPartBytes) {
      throw new AwsError(
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed object size.',
        {
          ProposedSize: part.size,
          MinSizeAllowed: minPartBytes,
          PartNumber: asked.partNumber,
        },
      );
    }
    return part;
  });
};

/** A checksum of an algorithm that the part was not stored with cannot be compared, so it does not hold. */
const isPart = ({ etag, checksums = [] }: NamedPart, part: PartRecord): boolean =>
  part.etag === etag &&
  checksums.every(
    ({ algorithm, value }) =>
      (algorithm === part.checksum?.algorithm && value === part.checksum.value) ||
      (algorithm === 'CRC32' && value === part.crc32),
  );

const checkSize = (parts: readonly PartRecord[], expected: number | undefined): void => {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (expected !== undefined && expected !== size) {
    const message = `The provided 'x-amz-mp-object-size' header does not match what was computed.`;
    throw new AwsError('InvalidRequest', message, { ProvidedSize: expected, ComputedSize: size });
  }
  if (size > maxObjectBytes) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: size,
      MaxSizeAllowed: maxObjectBytes,
    });
  }
};

const checkWhole = (
  { algorithm, type, value }: ObjectChecksum,
  { expectedChecksums = [] }: Completion,
): void => {
  for (const expected of expectedChecksums) {
    const given = type === 'COMPOSITE' && !expected.value.includes('-') ? value.replace(/-\d+$/, '') : value;
    if (expected.algorithm === algorithm && expected.value === given) continue;
    throw new AwsError(
      'BadDigest',
      `The ${expected.algorithm} you specified did not match the calculated checksum.`,
    );
  }
};

const checksumOf = ({ checksum, partNumber }: PartRecord): string => {
  if (checksum) return checksum.value;
  throw new AwsError(
    'InvalidRequest',
    `The part ${partNumber} was uploaded without the checksum of the upload.`,
  );
};

const storedPart = (part: PartRecord, partNumber: number, whole: ObjectChecksum): StoredPart => {
  const { size, checksum } = part;
  return {
    partNumber,
    size,
    ...(checksum?.algorithm === whole.algorithm ? { checksum: checksum.value } : {}),
  };
};

const digestOf = (parts: readonly NamedPart[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(({ partNumber, etag }) => [partNumber, etag])))
    .digest('hex');

const joined = async function* (
  files: ObjectFiles,
  parts: readonly PartRecord[],
): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* files.read(part.file) as AsyncIterable<Buffer>;
};
