/** What the objects under a checkpoint prefix are, and which of them is the newest. */

/** A checkpoint object in S3. */
export interface Checkpoint {
  /** Key relative to the checkpoint prefix. */
  file: string;
  s3Uri: string;
  sizeBytes: number;
  /** Ms since the epoch. */
  modifiedAt: number;
  /** Epoch in the file's name; absent where it names none. */
  epoch?: number;
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
 * @returns undefined for what is no checkpoint: folders, and the markers SageMaker leaves while it copies
 */
export const parseCheckpoint = (object: StoredObject, prefix: string): Checkpoint | undefined => {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  if (!object.key.startsWith(folder)) return undefined;
  const file = object.key.slice(folder.length);
  if (file === '' || file.endsWith('/') || MARKER.test(file)) return undefined;
  const epoch = epochOfFile(file);
  const { s3Uri, sizeBytes, modifiedAt } = object;
  return { file, s3Uri, sizeBytes, modifiedAt, ...(epoch !== undefined && { epoch }) };
};

const MARKER = /\.sagemaker-(?:uploading|uploaded|ignore)$/;

/**
 * The epoch in a checkpoint's name, all its digits: `checkpoint-10.h5` is 10, not 0. Of a path, the folder counts
 * where the file names no number: `epoch-3/weights.h5`.
 */
export const epochOfFile = (file: string): number | undefined => {
  const [name = '', ...folders] = file.split('/').reverse();
  return numberIn(name, NAME_PATTERNS) ?? firstNumber(folders);
};

const firstNumber = (folders: readonly string[]): number | undefined => {
  for (const folder of folders) {
    const number = numberIn(folder, FOLDER_PATTERNS);
    if (number !== undefined) return number;
  }
  return undefined;
};

/** `epoch_3-val0.41.h5` says its epoch; else the digits before the extension; else, for XGBoost, after the dot. */
const NAME_PATTERNS = [
  /(?:epoch|ep)[-_=.]?(\d{1,9})(?!\d)/i,
  /(?<!\d\.)(?<!\d)(\d{1,9})(?=\.[a-z][a-z0-9]{0,15}(?:\.(?:index|data-\d{5}-of-\d{5}|meta|gz|zip))?$)/i,
  /^xgboost-checkpoint\.(\d{1,9})$/i,
  /(?:checkpoint|ckpt|model|weights)[-_.](\d{1,9})$/i,
];
const FOLDER_PATTERNS = [/(?:epoch|ep|checkpoint|ckpt)[-_=.]?(\d{1,9})$/i, /^(\d{1,9})$/];

const numberIn = (text: string, patterns: readonly RegExp[]): number | undefined => {
  for (const pattern of patterns) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
};

/** The checkpoint of the latest epoch, compared as numbers; where no name has an epoch, the last one written. */
export const newestCheckpoint = (checkpoints: readonly Checkpoint[]): Checkpoint | undefined =>
  [...checkpoints].sort(
    (a, b) => (b.epoch ?? -1) - (a.epoch ?? -1) || b.modifiedAt - a.modifiedAt || compareText(a.file, b.file),
  )[0];

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
