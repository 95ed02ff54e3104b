/**
 * How often to save a checkpoint. Saving too often costs time for each checkpoint, too seldom costs the work since
 * the last one at each interruption.
 *
 * Sources: J. W. Young, "A first order approximation to the optimum checkpoint interval", Communications of the
 * ACM 17(9), 1974; J. T. Daly, "A higher order estimate of the optimum checkpoint interval for restart dumps",
 * Future Generation Computer Systems 22(3), 2006.
 */
import { type Attempt } from '../attempts';
import { type CheckpointFile, checkpointsOf } from '../checkpoints';

/** √(2δM), seconds. @param saving δ, seconds one checkpoint takes @param between M, mean seconds between interruptions */
export const youngInterval = (saving: number, between: number): number => Math.sqrt(2 * saving * between);

/** Daly's estimate, seconds of training between the end of one checkpoint and the start of the next. */
export const dalyInterval = (saving: number, between: number): number => {
  if (saving >= 2 * between) return between;
  const ratio = saving / (2 * between);
  return youngInterval(saving, between) * (1 + Math.sqrt(ratio) / 3 + ratio / 9) - saving;
};

/**
 * Share of the training time lost to saving and to work done again, by Young's first-order model: δ/τ + τ/2M. The model
 * knows no bound; no job loses more than all of its time.
 * @param interval τ, seconds
 */
export const wasteShare = (interval: number, saving: number, between: number): number =>
  Math.min(1, saving / interval + interval / (2 * between));

/** An interval this many times longer or shorter than the best one is far from it. */
export const farFactor = 2;

export const isFarFrom = (interval: number, best: number): boolean =>
  interval > best * farFactor || interval < best / farFactor;

/**
 * Seconds between two checkpoints as S3 shows them: the median distance of neighbours that the same attempt wrote.
 * @returns undefined where fewer than two distances are to be seen, as with one file that is overwritten
 */
export const observedInterval = (
  files: readonly CheckpointFile[],
  attempts: readonly Attempt[],
): number | undefined => {
  const distances = attempts
    .flatMap(({ startedAt, endedAt = Number.POSITIVE_INFINITY }) => {
      const written = files.filter(({ modifiedAt }) => modifiedAt >= startedAt && modifiedAt <= endedAt);
      // A checkpoint is complete with its last file: those of a large one take their time to upload.
      const times = checkpointsOf(written)
        .checkpoints.map(({ modifiedAt }) => modifiedAt)
        .sort((a, b) => a - b);
      return times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1000);
    })
    // S3 tells whole seconds: files written at the same time are of one checkpoint, whatever their names.
    .filter((seconds) => seconds >= 1)
    .sort((a, b) => a - b);
  return distances.length < 2 ? undefined : distances[Math.floor(distances.length / 2)];
};
