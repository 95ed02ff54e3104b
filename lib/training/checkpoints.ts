/** What the objects under a checkpoint prefix are: files, and the checkpoints that they make up. */
import { groupCheckpoints, type NamedCheckpoint } from '../training-log/checkpoint-names';

/** An object under the checkpoint prefix. */
export interface CheckpointFile {
  /** Key relative to the checkpoint prefix. */
  file: string;
  s3Uri: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
}

/** One checkpoint: a file, a folder, or several files of one name. */
export interface Checkpoint extends NamedCheckpoint {
  objects: CheckpointFile[];
  sizeBytes: number;
  /** When the last of its files was written, ms since the epoch. */
  modifiedAt: number;
}

/** An object as S3 lists it. */
interface StoredObject {
  key: string;
  s3Uri: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
}

/**
 * @param prefix key of the checkpoint folder, with or without its slash
 * @returns undefined for folders, and the markers SageMaker leaves while it copies
 */
export const parseCheckpointFile = (object: StoredObject, prefix: string): CheckpointFile | undefined => {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  if (!object.key.startsWith(folder)) return undefined;
  const file = object.key.slice(folder.length);
  if (file === '' || file.endsWith('/') || MARKER.test(file)) return undefined;
  const { s3Uri, sizeBytes, modifiedAt } = object;
  return { file, s3Uri, sizeBytes, modifiedAt };
};

const MARKER = /\.sagemaker-(?:uploading|uploaded|ignore)$/;

export interface Checkpoints {
  /** Oldest first, by position where their names tell one. */
  checkpoints: Checkpoint[];
  /** What is none: event files, metrics, pointers to the latest. */
  others: CheckpointFile[];
}

export const checkpointsOf = (files: readonly CheckpointFile[]): Checkpoints => {
  const byName = new Map(files.map((file) => [file.file, file]));
  const ordered = [...files].sort((a, b) => a.modifiedAt - b.modifiedAt).map(({ file }) => file);
  const { checkpoints, others } = groupCheckpoints(ordered);
  return {
    checkpoints: checkpoints.map((named) => {
      const objects = named.files.flatMap((file) => byName.get(file) ?? []);
      return {
        ...named,
        objects,
        sizeBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        modifiedAt: Math.max(...objects.map(({ modifiedAt }) => modifiedAt)),
      };
    }),
    others: others.flatMap((file) => byName.get(file) ?? []),
  };
};

/** What a checkpoint's name says of its position: `epoch 3`, `step 500`, `3`; undefined where it says nothing. */
export const positionInWords = ({ epoch, step, round, bare }: NamedCheckpoint): string | undefined => {
  const parts = [
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
    ...(round === undefined ? [] : [`round ${round}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
  ];
  if (parts.length > 0) return parts.join(', ');
  return bare === undefined ? undefined : String(bare);
};
