/**
 * What lay below the checkpoint prefix when each attempt began: what a restart can be judged by. Seen in time, the list
 * is complete; read later, a file may have been overwritten or deleted since, so that its absence shows nothing.
 */
import { type StoredBefore } from '../training-log/model';
import { type Attempt } from './attempts';

interface StoredFile {
  /** Relative to the prefix. */
  file: string;
  /** Ms since the epoch. */
  modifiedAt: number;
}

/**
 * @param files what is there now; undefined where it could not be read or the job has no prefix
 * @param observedAt when the list was asked for, ms since the epoch
 * @param listed what was found out before
 */
export const storedBefore = (
  attempts: readonly Attempt[],
  files: readonly StoredFile[] | undefined,
  observedAt: number,
  listed: readonly StoredBefore[] = [],
): StoredBefore[] =>
  [...attempts.slice(1), ...comingAfter(attempts)].flatMap(({ number, containerStartedAt }, index) => {
    const before = listed.find(({ attempt }) => attempt === number);
    const lostAt = attempts[index]?.endedAt;
    const waits = containerStartedAt === undefined || observedAt < containerStartedAt;
    const isInTime = lostAt !== undefined && observedAt >= lostAt && waits;
    // A slow answer may hold what the attempt wrote meanwhile, over what lay there.
    const isWhole = isInTime && files?.every(({ modifiedAt }) => modifiedAt <= observedAt) === true;
    if (files !== undefined && isWhole)
      return [{ attempt: number, names: oldestFirst(files), complete: true }];
    if (before?.complete) return [before];
    const until = containerStartedAt ?? (isInTime ? observedAt : undefined);
    if (files === undefined || until === undefined) return before ? [before] : [];
    const there = files.filter(({ modifiedAt }) => modifiedAt <= until);
    // What was seen there before was there, though it may be gone by now.
    const names = new Set([...(before?.names ?? []), ...oldestFirst(there)]);
    return [{ attempt: number, names: [...names], complete: false }];
  });

/** The attempt for which an interrupted job waits: SageMaker names it once there is capacity, hours later perhaps. */
const comingAfter = (attempts: readonly Attempt[]): Pick<Attempt, 'number' | 'containerStartedAt'>[] => {
  const last = attempts.at(-1);
  return last?.end === 'interrupted' ? [{ number: last.number + 1 }] : [];
};

const oldestFirst = (files: readonly StoredFile[]): string[] =>
  [...files].sort((a, b) => a.modifiedAt - b.modifiedAt).map(({ file }) => file);
