/**
 * The object store of the local backend: bytes in opaque files, records in SQLite. The record is committed after
 * its file is durable and an old file is removed after that, so a reader, or the next start after a kill, finds
 * the old object or the new one, never a part. At opening both are made to agree (see reconcile-objects.ts).
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../engine/clock';
import { AwsError } from '../wire/errors';
import { agree, bucketMarkers } from './agree-objects';
import type { Sqlite } from './database';
import { openGuardedPath } from './guarded-file';
import { type CommitObject, createMultipartUploads, type MultipartUploads } from './multipart-uploads';
import { describeObject } from './object-descriptions';
import { createObjectFiles } from './object-files';
import { listKeys } from './object-listing';
import { checkBucketName, checkKey, holdsNul, noSuchBucket, noSuchKey } from './object-names';
import { createObjectRecords, type ObjectRecord } from './object-records';
import type { ObjectStore, PutOptions, StoredObject } from './object-store';

/** The contract of the engine, and multipart uploads, which only the S3 service needs. */
export interface FileObjectStore extends ObjectStore {
  multipart: MultipartUploads;
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
  const checkAbsent = (bucket: string, key: string, options: PutOptions): void => {
    if (options.ifAbsent && records.get(bucket, key)) {
      throw new AwsError(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        { Condition: 'If-None-Match' },
      );
    }
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
    };
    try {
      const replaced = database.transaction(() => {
        // Bucket and key may have changed while the body came in.
        requireBucket(bucket);
        checkAbsent(bucket, key, options);
        const old = records.get(bucket, key);
        records.put(record);
        alongside();
        return old ? [old.file] : [];
      })();
      files.settle(record.file, describeObject(withoutFile(record)));
      files.remove(replaced);
    } catch (error) {
      files.remove([written.file]);
      throw error;
    }
    return stored(record);
  };

  const multipart = createMultipartUploads({ database, files, clock, commit });
  agree({ ...room, records, multipart });

  /** @throws AwsError NoSuchKey for a file that somebody removed: the next start puts its record aside. */
  const bodyOf = (record: ObjectRecord, range?: { start: number; end: number }): Readable => {
    try {
      return files.read(record.file, range);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.error(`s3://${record.bucket}/${record.key} has a record but no file.`);
      throw noSuchKey(record.key);
    }
  };

  // The source may be overwritten, and its file removed, just before its second name is made: then look again.
  const duplicateOf = async (
    bucket: string,
    key: string,
  ): Promise<{ source: ObjectRecord; file: string }> => {
    for (;;) {
      const source = requireObject(bucket, key);
      try {
        return { source, file: await files.duplicate(source.file) };
      } catch (error) {
        const overwritten = records.get(bucket, key)?.file !== source.file;
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !overwritten) throw error;
      }
    }
  };

  const put: ObjectStore['put'] = async (bucket, key, body, options = {}) => {
    checkKey(key);
    requireBucket(bucket);
    checkAbsent(bucket, key, options);
    const { file, size, md5, crc32 } = await files.write(body, options);
    return commit(bucket, key, { file, size, etag: md5, crc32 }, options, () => undefined);
  };

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
      uploads(bucket) {
        requireBucket(bucket);
        return multipart.uploads(bucket);
      },
    },
    createBucket(bucket) {
      checkBucketName(bucket);
      if (!records.addBucket(bucket, clock.now())) {
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          { BucketName: bucket },
        );
      }
      markers.add(bucket);
    },
    bucketExists: hasBucket,
    listBuckets: records.buckets,
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
    head: (bucket, key) => stored(requireObject(bucket, key)),
    read(bucket, key, range) {
      const record = requireObject(bucket, key);
      return { object: stored(record), body: bodyOf(record, range) };
    },
    async download(bucket, key, target) {
      const record = requireObject(bucket, key);
      const body = bodyOf(record);
      const temporary = `${target}.${randomBytes(6).toString('hex')}.download`;
      try {
        await mkdir(path.dirname(target), { recursive: true });
        await pipeline(body, createWriteStream(temporary, { flags: 'wx' }));
        await rename(temporary, target);
      } catch (error) {
        body.destroy();
        await rm(temporary, { force: true });
        throw error;
      }
      return stored(record);
    },
    list(bucket, options = {}) {
      requireBucket(bucket);
      if (holdsNul(options.prefix ?? '')) return { objects: [], commonPrefixes: [] };
      return listKeys(records.keysOf(bucket), options);
    },
    async copy(from, to, options = {}) {
      checkKey(to.key);
      requireBucket(to.bucket);
      checkAbsent(to.bucket, to.key, options);
      const { source, file } = await duplicateOf(from.bucket, from.key);
      const { size, etag, crc32 } = source;
      const described = describesCopy(options) ? options : { ...source, ifAbsent: options.ifAbsent };
      return commit(to.bucket, to.key, { file, size, etag, crc32 }, described, () => undefined);
    },
    delete(bucket, key) {
      checkKey(key);
      requireBucket(bucket);
      const record = records.get(bucket, key);
      if (!record) return;
      const condemned = files.condemn([record.file]);
      try {
        records.remove(bucket, key);
      } catch (error) {
        condemned.undo();
        throw error;
      }
      files.remove([record.file]);
    },
  };
};

const withoutFile = ({ file: _file, ...object }: ObjectRecord): StoredObject => object;
const stored = withoutFile;

const describesCopy = ({ contentType, metadata, headers }: PutOptions): boolean =>
  contentType !== undefined || metadata !== undefined || headers !== undefined;
