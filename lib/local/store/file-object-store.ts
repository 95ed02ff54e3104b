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
import type { Clock } from '../core/clock';
import { AwsError } from '../core/aws-error';
import { agree, bucketMarkers } from './agree-objects';
import type { Sqlite } from './database';
import { openGuardedPath } from './guarded-file';
import { type CommitObject, createMultipartUploads, type MultipartUploads } from './multipart-uploads';
import { describeObject } from './object-descriptions';
import { createObjectFiles } from './object-files';
import { listKeys } from './object-listing';
import { checkBucketName, checkKey, holdsNul, noSuchBucket, noSuchKey } from './object-names';
import { createObjectRecords, type ObjectRecord } from './object-records';
import { type ChecksumAlgorithm, type ObjectChecksum, startChecksum } from './object-checksum';
import { checkDeletion, checkReplacement } from './object-conditions';
import type {
  CopyOptions,
  DeleteConditions,
  ObjectStore,
  ObjectTag,
  PutOptions,
  StoredObject,
  StoredPart,
} from './object-store';
import { codeOf } from '../core/thrown';

/** The contract of the engine, and what only the S3 service needs. */
export interface FileObjectStore extends ObjectStore {
  multipart: MultipartUploads;
  /** Of an object that was uploaded in parts, in order; none where it was not. */
  parts(bucket: string, key: string): StoredPart[];
  /** Replaces all tags of a bucket; none: undefined. */
  tagBucket(bucket: string, tags: readonly ObjectTag[] | undefined): void;
  /** Replaces all tags. */
  setTags(bucket: string, key: string, tags: readonly ObjectTag[]): void;
  /** Deletes many objects of one bucket in one commit; the error where a condition or a key is wrong. */
  deleteAll(
    bucket: string,
    keys: readonly { key: string; conditions?: DeleteConditions }[],
  ): (AwsError | undefined)[];
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
      files.settle(record.file, describeObject(described(record)));
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
      if (codeOf(error) !== 'ENOENT') throw error;
      console.error(`s3://${record.bucket}/${record.key} has a record but no file.`);
      throw noSuchKey(record.key);
    }
  };

  // The source may be overwritten, and its file removed, just before its second name is made: then look again.
  const duplicate = async (bucket: string, key: string): Promise<{ source: ObjectRecord; file: string }> => {
    for (;;) {
      const source = requireObject(bucket, key);
      try {
        return { source, file: await files.duplicate(source.file) };
      } catch (error) {
        const overwritten = records.get(bucket, key)?.file !== source.file;
        if (codeOf(error) !== 'ENOENT' || !overwritten) throw error;
      }
    }
  };

  const put: ObjectStore['put'] = async (bucket, key, body, options = {}) => {
    checkKey(key);
    requireBucket(bucket);
    checkPut(bucket, key, options);
    const { file, size, md5, crc32 } = await files.write(body, options);
    const checksum = options.checksum?.() ?? { algorithm: 'CRC32', type: 'FULL_OBJECT', value: crc32 };
    return commit(bucket, key, { file, size, etag: md5, crc32, checksum }, options, () => undefined);
  };

  /** An object that came in parts is one piece once it is copied: its ETag and checksum are of all bytes. */
  const copiedDigests = async (
    source: ObjectRecord,
    file: string,
    algorithm: ChecksumAlgorithm | undefined = source.checksum?.algorithm,
  ): Promise<{ size: number; etag: string; crc32?: string; checksum?: ObjectChecksum }> => {
    const { size, crc32, md5 = source.etag } = source;
    const isStored = source.checksum?.type === 'FULL_OBJECT' && source.checksum.algorithm === algorithm;
    const isMd5 = !md5.includes('-');
    if (isStored && isMd5) return { size, etag: md5, crc32, checksum: source.checksum };
    const running = await startChecksum(algorithm ?? 'CRC32');
    const whole = await startChecksum('MD5');
    for await (const chunk of files.read(file) as AsyncIterable<Buffer>) {
      running.update(chunk);
      if (!isMd5) whole.update(chunk);
    }
    const etag = isMd5 ? md5 : Buffer.from(whole.digest(), 'base64').toString('hex');
    const checksum: ObjectChecksum = {
      algorithm: running.algorithm,
      type: 'FULL_OBJECT',
      value: running.digest(),
    };
    return { size, etag, crc32, checksum };
  };

  const deleteAll: FileObjectStore['deleteAll'] = (bucket, keys) => {
    requireBucket(bucket);
    const going = new Map<string, ObjectRecord>();
    const outcomes = keys.map(({ key, conditions }) => {
      try {
        checkKey(key);
        const record = going.has(key) ? undefined : records.get(bucket, key);
        if (conditions) checkDeletion(record, key, conditions);
        if (record) going.set(key, record);
        return undefined;
      } catch (error) {
        if (error instanceof AwsError) return error;
        throw error;
      }
    });
    const gone = [...going.values()].map(({ file }) => file);
    const condemned = files.condemn(gone);
    try {
      database.transaction(() => {
        for (const key of going.keys()) records.remove(bucket, key);
      })();
    } catch (error) {
      condemned.undo();
      throw error;
    }
    files.remove(gone);
    return outcomes;
  };

  const download: ObjectStore['download'] = async (bucket, key, target) => {
    const record = requireObject(bucket, key);
    const body = bodyOf(record);
    // Not longer than the name itself may be.
    const temporary = path.join(path.dirname(target), `.${randomBytes(6).toString('hex')}.download`);
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
    head: (bucket, key) => stored(requireObject(bucket, key)),
    read(bucket, key, range) {
      const record = requireObject(bucket, key);
      return { object: stored(record), body: bodyOf(record, range) };
    },
    download,
    async show(bucket, key, target) {
      await mkdir(path.dirname(target), { recursive: true });
      for (;;) {
        const record = requireObject(bucket, key);
        try {
          return await files.linkTo(record.file, target);
        } catch (error) {
          const code = codeOf(error);
          // Another file system, or one without such names.
          if (['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP'].includes(code)) {
            await download(bucket, key, target);
            return;
          }
          const overwritten = records.get(bucket, key)?.file !== record.file;
          if (code !== 'ENOENT' || !overwritten) throw error;
        }
      }
    },
    list(bucket, options = {}) {
      requireBucket(bucket);
      if (holdsNul(options.prefix ?? '')) return { objects: [], commonPrefixes: [] };
      return listKeys(records.keysOf(bucket), options);
    },
    async copy(from, to, asked = {}) {
      checkKey(to.key);
      requireBucket(to.bucket);
      const optionsFor = (source: StoredObject): CopyOptions =>
        typeof asked === 'function' ? asked(source) : asked;
      checkPut(to.bucket, to.key, optionsFor(stored(requireObject(from.bucket, from.key))));
      const { source, file } = await duplicate(from.bucket, from.key);
      let options: CopyOptions;
      let written: Parameters<CommitObject>[2];
      try {
        options = optionsFor(stored(source));
        written = { file, ...(await copiedDigests(source, file, options.checksumAlgorithm)) };
      } catch (error) {
        files.remove([file]);
        throw error;
      }
      const { contentType, metadata, headers } = describesCopy(options) ? options : source;
      const { tags = source.tags, storageClass, ifAbsent, ifMatch } = options;
      const described = { contentType, metadata, headers, tags, storageClass, ifAbsent, ifMatch };
      return commit(to.bucket, to.key, written, described, () => undefined);
    },
    parts: (bucket, key) => records.parts(requireObject(bucket, key).file),
    setTags(bucket, key, tags) {
      const record = { ...requireObject(bucket, key), tags };
      records.put(record);
      files.settle(record.file, describeObject(described({ ...record, parts: records.parts(record.file) })));
    },
    delete(bucket, key, conditions) {
      const [error] = deleteAll(bucket, [{ key, ...(conditions && { conditions }) }]);
      if (error) throw error;
    },
    deleteAll,
  };
};

const described = ({ file: _file, ...record }: ObjectRecord): StoredObject => record;
const stored = ({ file: _file, parts: _parts, ...object }: ObjectRecord): StoredObject => object;

const describesCopy = ({ contentType, metadata, headers }: PutOptions): boolean =>
  contentType !== undefined || metadata !== undefined || headers !== undefined;
