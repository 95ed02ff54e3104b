/**
 * Groups the object names below a checkpoint prefix into checkpoints: a folder, several files of one stem, shards and
 * a single file are one checkpoint each. What a name says of its position is told apart: epoch, step, round, or a bare
 * number whose unit only the log can tell (`checkpoint-500`).
 */

export interface NamedCheckpoint {
  /** As a log names it, without folders above: `checkpoint-500`, `model.ckpt-500`, `epoch=1-step=4.ckpt`. */
  name: string;
  /** Its objects' names, in the order given; the folder is theirs. */
  files: string[];
  epoch?: number;
  step?: number;
  round?: number;
  /** A number without a word for its unit; absent where one of the others is there. */
  bare?: number;
  /** False: a shard or a part is missing that its name or its siblings say it has (half uploaded). */
  whole: boolean;
}

export interface CheckpointNames {
  /** Oldest first: by position where all have one of the same unit, else in the order given. */
  checkpoints: NamedCheckpoint[];
  /** What is no checkpoint: event files, metrics, pointers to the latest, SageMaker's markers. */
  others: string[];
}

/** @param names relative to the checkpoint prefix, oldest first where the order is known */
export type GroupCheckpoints = (names: readonly string[]) => CheckpointNames;
