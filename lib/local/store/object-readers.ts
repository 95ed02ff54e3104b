import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../core/thrown';
import { type createObjectFiles } from './object-files';
import { noSuchKey } from './object-names';
import { type createObjectRecords, type ObjectRecord, storedOf } from './object-records';
import { type ObjectStore } from './object-store';

interface Room {
  records: Pick<ReturnType<typeof createObjectRecords>, 'get'>;
  files: Pick<ReturnType<typeof createObjectFiles>, 'read' | 'linkTo'>;
  requireObject: (bucket: string, key: string) => ObjectRecord;
}

/** Gives an object's bytes: as a stream, as a file of its own, or as a second name of its file. */
export const createObjectReaders = ({ records, files, requireObject }: Room) => {
  /** @throws AwsError NoSuchKey for a file that somebody removed: the next start puts its record aside. */
  const read = (record: ObjectRecord, range?: { start: number; end: number }): Readable => {
    try {
      return files.read(record.file, range);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      console.error(`s3://${record.bucket}/${record.key} has a record but no file.`);
      throw noSuchKey(record.key);
    }
  };

  const download: ObjectStore['download'] = async (bucket, key, target) => {
    const record = requireObject(bucket, key);
    const body = read(record);
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
    return storedOf(record);
  };

  const show: ObjectStore['show'] = async (bucket, key, target) => {
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
  };

  return { read, download, show };
};
