import type { Readable } from 'node:stream';

/** An object's record. `etag` is unquoted. Times are milliseconds since the epoch, sizes bytes. */
export interface StoredObject {
  bucket: string;
  key: string;
  size: number;
  etag: string;
  lastModified: number;
  contentType?: string;
  /** Base64 CRC32 of the whole object, where it was computed. */
  crc32?: string;
  /** x-amz-meta-* without the prefix, and the standard headers S3 keeps (Cache-Control and so on). */
  metadata: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
}

export interface PutOptions {
  contentType?: string;
  metadata?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Refuses with PreconditionFailed if the key exists (If-None-Match: *). */
  ifAbsent?: boolean;
  /** Base64; a mismatch is refused with BadDigest and nothing is stored. */
  expectedCrc32?: string;
  expectedMd5?: string;
}

export interface ListOptions {
  prefix?: string;
  delimiter?: string;
  /** Keys strictly after this one, in UTF-8 byte order. */
  startAfter?: string;
  maxKeys?: number;
}

export interface Listing {
  objects: StoredObject[];
  commonPrefixes: string[];
  /** Given where the listing was cut: pass it as `startAfter` to go on. */
  nextStartAfter?: string;
}

/**
 * Buckets and objects: bytes in files, records in SQLite. A put is written to a temporary name, fsynced and
 * renamed before its record is committed; a reader sees the old object or the new one, never a part.
 * Every method throws AwsError with S3's codes (NoSuchBucket, NoSuchKey, …).
 */
export interface ObjectStore {
  createBucket(bucket: string): void;
  bucketExists(bucket: string): boolean;
  listBuckets(): { name: string; createdAt: number }[];
  deleteBucket(bucket: string): void;
  put(bucket: string, key: string, body: Readable | Uint8Array, options?: PutOptions): Promise<StoredObject>;
  /**
   * Stores the regular file at `path`, which is opened guarded (FileRefused); it may still be growing: what is
   * stored is no longer than it was when it was opened.
   */
  putFile(bucket: string, key: string, path: string, options?: PutOptions): Promise<StoredObject>;
  head(bucket: string, key: string): StoredObject;
  /** Opens the bytes from `start` to `end`, both inclusive. */
  read(
    bucket: string,
    key: string,
    range?: { start: number; end: number },
  ): { object: StoredObject; body: Readable };
  /** Copies an object to a file (written to a temporary name and renamed); parent folders are made. */
  download(bucket: string, key: string, path: string): Promise<StoredObject>;
  list(bucket: string, options?: ListOptions): Listing;
  /** The copy carries the source's type, metadata and headers, or those of `options` if it names any. */
  copy(
    from: { bucket: string; key: string },
    to: { bucket: string; key: string },
    options?: PutOptions,
  ): Promise<StoredObject>;
  /** Deleting a key that does not exist is no error, as in S3. */
  delete(bucket: string, key: string): void;
}
