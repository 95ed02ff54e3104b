/** Uploads in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../engine/clock';
import { AwsError } from '../wire/errors';
import type { Sqlite } from './database';
import { describePart, type FileDescription } from './object-descriptions';
import type { ExpectedDigests, ObjectFiles } from './object-files';
import type { PutOptions, StoredObject } from './object-store';

export interface MultipartUpload {
  uploadId: string;
  bucket: string;
  key: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  options: PutOptions;
}

export interface UploadedPart {
  partNumber: number;
  /** Bytes. */
  size: number;
  etag: string;
  crc32: string;
  /** Milliseconds since the epoch. */
  lastModified: number;
}

/** What the client says a part is when it completes an upload. */
export interface NamedPart {
  partNumber: number;
  etag: string;
  crc32?: string;
}

/** Every method but `start` and `uploads` throws NoSuchUpload for an id that is not open for that key. */
export interface MultipartUploads {
  start(bucket: string, key: string, options: PutOptions): MultipartUpload;
  get(bucket: string, key: string, uploadId: string): MultipartUpload;
  putPart(
    upload: MultipartUpload,
    partNumber: number,
    body: AsyncIterable<Uint8Array> | Uint8Array,
    expected?: ExpectedDigests,
  ): Promise<UploadedPart>;
  /** In order of part number. */
  parts(upload: MultipartUpload): UploadedPart[];
  /**
   * Joins the parts into the object.
   * @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall, BadDigest, OperationAborted, PreconditionFailed.
   */
  complete(upload: MultipartUpload, parts: readonly NamedPart[], options?: PutOptions): Promise<StoredObject>;
  abort(upload: MultipartUpload): void;
  /** In order of key, then of age. */
  uploads(bucket: string): MultipartUpload[];
}

interface PartRecord extends UploadedPart {
  file: string;
}

/** How a finished file becomes the object; the object store gives it. */
export type CommitObject = (
  bucket: string,
  key: string,
  written: { file: string; size: number; etag: string; crc32?: string },
  options: PutOptions,
  alongside: () => void,
) => StoredObject;

const smallestPart = 5 * 1024 * 1024;
const highestPartNumber = 10_000;

const uploadRow = z.object({
  id: z.string(),
  bucket: z.string(),
  key: z.string(),
  created_at: z.number(),
  options: z.string(),
});
const storedOptions = z.object({
  contentType: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
});
const partRow = z.object({
  part_number: z.number(),
  size: z.number(),
  etag: z.string(),
  crc32: z.string(),
  last_modified: z.number(),
  file: z.string(),
});

const partFileRow = z.object({
  file: z.string(),
  part_number: z.number(),
  upload_id: z.string(),
  bucket: z.string(),
  key: z.string(),
});

const nameOf = ({ bucket, key }: MultipartUpload) => ({ bucket, key });

const noSuchUpload = (uploadId: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

const readUpload = (row: unknown): MultipartUpload => {
  const { id, bucket, key, created_at, options } = uploadRow.parse(row);
  return {
    uploadId: id,
    bucket,
    key,
    createdAt: created_at,
    options: storedOptions.parse(JSON.parse(options)),
  };
};

const readPart = (row: unknown): PartRecord => {
  const { part_number, last_modified, ...same } = partRow.parse(row);
  return { partNumber: part_number, lastModified: last_modified, ...same };
};

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
  database.exec(`
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY,
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      options TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS upload_parts (
      upload_id TEXT NOT NULL,
      part_number INTEGER NOT NULL,
      size INTEGER NOT NULL,
      etag TEXT NOT NULL,
      crc32 TEXT NOT NULL,
      last_modified INTEGER NOT NULL,
      file TEXT NOT NULL,
      PRIMARY KEY (upload_id, part_number)
    ) WITHOUT ROWID;`);
  const statements = {
    add: database.prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)'),
    get: database.prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?'),
    ofBucket: database.prepare('SELECT * FROM uploads WHERE bucket = ? ORDER BY key, created_at, id'),
    remove: database.prepare('DELETE FROM uploads WHERE id = ?'),
    putPart: database.prepare('INSERT OR REPLACE INTO upload_parts VALUES (?, ?, ?, ?, ?, ?, ?)'),
    part: database.prepare('SELECT * FROM upload_parts WHERE upload_id = ? AND part_number = ?'),
    parts: database.prepare('SELECT * FROM upload_parts WHERE upload_id = ? ORDER BY part_number'),
    removeParts: database.prepare('DELETE FROM upload_parts WHERE upload_id = ?'),
    files: database.prepare(
      'SELECT file, part_number, upload_id, bucket, key FROM upload_parts JOIN uploads ON id = upload_id',
    ),
  };
  /** Uploads whose parts are being joined: they can be neither aborted nor completed a second time. */
  const joining = new Set<string>();

  const get = (bucket: string, key: string, uploadId: string): MultipartUpload => {
    const row = statements.get.get(uploadId, bucket, key);
    if (row === undefined) throw noSuchUpload(uploadId);
    return readUpload(row);
  };
  const partRecords = (uploadId: string): PartRecord[] => statements.parts.all(uploadId).map(readPart);
  const forget = (uploadId: string): void => {
    statements.removeParts.run(uploadId);
    statements.remove.run(uploadId);
  };
  const checkNotJoining = ({ uploadId }: MultipartUpload): void => {
    if (joining.has(uploadId)) {
      throw new AwsError('OperationAborted', 'The upload is being completed by another request.');
    }
  };
  const abort = (upload: MultipartUpload): void => {
    checkNotJoining(upload);
    const stored = partRecords(upload.uploadId);
    database.transaction(() => forget(upload.uploadId))();
    files.remove(stored.map((part) => part.file));
  };

  return {
    get,
    abort,
    start(bucket, key, { contentType, metadata, headers }) {
      const options = { contentType, metadata, headers };
      const upload = { uploadId: randomBytes(24).toString('base64url'), bucket, key, createdAt: clock.now() };
      statements.add.run(upload.uploadId, bucket, key, upload.createdAt, JSON.stringify(options));
      return { ...upload, options };
    },
    async putPart(upload, partNumber, body, expected) {
      if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > highestPartNumber) {
        const message = `Part number must be an integer between 1 and ${highestPartNumber}, inclusive`;
        throw new AwsError('InvalidArgument', message, { ArgumentName: 'partNumber' });
      }
      const { uploadId } = upload;
      const { file, size, md5, crc32 } = await files.write(body, expected);
      try {
        checkNotJoining(upload);
        const lastModified = clock.now();
        const replaced = database.transaction(() => {
          // The upload may have ended while the body came in.
          get(upload.bucket, upload.key, uploadId);
          const old = statements.part.get(uploadId, partNumber);
          statements.putPart.run(uploadId, partNumber, size, md5, crc32, lastModified, file);
          return old === undefined ? [] : [readPart(old).file];
        })();
        files.settle(file, describePart({ upload: uploadId, ...nameOf(upload), partNumber }));
        files.remove(replaced);
        return { partNumber, size, etag: md5, crc32, lastModified };
      } catch (error) {
        files.remove([file]);
        throw error;
      }
    },
    parts: ({ uploadId }) => partRecords(uploadId).map(({ file: _file, ...part }) => part),
    async complete(upload, named, options = {}) {
      checkNotJoining(upload);
      const stored = partRecords(upload.uploadId);
      const chosen = choose(named, stored);
      joining.add(upload.uploadId);
      try {
        const { expectedCrc32 } = options;
        const written = await files.write(joined(files, chosen), { expectedCrc32 });
        const md5s = Buffer.concat(chosen.map((part) => Buffer.from(part.etag, 'hex')));
        const etag = `${createHash('md5').update(md5s).digest('hex')}-${chosen.length}`;
        const { bucket, key, uploadId } = upload;
        const merged = { ...upload.options, ifAbsent: options.ifAbsent };
        const object = commit(bucket, key, { ...written, etag }, merged, () => forget(uploadId));
        files.remove(stored.map((part) => part.file));
        return object;
      } finally {
        joining.delete(upload.uploadId);
      }
    },
    uploads: (bucket) => statements.ofBucket.all(bucket).map(readUpload),
    files: () =>
      statements.files.all().map((row) => {
        const { file, part_number, upload_id, bucket, key } = partFileRow.parse(row);
        return {
          file,
          description: describePart({ upload: upload_id, bucket, key, partNumber: part_number }),
        };
      }),
    removeBucket(bucket) {
      for (const row of statements.ofBucket.all(bucket)) abort(readUpload(row));
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
  return named.map(({ partNumber, etag, crc32 }, index) => {
    const part = byNumber.get(partNumber);
    if (!part || part.etag !== etag || (crc32 !== undefined && crc32 !== part.crc32)) {
      throw new AwsError(
        'InvalidPart',
        'One or more of the specified parts could not be found. The part may not have been uploaded, or the ' +
          "specified entity tag may not match the part's entity tag.",
        { PartNumber: partNumber },
      );
    }
    if (index < named.length - 1 && part.size < smallestPart) {
      throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: part.size,
        MinSizeAllowed: smallestPart,
        PartNumber: partNumber,
      });
    }
    return part;
  });
};

const joined = async function* (
  files: ObjectFiles,
  parts: readonly PartRecord[],
): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* files.read(part.file) as AsyncIterable<Buffer>;
};
