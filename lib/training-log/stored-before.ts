/** What lay in S3 when an attempt was interrupted, out of a listing that was made later. */
import { type StoredBefore } from './model';

export interface ListedObject {
  /** Below the checkpoint prefix. */
  name: string;
  /** Ms since the epoch. */
  modifiedAt: number;
}

/**
 * @param attempt the one that began after the interruption
 * @param interruptedAt ms since the epoch; what was written later was not there, or was another state of it
 */
export const storedBefore = (
  attempt: number,
  objects: readonly ListedObject[],
  interruptedAt: number,
): StoredBefore => {
  const inTime = objects.filter(({ modifiedAt }) => modifiedAt <= interruptedAt);
  const later = objects.filter(({ modifiedAt }) => modifiedAt > interruptedAt);
  return {
    attempt,
    names: [...inTime].sort((a, b) => a.modifiedAt - b.modifiedAt).map(({ name }) => name),
    // What came later may have been written over, or may have replaced older ones that a script deletes.
    complete: inTime.length > 0 || later.length === 0,
  };
};
