/**
 * What a training log says, as one model: how far each attempt came, its curves, and what each attempt after the first
 * resumed from. Plain JSON throughout.
 *
 * A POSITION counts what is complete of the job, whatever the log's numbering: 2.4 is four tenths into the third
 * epoch, `Epoch[0]` finished is 1. Where the log counts steps only, positions are steps.
 */

/** What the script counts by: epochs, boosting rounds, or iterations only. */
export const countings = ['epoch', 'round', 'step'] as const;
export type Counting = (typeof countings)[number];

/** One line of a job's log, as it arrives. */
export interface TrainingLogLine {
  /** Identifies the line within its job: what the model's `line` members refer to. */
  sequence: number;
  /** Ms since the epoch. */
  at: number;
  /** Counts from 1. */
  attempt: number;
  /** Host of the stream, e.g. `algo-1`. */
  host: string;
  /** With or without SageMaker's `#011` escapes, carriage returns, colours and loggers' prefixes. */
  message: string;
}

export interface TrainingModel {
  /** Null: the log counts nothing; no epoch is made up. */
  counts: Counting | null;
  /** By number; every attempt that printed a line. */
  attempts: AttemptModel[];
  /** One for each attempt after the first, in order. */
  resumes: ResumeModel[];
}

export interface AttemptModel {
  attempt: number;
  /**
   * What it trained, one after the other: two fits, folds, a new beginning in the process. The last one is under way
   * (or was, at the end) and is what `reached` tells of; empty where the attempt counted nothing.
   */
  series: SeriesModel[];
  /** Position at the end of its log; where it took up, if it counted nothing since; absent: not known. */
  reached?: number;
  /** How many units the job will have in all, in the unit of `counts`: as the log, else as the caller says. */
  planned?: number;
  /** The line that says that training is over. */
  ended?: LineEvidence;
  /** What it says it saved, oldest first; at most the last 200. */
  saved: SavedModel[];
  /** Labels of the ranks or hosts that print a curve of their own, lowest first; empty where there is one only. */
  ranks: string[];
  /** The one that `series` is of; absent where there is one only. */
  rank?: string;
  /** When its first and its last line were logged, ms since the epoch. */
  startedAt: number;
  lastAt: number;
}

export interface SeriesModel {
  /** Counts from 1 within the attempt. */
  number: number;
  counts: Counting;
  /** What the log calls it (`Fold 2/5`), where it does. */
  label?: string;
  /** Thrown away by the script, which began anew (out of memory, smaller batch): no curve to keep. */
  discarded: boolean;
  /** Position of its beginning: 0, or where it took up. */
  from: number;
  reached: number;
  planned?: number;
  /** The number of the first epoch or round of the job in the log's numbering: 0 or 1. */
  base: number;
  /** What was added to the printed numbers, where an attempt began to count again after it resumed. */
  shift: number;
  /** By number; empty where only steps are counted. */
  epochs: EpochModel[];
  /** By position: all that the log gave, thinned evenly beyond 1,000; the latest is always there. */
  points: PointModel[];
  /** Results of a test or an evaluation that belong to no epoch, in order; at most the last 100. */
  evaluations: EvaluationModel[];
}

export interface EpochModel {
  /** In the job's own numbering, moved by `shift`. */
  number: number;
  /** Whether anything shows its end. */
  done: boolean;
  /** How many there will be, where the log says so. */
  of?: number;
  /** Name as printed, with the word that tells the split (`val_loss`, `val Loss`), to its last finite value. */
  metrics: Record<string, number>;
  /** When its first line was logged, and the line that ended it or its last value, ms since the epoch. */
  startedAt: number;
  endedAt?: number;
  /** `sequence` of its first and its last line. */
  firstLine: number;
  line: number;
}

export interface PointModel {
  position: number;
  metrics: Record<string, number>;
  /** Ms since the epoch. */
  at: number;
  line: number;
}

export interface EvaluationModel {
  /** Where training was when it was evaluated. */
  position: number;
  /** `test`, `validation`, `evaluation`: as the log says. */
  split: string;
  metrics: Record<string, number>;
  at: number;
  line: number;
}

export interface SavedModel {
  /** File or folder without its folders; absent where the log says only that it saved. */
  name?: string;
  /** Position when it was saved. */
  position?: number;
  at: number;
  line: number;
}

/** A line that a verdict rests on. */
export interface LineEvidence {
  kind:
    | 'says-resumed'
    | 'says-loaded'
    | 'says-nothing-found'
    | 'says-from-scratch'
    | 'says-left'
    | 'says-ended'
    | 'first-position'
    | 'last-position-before'
    | 'saved-before';
  line: number;
  at: number;
  /** The line without its prefixes, cut at 300 characters. */
  text: string;
}

export type ResumeVerdict =
  /** It took up from a checkpoint. */
  | 'resumed'
  /** It began again though a checkpoint was in S3. */
  | 'from-scratch'
  /** No checkpoint had reached S3 before the interruption. */
  | 'nothing-to-resume'
  /** The log and the names leave it open; `wouldTell` says what would not. */
  | 'cannot-tell';

/** How `at` is known. */
export type HowKnown = 'log' | 'numbers' | 'checkpoint' | 'unknown';

/** What would tell whether the attempt resumed; the sentences are `WOULD_TELL`. */
export type WouldTell = 'first-line' | 'say-checkpoint' | 'checkpoint-list' | 'planned-total' | 'number-on';

export interface ResumeModel {
  attempt: number;
  verdict: ResumeVerdict;
  /** Position where it took up; 0 if it began again; absent: not known. */
  at?: number;
  how: HowKnown;
  /** The checkpoint loaded: as the log names it, else the one of the list that fits; a folder's name for a folder. */
  from?: string;
  /** Whether the log names `from`. */
  fromSaid: boolean;
  /** Whether a newer checkpoint than the one loaded was there; absent: not known. */
  older?: boolean;
  /** The newest checkpoint that was there: the newer one where `older`, the ignored one where `from-scratch`. */
  newest?: string;
  /** What is trained again: reached before, less `at`; absent where either is not known. */
  lost?: number;
  /** In the order of the log. */
  evidence: LineEvidence[];
  /** Empty unless the verdict is `cannot-tell`. */
  wouldTell: WouldTell[];
}

/** What is known from elsewhere than the log. All of it is optional. */
export interface OutsideEvidence {
  /** What lay below the checkpoint prefix when the attempt before was interrupted, by the attempt that came after. */
  stored?: readonly StoredBefore[];
  /** How many epochs, rounds or steps the job will train (hyperparameters). */
  planned?: number;
  /** The job has ended well, so that its last epoch is finished. */
  completed?: boolean;
}

export interface StoredBefore {
  /** The attempt that began after the interruption. */
  attempt: number;
  /** Object names below the checkpoint prefix, oldest first where the order is known. */
  names: readonly string[];
  /** False: others may have been there (overwritten or deleted since), so that an absence shows nothing. */
  complete: boolean;
}
