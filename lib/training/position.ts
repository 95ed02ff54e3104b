/**
 * How far a job has come, in words: positions count what is complete, whatever the numbering (lib/training-log), while
 * a reader thinks in the numbers that the script prints.
 */
import {
  type AttemptModel,
  type Counting,
  type SeriesModel,
  type TrainingModel,
} from '../training-log/model';

export const unitNames: Readonly<Record<Counting, { one: string; many: string }>> = {
  epoch: { one: 'epoch', many: 'epochs' },
  round: { one: 'round', many: 'rounds' },
  step: { one: 'step', many: 'steps' },
};

/** A log that counts nothing. */
export const noReading: TrainingModel = { counts: null, attempts: [], resumes: [] };

/** Positions nearer to each other than this are the same: a log rounds its fractions. */
export const samePosition = 0.005;

export const isWhole = (position: number): boolean =>
  Math.abs(position - Math.round(position)) < samePosition;

/** At most two decimals, rounded down so that what is not complete never reads as complete: `2.99`, `3`. */
export const formatPosition = (position: number): string =>
  isWhole(position)
    ? Math.round(position).toLocaleString('en-US')
    : (Math.floor(position * 100 + 1e-6) / 100).toLocaleString('en-US', { maximumFractionDigits: 2 });

/** `1 epoch`, `2.4 rounds`, `0.15 of an epoch`. */
export const countOf = (amount: number, counts: Counting): string => {
  const { one, many } = unitNames[counts];
  if (amount > 0 && amount < 1 && !isWhole(amount)) return `${formatPosition(amount)} of ${article(one)}`;
  return `${formatPosition(amount)} ${isWhole(amount) && Math.round(amount) === 1 ? one : many}`;
};

const article = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** The series that tells where an attempt is: the one under way, or its last. */
export const latestSeries = (attempt: AttemptModel): SeriesModel | undefined => attempt.series.at(-1);

/** The number of a job's first epoch in the log's own numbering; steps are shown as they are. */
export const baseOf = (model: TrainingModel): number =>
  model.counts === 'step'
    ? 1
    : (model.attempts.flatMap(({ series }) => series.filter(({ epochs }) => epochs.length > 0)).at(-1)
        ?.base ?? 1);

/**
 * Where a position stands on an axis that has the script's numbers: what epoch n gives at its end stands at n, and
 * what lies within it between n − 1 and n.
 */
export const axisValue = (position: number, base: number): number => position + (base - 1);

/**
 * The epoch or round that an attempt is in or ended with, as the script numbers it; for a log of steps the last step.
 * Undefined where it counted nothing.
 */
export const reachedNumber = (attempt: AttemptModel): number | undefined => {
  const series = latestSeries(attempt);
  if (series === undefined) return undefined;
  if (series.counts === 'step') return series.reached;
  return series.epochs.at(-1)?.number;
};

/** The latest attempt that counted anything. */
export const latestCounting = (model: TrainingModel): AttemptModel | undefined =>
  model.attempts.findLast((attempt) => attempt.series.length > 0 || attempt.reached !== undefined);
