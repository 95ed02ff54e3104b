/** What interruptions cost a job: training that a later attempt had to do again, because no checkpoint held it. */
import { type Attempt } from '../attempts';
import { recomputedEpochs } from '../epoch-series';
import { type EpochRecord } from '../epochs';

export interface LostWork {
  /** How often an epoch was trained again: one that was trained three times counts twice. */
  recomputedEpochs: number;
  /**
   * Seconds of one instance: in each interrupted attempt, from the end of the last epoch that a later attempt did
   * not train again to the interruption, a begun epoch included.
   */
  seconds: number;
}

/** @returns undefined where the log names no epoch: then what was lost cannot be known */
export const lostWorkOf = (
  attempts: readonly Attempt[],
  records: readonly EpochRecord[],
): LostWork | undefined => {
  const known = records.filter(({ attempt }) => attempts.some(({ number }) => number === attempt));
  if (known.length === 0) return undefined;
  let seconds = 0;
  let resumedAt = Number.POSITIVE_INFINITY;
  for (const attempt of attempts.toReversed()) {
    const own = known.filter((record) => record.attempt === attempt.number);
    if (attempt.end === 'interrupted' || attempt.end === 'retried') {
      // Without a later attempt that named an epoch, nothing is known to have been done again.
      if (resumedAt !== Number.POSITIVE_INFINITY) seconds += secondsLost(attempt, own, resumedAt);
    }
    for (const { epoch } of own) resumedAt = Math.min(resumedAt, epoch);
  }
  return { recomputedEpochs: recomputedEpochs(known).length, seconds };
};

const secondsLost = (attempt: Attempt, records: readonly EpochRecord[], resumedAt: number): number => {
  if (attempt.endedAt === undefined || attempt.containerStartedAt === undefined) return 0;
  const kept = records.filter(({ epoch, endedAt }) => epoch < resumedAt && endedAt !== undefined);
  const keptUntil = Math.max(attempt.containerStartedAt, ...kept.map(({ endedAt }) => endedAt ?? 0));
  return Math.max(0, attempt.endedAt - keptUntil) / 1000;
};
