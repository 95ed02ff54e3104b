import { createTrainingLogReader } from '../../../../training-log/reader';

/**
 * Notices in a job's log that an epoch has ended, for an interruption ordered 'after epoch n'. One for all attempts of
 * a job, so that one that counts from the beginning again after it resumed is read in the job's numbering.
 */
export interface EpochWatch {
  /** The lines that follow are of this attempt, which has ended no epoch yet. */
  begin(attempt: number): void;
  /**
   * @param at when the lines were printed, ms since the epoch
   * @returns whether another epoch (or round, or of a log that counts them only: step) has ended by them
   */
  push(lines: readonly string[], at: number): boolean;
  /** The last that ended in this attempt, as the script numbers it. */
  ended(): number | undefined;
}

export const createEpochWatch = (): EpochWatch => {
  const reader = createTrainingLogReader();
  let attempt = 1;
  let sequence = 0;
  let last: number | undefined;
  return {
    begin(number) {
      attempt = number;
      last = undefined;
    },
    push(lines, at) {
      for (const message of lines) {
        reader.push({ sequence, at, attempt, host: 'algo-1', message });
        sequence += 1;
      }
      const before = last;
      last = reader.lastDone(attempt)?.number;
      return last !== before;
    },
    ended: () => last,
  };
};
