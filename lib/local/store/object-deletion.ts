import { AwsError } from '../core/aws-error';
import { type Sqlite } from './database';
import { checkDeletion } from './object-conditions';
import { type createObjectFiles } from './object-files';
import { checkKey } from './object-names';
import { type createObjectRecords, type ObjectRecord } from './object-records';
import { type DeleteConditions } from './object-store';

interface Room {
  database: Sqlite;
  records: Pick<ReturnType<typeof createObjectRecords>, 'get' | 'remove'>;
  files: Pick<ReturnType<typeof createObjectFiles>, 'condemn' | 'remove'>;
  requireBucket: (bucket: string) => void;
}

/** Deletes many objects of one bucket in one commit; the error where a condition or a key is wrong. */
export type DeleteObjects = (
  bucket: string,
  keys: readonly { key: string; conditions?: DeleteConditions }[],
) => (AwsError | undefined)[];

export const createObjectDeletion =
  ({ database, records, files, requireBucket }: Room): DeleteObjects =>
  (bucket, keys) => {
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
