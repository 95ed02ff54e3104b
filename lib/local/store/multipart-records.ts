/** Open uploads, their parts, and the uploads that were completed of late, in SQLite. */
import { z } from 'zod';
import { AwsError } from '../core/aws-error';
import type { Sqlite } from './database';
import {
  checksumAlgorithms,
  type ChecksumAlgorithm,
  type ChecksumType,
  objectChecksum,
} from './object-checksum';
import { describePart, type FileDescription } from './object-descriptions';
import type { ObjectTag, StoredObject } from './object-store';
import { addColumn } from './table-column';
import { rowReader, text } from './rows';

/** What an upload says of its object when it starts. */
export interface UploadOptions {
  contentType?: string | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  tags?: readonly ObjectTag[] | undefined;
  storageClass?: string | undefined;
  /** Absent where the client named none: S3 then keeps a CRC64NVME of the whole object. */
  checksum?: { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined;
}

export interface MultipartUpload {
  uploadId: string;
  bucket: string;
  key: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  options: UploadOptions;
}

/** Where an upload stands in a bucket's list; times in milliseconds since the epoch. */
export type UploadPlace = Pick<MultipartUpload, 'key' | 'createdAt' | 'uploadId'>;

export interface UploadPage {
  after: UploadPlace;
  before?: string | undefined;
  limit: number;
}

const partChecksum = z.object({ algorithm: z.enum(checksumAlgorithms), value: z.string() });

export interface UploadedPart {
  partNumber: number;
  /** Bytes. */
  size: number;
  etag: string;
  /** Base64. */
  crc32: string;
  /** Of the upload's algorithm, where it has one; else of the one the client sent with the part. */
  checksum?: z.infer<typeof partChecksum>;
  /** Milliseconds since the epoch. */
  lastModified: number;
}

export interface PartRecord extends UploadedPart {
  file: string;
}

/** An upload that became an object; `digest` is of the request that completed it. */
export interface CompletedUpload {
  digest: string;
  object: Pick<StoredObject, 'etag' | 'checksum'>;
}

const uploadRow = z.object({
  id: z.string(),
  bucket: z.string(),
  key: z.string(),
  created_at: z.number(),
  options: z.string(),
});
const texts = z.record(z.string(), z.string());
const storedOptions = z.object({
  contentType: z.string().optional(),
  metadata: texts.optional(),
  headers: texts.optional(),
  tags: z.array(z.tuple([z.string(), z.string()])).optional(),
  storageClass: z.string().optional(),
  checksum: z
    .object({ algorithm: z.enum(checksumAlgorithms), type: z.enum(['FULL_OBJECT', 'COMPOSITE']) })
    .optional(),
});
const partRow = z.object({
  part_number: z.number(),
  size: z.number(),
  etag: z.string(),
  crc32: z.string(),
  last_modified: z.number(),
  file: z.string(),
  checksum: z.string().nullable(),
});
const partFileRow = z.object({
  file: z.string(),
  part_number: z.number(),
  upload_id: z.string(),
  bucket: z.string(),
  key: z.string(),
});
const completedRow = z.object({ digest: z.string(), etag: z.string(), checksum: z.string().nullable() });

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
  const { part_number, last_modified, checksum, ...same } = partRow.parse(row);
  return {
    partNumber: part_number,
    lastModified: last_modified,
    ...(checksum === null ? {} : { checksum: partChecksum.parse(JSON.parse(checksum)) }),
    ...same,
  };
};

const noSuchUpload = (uploadId: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

/** For how long a client may ask again whether its completion succeeded. */
const completedMs = 24 * 3600 * 1000;

const fileRow = rowReader<{ file: string }>({ file: text });

export const createMultipartRecords = (database: Sqlite) => {
  database.exec(`
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY,
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      options TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS uploads_in_order ON uploads (bucket, key, created_at, id);
    CREATE TABLE IF NOT EXISTS upload_parts (
      upload_id TEXT NOT NULL,
      part_number INTEGER NOT NULL,
      size INTEGER NOT NULL,
      etag TEXT NOT NULL,
      crc32 TEXT NOT NULL,
      last_modified INTEGER NOT NULL,
      file TEXT NOT NULL,
      PRIMARY KEY (upload_id, part_number)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS completed_uploads (
      id TEXT PRIMARY KEY,
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      completed_at INTEGER NOT NULL,
      digest TEXT NOT NULL,
      etag TEXT NOT NULL,
      checksum TEXT
    ) WITHOUT ROWID;`);
  addColumn(database, 'upload_parts', 'checksum', 'TEXT');
  const statements = {
    add: database.prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)'),
    get: database.prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?'),
    page: database.prepare(`SELECT * FROM uploads WHERE bucket = ? AND (key, created_at, id) > (?, ?, ?)
      ORDER BY key, created_at, id LIMIT ?`),
    pageBefore: database.prepare(`SELECT * FROM uploads WHERE bucket = ? AND (key, created_at, id) > (?, ?, ?)
      AND key < ? ORDER BY key, created_at, id LIMIT ?`),
    remove: database.prepare('DELETE FROM uploads WHERE id = ?'),
    putPart: database.prepare(`INSERT OR REPLACE INTO upload_parts
      (upload_id, part_number, size, etag, crc32, last_modified, file, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    part: database.prepare('SELECT * FROM upload_parts WHERE upload_id = ? AND part_number = ?'),
    parts: database.prepare(
      'SELECT * FROM upload_parts WHERE upload_id = ? AND part_number > ? ORDER BY part_number LIMIT ?',
    ),
    partFiles: database.prepare('SELECT file FROM upload_parts WHERE upload_id = ?'),
    removeParts: database.prepare('DELETE FROM upload_parts WHERE upload_id = ?'),
    partFilesOfBucket: database.prepare(
      'SELECT file FROM upload_parts WHERE upload_id IN (SELECT id FROM uploads WHERE bucket = ?)',
    ),
    removePartsOf: database.prepare(
      'DELETE FROM upload_parts WHERE upload_id IN (SELECT id FROM uploads WHERE bucket = ?)',
    ),
    removeOf: database.prepare('DELETE FROM uploads WHERE bucket = ?'),
    files: database.prepare(
      'SELECT file, part_number, upload_id, bucket, key FROM upload_parts JOIN uploads ON id = upload_id',
    ),
    addCompleted: database.prepare('INSERT INTO completed_uploads VALUES (?, ?, ?, ?, ?, ?, ?)'),
    completed: database.prepare('SELECT * FROM completed_uploads WHERE id = ? AND bucket = ? AND key = ?'),
    removeCompleted: database.prepare('DELETE FROM completed_uploads WHERE completed_at < ?'),
    removeCompletedOf: database.prepare('DELETE FROM completed_uploads WHERE bucket = ?'),
  };

  return {
    add({ uploadId, bucket, key, createdAt, options }: MultipartUpload): void {
      statements.add.run(uploadId, bucket, key, createdAt, JSON.stringify(options));
    },
    /** @throws AwsError NoSuchUpload */
    get(bucket: string, key: string, uploadId: string): MultipartUpload {
      const row = uploadId.includes('\0') ? undefined : statements.get.get(uploadId, bucket, key);
      if (row === undefined) throw noSuchUpload(uploadId);
      return readUpload(row);
    },
    page(bucket: string, { after, before, limit }: UploadPage): MultipartUpload[] {
      const from = [bucket, after.key, after.createdAt, after.uploadId];
      const rows =
        before === undefined
          ? statements.page.all(...from, limit)
          : statements.pageBefore.all(...from, before, limit);
      return rows.map(readUpload);
    },
    /** With its parts. */
    remove(uploadId: string): void {
      statements.removeParts.run(uploadId);
      statements.remove.run(uploadId);
    },
    putPart(uploadId: string, part: PartRecord): void {
      const { partNumber, size, etag, crc32, lastModified, file } = part;
      const checksum = part.checksum ? JSON.stringify(part.checksum) : null;
      statements.putPart.run(uploadId, partNumber, size, etag, crc32, lastModified, file, checksum);
    },
    part(uploadId: string, partNumber: number): PartRecord | undefined {
      const row = statements.part.get(uploadId, partNumber);
      return row === undefined ? undefined : readPart(row);
    },
    /** After a number, in order. */
    parts: (uploadId: string, after = 0, limit = 10_000): PartRecord[] =>
      statements.parts.all(uploadId, after, limit).map(readPart),
    filesOf: (uploadId: string): string[] =>
      fileRow.rows(statements.partFiles.all(uploadId)).map(({ file }) => file),
    /** Files of the parts that are kept. */
    files: (): { file: string; description: FileDescription }[] =>
      statements.files.all().map((row) => {
        const { file, part_number, upload_id, bucket, key } = partFileRow.parse(row);
        return {
          file,
          description: describePart({ upload: upload_id, bucket, key, partNumber: part_number }),
        };
      }),
    addCompleted(
      { uploadId, bucket, key }: MultipartUpload,
      { digest, object }: CompletedUpload,
      now: number,
    ): void {
      const { etag, checksum } = object;
      statements.removeCompleted.run(now - completedMs);
      const written = checksum ? JSON.stringify(checksum) : null;
      statements.addCompleted.run(uploadId, bucket, key, now, digest, etag, written);
    },
    completed(bucket: string, key: string, uploadId: string): CompletedUpload | undefined {
      const row = uploadId.includes('\0') ? undefined : statements.completed.get(uploadId, bucket, key);
      if (row === undefined) return undefined;
      const { digest, etag, checksum } = completedRow.parse(row);
      return {
        digest,
        object: {
          etag,
          ...(checksum === null ? {} : { checksum: objectChecksum.parse(JSON.parse(checksum)) }),
        },
      };
    },
    filesOfBucket: (bucket: string): string[] =>
      fileRow.rows(statements.partFilesOfBucket.all(bucket)).map(({ file }) => file),
    /** Uploads and their parts, and what is known of those that were completed. */
    removeAllOf: database.transaction((bucket: string) => {
      for (const one of ['removePartsOf', 'removeOf', 'removeCompletedOf'] as const)
        statements[one].run(bucket);
    }).immediate,
  };
};
