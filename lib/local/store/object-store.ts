import type { Readable } from 'node:stream';
import type { ChecksumAlgorithm, ObjectChecksum } from './object-checksum';

/** A tag of an object, in the order it was given. */
export type ObjectTag = readonly [key: string, value: string];

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
  /** The one checksum S3 keeps; objects of older stores have none. */
  checksum?: ObjectChecksum;
  tags: readonly ObjectTag[];
  /** Absent for STANDARD. */
  storageClass?: string;
  /** Hexadecimal MD5 of the bytes, where the ETag is not it. */
  md5?: string;
}

/** A part of an object that was uploaded in parts. */
export interface StoredPart {
  partNumber: number;
  /** Bytes. */
  size: number;
  /** Base64, by the algorithm of the object's checksum. */
  checksum?: string;
}

/** A bucket's record. Time in milliseconds since the epoch. */
export interface StoredBucket {
  name: string;
  createdAt: number;
  /** LocationConstraint it was created with; absent for us-east-1. */
  region?: string;
  /** In the order in which they were put. */
  tags?: readonly ObjectTag[];
}

export interface PutOptions {
  contentType?: string | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  tags?: readonly ObjectTag[] | undefined;
  storageClass?: string | undefined;
  /** Asked once the body has ended; without it the checksum is a CRC32. */
  checksum?: (() => ObjectChecksum) | undefined;
  /** Refuses with PreconditionFailed unless the object has this ETag (unquoted, or `*`); NoSuchKey if there is none. */
  ifMatch?: string | undefined;
  /** Refuses with PreconditionFailed if the key exists (If-None-Match: *). */
  ifAbsent?: boolean | undefined;
  /** Base64; a mismatch is refused with BadDigest and nothing is stored. */
  expectedCrc32?: string;
  expectedMd5?: string;
}

export interface CopyOptions extends PutOptions {
  /** Where it is not the source's, the checksum is computed anew. */
  checksumAlgorithm?: ChecksumAlgorithm;
}

/** What must hold for an object to be deleted; times in milliseconds since the epoch, of whole seconds. */
export interface DeleteConditions {
  /** Unquoted, or `*`. */
  etag?: string;
  size?: number;
  lastModified?: number;
}

export interface ListOptions {
  prefix?: string;
  delimiter?: string;
  /** Keys strictly after this one, in UTF-8 byte order. */
  startAfter?: string;
  /** Where `startAfter` is a common prefix, all keys below it count as before it. */
  afterFolder?: boolean;
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
  createBucket(bucket: string, region?: string): void;
  bucketExists(bucket: string): boolean;
  /** In order of name. */
  listBuckets(): StoredBucket[];
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
  /**
   * Gives the object's bytes a second name at `path`, without a copy where the file system has such names; parent folders
   * are made. Whoever sees it must not be able to write: the bytes are the object's. What becomes of the object later
   * does not change them.
   */
  show(bucket: string, key: string, path: string): Promise<void>;
  list(bucket: string, options?: ListOptions): Listing;
  /**
   * The copy carries the source's type, metadata and headers, or those of `options` if it names any; so with its
   * tags. A function is given the very source that is copied, and may throw to refuse it.
   */
  copy(
    from: { bucket: string; key: string },
    to: { bucket: string; key: string },
    options?: CopyOptions | ((source: StoredObject) => CopyOptions),
  ): Promise<StoredObject>;
  /**
   * Deleting a key that does not exist is no error, as in S3, unless conditions are given: then it is NoSuchKey,
   * and PreconditionFailed where one does not hold.
   */
  delete(bucket: string, key: string, conditions?: DeleteConditions): void;
}
