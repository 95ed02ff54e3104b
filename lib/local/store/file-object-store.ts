/**
 * The object store of the local backend: bytes in opaque files, records in SQLite. The record is committed after
 * its file is durable and an old file is removed after that, so a reader, or the next start after a kill, finds
 * the old object or the new one, never a part. At opening both are made to agree (see reconcile-objects.ts).
 */
import type { Clock } from '../core/clock';
import { AwsError } from '../core/aws-error';
import { agree, bucketMarkers } from './agree-objects';
import type { Sqlite } from './database';
import { openGuardedPath } from './guarded-file';
import { type CommitObject, createMultipartUploads, type MultipartUploads } from './multipart-uploads';
import { describeObject } from './object-descriptions';
import { createObjectCopies } from './object-copies';
import { createObjectDeletion, type DeleteObjects } from './object-deletion';
import { createObjectFiles } from './object-files';
import { listKeys } from './object-listing';
import { checkBucketName, checkKey, holdsNul, noSuchBucket, noSuchKey } from './object-names';
import { createObjectReaders } from './object-readers';
import { createObjectRecords, describedOf, type ObjectRecord, storedOf } from './object-records';
import { checkReplacement } from './object-conditions';
import type { ObjectStore, ObjectTag, PutOptions, StoredPart } from './object-store';

/** The contract of the engine, and what only the S3 service needs. */
export interface FileObjectStore extends ObjectStore {
  multipart: MultipartUploads;
  /** Of an object that was uploaded in parts, in order; none where it was not. */
  parts(bucket: string, key: string): StoredPart[];
  /** Replaces all tags of a bucket; none: undefined. */
  tagBucket(bucket: string, tags: readonly ObjectTag[] | undefined): void;
  /** Replaces all tags. */
  setTags(bucket: string, key: string, tags: readonly ObjectTag[]): void;
  deleteAll: DeleteObjects;
}

/**
 * @param room.folder holds the files and nothing else; made if missing. No second store may be open on it.
 * @param room.onReconciled is told what did not agree, in a sentence for the reader.
 */
export const createObjectStore = (room: {
  database: Sqlite;
  folder: string;
  clock: Clock;
  onReconciled?: (sentence: string) => void;
}): FileObjectStore => {
  const { database, folder, clock } = room;
  const records = createObjectRecords(database);
  const files = createObjectFiles(folder);
  const markers = bucketMarkers(folder);

  const hasBucket = (bucket: string): boolean => !holdsNul(bucket) && records.hasBucket(bucket);
  const requireBucket = (bucket: string): void => {
    if (!hasBucket(bucket)) throw noSuchBucket(bucket);
  };
  const requireObject = (bucket: string, key: string): ObjectRecord => {
    requireBucket(bucket);
    const record = holdsNul(key) ? undefined : records.get(bucket, key);
    if (!record) throw noSuchKey(key);
    return record;
  };
  const checkPut = (bucket: string, key: string, options: PutOptions): void => {
    if (options.ifAbsent || options.ifMatch !== undefined)
      checkReplacement(records.get(bucket, key), key, options);
  };

  const commit: CommitObject = (bucket, key, written, options, alongside) => {
    const record: ObjectRecord = {
      bucket,
      key,
      ...written,
      lastModified: clock.now(),
      ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
      metadata: options.metadata ?? {},
      headers: options.headers ?? {},
      tags: options.tags ?? [],
      ...(options.storageClass === undefined ? {} : { storageClass: options.storageClass }),
    };
    try {
      const replaced = database.transaction(() => {
        // Bucket and key may have changed while the body came in.
        requireBucket(bucket);
        checkPut(bucket, key, options);
        const old = records.get(bucket, key);
        if (old) records.remove(bucket, key);
        records.put(record);
        alongside();
        return old ? [old.file] : [];
      })();
      files.settle(record.file, describeObject(describedOf(record)));
      files.remove(replaced);
    } catch (error) {
      files.remove([written.file]);
      throw error;
    }
    return storedOf(record);
  };

  const multipart = createMultipartUploads({ database, files, clock, commit });
  agree({ ...room, records, multipart });

  const readers = createObjectReaders({ records, files, requireObject });

  const put: ObjectStore['put'] = async (bucket, key, body, options = {}) => {
    checkKey(key);
    requireBucket(bucket);
    checkPut(bucket, key, options);
    const { file, size, md5, crc32 } = await files.write(body, options);
    const checksum = options.checksum?.() ?? { algorithm: 'CRC32', type: 'FULL_OBJECT', value: crc32 };
    return commit(bucket, key, { file, size, etag: md5, crc32, checksum }, options, () => undefined);
  };

  const deleteAll = createObjectDeletion({ database, records, files, requireBucket });

  return {
    multipart: {
      ...multipart,
      start(bucket, key, options) {
        checkKey(key);
        requireBucket(bucket);
        return multipart.start(bucket, key, options);
      },
      get(bucket, key, uploadId) {
        checkKey(key);
        requireBucket(bucket);
        return multipart.get(bucket, key, uploadId);
      },
      uploads(bucket, page) {
        requireBucket(bucket);
        return multipart.uploads(bucket, page);
      },
    },
    createBucket(bucket, region) {
      checkBucketName(bucket);
      if (!records.addBucket(bucket, clock.now(), region)) {
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          { BucketName: bucket },
        );
      }
      markers.add(bucket, region);
    },
    bucketExists: hasBucket,
    listBuckets: records.buckets,
    tagBucket(bucket, tags) {
      requireBucket(bucket);
      records.tagBucket(bucket, tags);
    },
    deleteBucket(bucket) {
      requireBucket(bucket);
      if (!records.isEmpty(bucket)) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
          BucketName: bucket,
        });
      }
      multipart.removeBucket(bucket);
      records.removeBucket(bucket);
      markers.remove(bucket);
    },
    put,
    async putFile(bucket, key, file, options) {
      const { handle, stats } = await openGuardedPath(file);
      try {
        if (stats.size === 0n) return await put(bucket, key, new Uint8Array(), options);
        const end = Number(stats.size) - 1;
        return await put(bucket, key, handle.createReadStream({ end, autoClose: false }), options);
      } finally {
        await handle.close();
      }
    },
    head: (bucket, key) => storedOf(requireObject(bucket, key)),
    read(bucket, key, range) {
      const record = requireObject(bucket, key);
      return { object: storedOf(record), body: readers.read(record, range) };
    },
    download: readers.download,
    show: readers.show,
    list(bucket, options = {}) {
      requireBucket(bucket);
      if (holdsNul(options.prefix ?? '')) return { objects: [], commonPrefixes: [] };
      return listKeys(records.keysOf(bucket), options);
    },
    copy: createObjectCopies({ records, files, requireBucket, requireObject, checkPut, commit }),
    parts: (bucket, key) => records.parts(requireObject(bucket, key).file),
    setTags(bucket, key, tags) {
      const record = { ...requireObject(bucket, key), tags };
      records.put(record);
      files.settle(
        record.file,
        describeObject(describedOf({ ...record, parts: records.parts(record.file) })),
      );
    },
    delete(bucket, key, conditions) {
      const [error] = deleteAll(bucket, [{ key, ...(conditions && { conditions }) }]);
      if (error) throw error;
    },
    deleteAll,
  };
};
