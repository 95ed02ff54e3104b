/** An evaluation of a hosted model on a test set: what is asked for, how far it is, and what came out. */
import { z } from 'zod';
import { type ActionError } from '../errors/action-result';
import { type ConfusionMatrix } from './confusion-matrix';
import { type AnswerForm, type Reading, readings } from './evaluation-outcome';
import { formatNumber, formatShare } from './format';
import { type ChannelOrder } from './image-pixels';
import { labelColumnSchema } from './label-column';
import { type Regression } from './regression';
import { requestFormats } from './request-format';
import { readS3Uri, s3UriSchema } from './s3-uri';

const objectWanted = 'Give an S3 URI of an object: s3://bucket/key.npy.';
const s3Uri = s3UriSchema(objectWanted)
  .refine((uri) => readS3Uri(uri)?.key !== '', objectWanted)
  .max(1100);

export const maxClasses = 100;

export const evaluationInputSchema = z.strictObject({
  /** The examples, images or others: .npy, .npz, CSV, libsvm or Parquet. */
  imagesS3Uri: s3Uri,
  /** Absent: the same file has the labels. */
  labelsS3Uri: s3Uri.optional(),
  /** Of a table, or array of an archive; absent: by its name, else the first. */
  labelColumn: labelColumnSchema.optional(),
  /** Whether the first row of a CSV has names; absent: found out. */
  header: z.boolean().optional(),
  /** Absent: as labels and answers speak for it. */
  reading: z.enum(readings).optional(),
  /** Of the requests; absent: what the container of the image takes. */
  format: z.enum(requestFormats).optional(),
  /** In order of class index; absent: by their labels, and for a regression. */
  classNames: z
    .array(
      z
        .string()
        .trim()
        .min(1, 'A class name is empty.')
        .max(60, 'A class name is longer than 60 characters.'),
    )
    .min(2, 'Give at least two class names.')
    .max(maxClasses, `There can be ${maxClasses} classes at most.`)
    .optional(),
});

export type EvaluationInput = z.output<typeof evaluationInputSchema>;

/** `0, 1, 2` as names; no name is dropped silently. Nothing but blanks is none. */
export const parseClassNames = (text: string): string[] | undefined =>
  text.trim() === '' ? undefined : text.split(',').map((name) => name.trim());

/** What evaluations are listed by. Times in ms since the epoch. */
export interface EvaluationSummary {
  id: string;
  endpointName: string;
  /** The training job that made the model, where its artifact's place tells. */
  jobName?: string;
  modelArtifactS3Uri: string;
  imagesS3Uri: string;
  /** Absent where the examples' file has them. */
  labelsS3Uri?: string;
  startedAt: number;
  endedAt: number;
  /** Examples evaluated. */
  count: number;
  /** Of a classification. */
  mismatches?: number;
  accuracy?: number;
  /** Of a regression, in the label's unit. */
  rmse?: number;
  mae?: number;
  r2?: number;
}

/** A finished evaluation as a page shows it. */
export interface Evaluation extends EvaluationSummary {
  /** What it is read as unless the reader chooses; the two below are what it can be read as. */
  reading: Reading;
  matrix?: ConfusionMatrix;
  regression?: Regression;
  /** How answers became classes; absent without a matrix, and of results of earlier versions. */
  answerForm?: AnswerForm;
  imagesShape: number[];
  /** Bytes of the images' file. */
  imagesBytes: number;
  batches: number;
  /** Whether its images have a shape that can be drawn. */
  drawable: boolean;
}

export interface EvaluationProgress {
  id: string;
  endpointName: string;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  input: EvaluationInput;
  /** Ms since the epoch. */
  startedAt: number;
  endedAt?: number;
  /** Images answered, of how many; absent until the files' headers are read. */
  done: number;
  of?: number;
  error?: ActionError;
  jobName?: string;
  modelArtifactS3Uri?: string;
}

/** One example behind a cell of the matrix. */
export interface CellImage {
  index: number;
  /** Probability of the predicted class, where the model gave one. */
  probability?: number;
  /** PNG as data URI. */
  src: string;
}

export interface CellImages {
  images: CellImage[];
  /** Examples in the cell. */
  total: number;
  page: number;
  pageSize: number;
  /** As they were drawn. */
  order: ChannelOrder;
  /** The shape could be read in the other order too. */
  ambiguous: boolean;
}

/** What came out, in a few words: `98.2% right`, `RMSE 2.13`. */
export const evaluationResult = ({
  accuracy,
  rmse,
}: Pick<EvaluationSummary, 'accuracy' | 'rmse'>): string => {
  if (rmse !== undefined) return `RMSE ${formatNumber(rmse)}`;
  return accuracy === undefined ? '–' : `${formatShare(accuracy)} right`;
};

/** The same as a sentence about the model. */
export const evaluationSentence = ({ count, mismatches, rmse, mae }: EvaluationSummary): string => {
  if (rmse !== undefined) {
    return `The model is off by ${formatNumber(mae ?? NaN)} on average over ${formatNumber(count)} examples (RMSE ${formatNumber(rmse)}).`;
  }
  return `The model got ${count - (mismatches ?? NaN)} of ${count} right.`;
};

/** The path of an evaluation's page below `/<backend>/endpoints`. */
export const evaluationPath = ({
  id,
  jobName,
  modelArtifactS3Uri,
}: Pick<EvaluationSummary, 'id' | 'jobName' | 'modelArtifactS3Uri'>) =>
  `evaluations/${jobName ?? 'model'}/${id}?model=${encodeURIComponent(modelArtifactS3Uri)}`;

/** Begins with its time, so that ids sort by age: `20261123T214455123Z-1f2e3d4c`. */
export const evaluationId = (at: number, random: string): string =>
  `${new Date(at).toISOString().replace(/[-:.]/g, '')}-${random.slice(0, 8)}`;

export const evaluationIdSchema = z.string().regex(/^\d{8}T\d{9}Z-[0-9a-f]{8}$/);

export interface Batch {
  /** Index of its first image. */
  first: number;
  count: number;
}

/** Images in batches that keep within both limits; an image larger than the limit goes alone. */
export const batchesOf = (
  count: number,
  imageBytes: number,
  limits: { images: number; bytes: number },
): Batch[] => {
  const fits = Math.floor(limits.bytes / Math.max(1, imageBytes));
  const size = Math.max(1, Math.min(limits.images, fits));
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
    first: index * size,
    count: Math.min(size, count - index * size),
  }));
};

/** Averages over the classes for which a measure is defined; absent where it is for none. */
export const macroAverages = ({ classes }: Pick<ConfusionMatrix, 'classes'>) => {
  const average = (values: (number | undefined)[]): number | undefined => {
    const present = values.filter((value) => value !== undefined);
    return present.length === 0 ? undefined : present.reduce((sum, value) => sum + value, 0) / present.length;
  };
  return {
    precision: average(classes.map(({ precision }) => precision)),
    recall: average(classes.map(({ recall }) => recall)),
    f1: average(classes.map(({ f1 }) => f1)),
  };
};
