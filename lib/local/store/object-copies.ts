import { codeOf } from '../core/thrown';
import { type CommitObject } from './multipart-uploads';
import { type ChecksumAlgorithm, type ObjectChecksum, startChecksum } from './object-checksum';
import { type createObjectFiles } from './object-files';
import { checkKey } from './object-names';
import { type createObjectRecords, type ObjectRecord, storedOf } from './object-records';
import { type CopyOptions, type ObjectStore, type PutOptions, type StoredObject } from './object-store';

interface Room {
  records: Pick<ReturnType<typeof createObjectRecords>, 'get'>;
  files: Pick<ReturnType<typeof createObjectFiles>, 'duplicate' | 'read' | 'remove'>;
  requireBucket: (bucket: string) => void;
  requireObject: (bucket: string, key: string) => ObjectRecord;
  checkPut: (bucket: string, key: string, options: PutOptions) => void;
  commit: CommitObject;
}

/** Copies an object: its file gets a second name where the disk allows it, and its digests are reckoned only where they must. */
export const createObjectCopies = ({
  records,
  files,
  requireBucket,
  requireObject,
  checkPut,
  commit,
}: Room): ObjectStore['copy'] => {
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

  return async (from, to, asked = {}) => {
    checkKey(to.key);
    requireBucket(to.bucket);
    const optionsFor = (source: StoredObject): CopyOptions =>
      typeof asked === 'function' ? asked(source) : asked;
    checkPut(to.bucket, to.key, optionsFor(storedOf(requireObject(from.bucket, from.key))));
    const { source, file } = await duplicate(from.bucket, from.key);
    let options: CopyOptions;
    let written: Parameters<CommitObject>[2];
    try {
      options = optionsFor(storedOf(source));
      written = { file, ...(await copiedDigests(source, file, options.checksumAlgorithm)) };
    } catch (error) {
      files.remove([file]);
      throw error;
    }
    const { contentType, metadata, headers } = describesCopy(options) ? options : source;
    const { tags = source.tags, storageClass, ifAbsent, ifMatch } = options;
    const described = { contentType, metadata, headers, tags, storageClass, ifAbsent, ifMatch };
    return commit(to.bucket, to.key, written, described, () => undefined);
  };
};

const describesCopy = ({ contentType, metadata, headers }: PutOptions): boolean =>
  contentType !== undefined || metadata !== undefined || headers !== undefined;
