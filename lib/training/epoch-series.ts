/**
 * Turns epoch records into series to draw. When an attempt goes on at epoch n, all that earlier attempts trained
 * from n on is lost: those values stay, marked as superseded, and what counts is the latest attempt's.
 */
import { type Attempt } from './attempts';
import { type EpochRecord } from './epochs';

export { resumePoints, type ResumePoint } from './resume-points';

export interface EpochSeries {
  metric: string;
  /** By attempt, then epoch: each attempt is a segment of its own. */
  points: EpochPoint[];
}

export interface EpochPoint {
  epoch: number;
  value: number;
  attempt: number;
  /** A later attempt went on at this epoch or before it. */
  superseded: boolean;
}

/**
 * One series a metric, in the order they first appeared.
 * @param attempts where given, records of attempts that the job does not know are left out
 */
export const epochSeries = (
  records: readonly EpochRecord[],
  attempts?: readonly Attempt[],
): EpochSeries[] => {
  const known = attempts && new Set(attempts.map(({ number }) => number));
  const kept = known && known.size > 0 ? records.filter(({ attempt }) => known.has(attempt)) : records;
  const isSuperseded = supersededIn(kept);
  const series = new Map<string, EpochPoint[]>();
  for (const record of inOrder(kept)) {
    const { attempt, epoch } = record;
    const superseded = isSuperseded(record);
    for (const [metric, value] of Object.entries(record.metrics)) {
      const points = series.get(metric) ?? [];
      points.push({ epoch, value, attempt, superseded });
      series.set(metric, points);
    }
  }
  return [...series].map(([metric, points]) => ({ metric, points }));
};

/** Tells of a record whether a later attempt went on at its epoch or before. */
export const supersededIn = (
  records: readonly EpochRecord[],
): ((record: Pick<EpochRecord, 'attempt' | 'epoch'>) => boolean) => {
  const firsts = [...firstEpochs(records)].sort(([a], [b]) => a - b);
  const limits = new Map<number, number>();
  let lowest = Number.POSITIVE_INFINITY;
  for (const [attempt, first] of firsts.reverse()) {
    limits.set(attempt, lowest);
    lowest = Math.min(lowest, first);
  }
  return ({ attempt, epoch }) => epoch >= (limits.get(attempt) ?? Number.POSITIVE_INFINITY);
};

/** The first epoch of each attempt that has one. */
export const firstEpochs = (records: readonly EpochRecord[]): Map<number, number> => {
  const firsts = new Map<number, number>();
  for (const { attempt, epoch } of records) {
    firsts.set(attempt, Math.min(epoch, firsts.get(attempt) ?? epoch));
  }
  return firsts;
};

/** An epoch that a later attempt had to train again because no checkpoint held it. */
export interface RecomputedEpoch {
  epoch: number;
  lostAttempt: number;
  byAttempt: number;
}

/**
 * By epoch. An epoch that an attempt began but gave no metric of was not trained, so it was not lost. Trained three
 * times, an epoch appears twice.
 */
export const recomputedEpochs = (records: readonly EpochRecord[]): RecomputedEpoch[] => {
  const trained = new Map<number, number>();
  const recomputed: RecomputedEpoch[] = [];
  for (const { attempt, epoch, metrics } of inOrder(records)) {
    const lostAttempt = trained.get(epoch);
    if (lostAttempt !== undefined) recomputed.push({ epoch, lostAttempt, byAttempt: attempt });
    if (Object.keys(metrics).length > 0) trained.set(epoch, attempt);
  }
  return recomputed.sort((a, b) => a.epoch - b.epoch || a.byAttempt - b.byAttempt);
};

const inOrder = (records: readonly EpochRecord[]) =>
  [...records].sort((a, b) => a.attempt - b.attempt || a.epoch - b.epoch);
