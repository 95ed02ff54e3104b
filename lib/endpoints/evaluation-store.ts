import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { defaultBucket, ensureDefaultBucket } from '../aws/default-bucket';
import {
  getObjectBytes,
  listAllObjects,
  parseS3Uri,
  putObject,
  type S3Location,
  s3UriOf,
} from '../aws/objects';
import { remember } from '../process/process-memory';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { type ConfusionMatrix, confusionMatrix } from '../training/confusion-matrix';
import { type Evaluation, evaluationIdSchema, type EvaluationSummary } from '../training/evaluation';
import {
  answerForms,
  type EvaluationOutcome,
  type NumberOutcome,
  readings,
} from '../training/evaluation-outcome';
import { imageLayoutOf } from '../training/image-pixels';
import { labelColumnSchema } from '../training/label-column';
import { regressionMeasures, regressionOf } from '../training/regression';
import { parseJson } from '../training/json-text';

/**
 * Evaluations in S3: the result lies beside its model (`<folder of model.tar.gz>/evaluations/<id>.json`) and is
 * written once; its summary also lies in the default bucket, so that those of deleted endpoints can be listed.
 */

const summarySchema = z.object({
  id: evaluationIdSchema,
  endpointName: z.string(),
  jobName: z.string().optional(),
  modelArtifactS3Uri: z.string(),
  imagesS3Uri: z.string(),
  labelsS3Uri: z.string().optional(),
  startedAt: z.number(),
  endedAt: z.number(),
  count: z.number().int(),
  mismatches: z.number().int().optional(),
  accuracy: z.number().optional(),
  rmse: z.number().optional(),
  mae: z.number().optional(),
  r2: z.number().optional(),
});

const bytesSchema = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const numbersSchema = bytesSchema.transform(
  ({ buffer, byteLength }) => new Float64Array(buffer, 0, byteLength / 8),
);

const storedSchema = summarySchema.extend({
  version: z.literal(1),
  /** Results of earlier versions are all of classes. */
  reading: z.enum(readings).default('classification'),
  labelColumn: labelColumnSchema.optional(),
  header: z.boolean().optional(),
  imagesShape: z.array(z.number().int()),
  imagesBytes: z.number(),
  batches: z.number().int(),
  /** Of classes, for a confusion matrix. */
  classNames: z.array(z.string()).optional(),
  answerForm: z.enum(answerForms).optional(),
  counts: z.array(z.array(z.number().int())).optional(),
  /** Class index of each example, a byte each. */
  labels: bytesSchema.optional(),
  predictions: bytesSchema.optional(),
  /** Probability of the predicted class in 65,534ths, 2 bytes each, little endian; 65,535 is not given. */
  probabilities: bytesSchema.optional(),
  /** Of one number an example, for a regression: 8 bytes each, little endian. */
  actual: numbersSchema.optional(),
  predicted: numbersSchema.optional(),
});

export type StoredEvaluation = z.output<typeof storedSchema>;

export interface EvaluationResult extends Pick<
  StoredEvaluation,
  | 'id'
  | 'endpointName'
  | 'jobName'
  | 'modelArtifactS3Uri'
  | 'imagesS3Uri'
  | 'labelsS3Uri'
  | 'labelColumn'
  | 'header'
  | 'startedAt'
  | 'endedAt'
  | 'imagesShape'
  | 'imagesBytes'
  | 'batches'
> {
  outcome: EvaluationOutcome;
}

const probabilityUnits = 65_534;
const unknownProbability = 65_535;

/** Writes result and summary. @throws {SpotdeckError} conflict, where the id has a result already */
export const storeEvaluation = async (
  backend: Backend,
  { outcome, ...result }: EvaluationResult,
): Promise<EvaluationSummary> => {
  const { reading, classes, numbers } = outcome;
  const matrix = classes && confusionMatrix(classes.labels, classes.predictions, classes.classNames);
  const { labelColumn, header, imagesShape, imagesBytes, batches, ...rest } = result;
  const count = (classes?.labels ?? numbers?.actual ?? []).length;
  const summary: EvaluationSummary = {
    ...rest,
    count,
    ...(reading === 'classification' && matrix && resultOf(matrix)),
    ...(reading === 'regression' && numbers && measuresOf(numbers)),
  };
  const stored = {
    version: 1,
    reading,
    ...summary,
    ...{ labelColumn, header, imagesShape, imagesBytes, batches },
    ...(classes && {
      classNames: classes.classNames,
      answerForm: classes.form,
      counts: matrix?.counts,
      labels: base64(classes.labels),
      predictions: base64(classes.predictions),
      probabilities: base64(quantise(classes.probabilities)),
    }),
    ...(numbers && { actual: base64Of(numbers.actual), predicted: base64Of(numbers.predicted) }),
  };
  const options = { contentType: 'application/json', ifAbsent: true };
  await putObject(backend, placeOf(summary.modelArtifactS3Uri, summary.id), JSON.stringify(stored), options);
  const index = { bucket: await ensureDefaultBucket(backend), key: `${indexPrefix}${summary.id}.json` };
  await putObject(backend, index, JSON.stringify(summary), options);
  return summary;
};

const resultOf = ({ total, correct, accuracy }: ConfusionMatrix) => ({
  mismatches: total - correct,
  ...(accuracy !== undefined && { accuracy }),
});

const measuresOf = ({ actual, predicted }: NumberOutcome) => {
  const { rmse, mae, r2 } = regressionMeasures(actual, predicted);
  return { rmse, mae, ...(r2 !== undefined && { r2 }) };
};

/** @throws {SpotdeckError} not-found; invalid-input, where the object is no evaluation */
export const readStored = (
  backend: Backend,
  artifactS3Uri: string,
  id: string,
): Promise<StoredEvaluation> => {
  const place = placeOf(artifactS3Uri, id);
  return readOnce(backend, place, storedSchema, 5 * 60_000);
};

/** The page's view of a stored evaluation: matrix and measures are computed from what was stored for each example. */
export const evaluationOf = (stored: StoredEvaluation): Evaluation => {
  const { id, endpointName, modelArtifactS3Uri, imagesS3Uri, startedAt, endedAt, count } = stored;
  const { imagesShape, imagesBytes, batches, reading, jobName, labelsS3Uri, answerForm } = stored;
  const { mismatches, accuracy, rmse, mae, r2, classNames, labels, predictions, actual, predicted } = stored;
  return {
    ...{ id, endpointName, modelArtifactS3Uri, imagesS3Uri, startedAt, endedAt, count },
    ...{ imagesShape, imagesBytes, batches, reading },
    ...(jobName !== undefined && { jobName }),
    ...(labelsS3Uri !== undefined && { labelsS3Uri }),
    ...(mismatches !== undefined && { mismatches }),
    ...(accuracy !== undefined && { accuracy }),
    ...(rmse !== undefined && { rmse }),
    ...(mae !== undefined && { mae }),
    ...(r2 !== undefined && { r2 }),
    ...(answerForm && { answerForm }),
    ...(labels && predictions && classNames && { matrix: confusionMatrix(labels, predictions, classNames) }),
    ...(actual && predicted && { regression: regressionOf(actual, predicted) }),
    drawable: imageLayoutOf(imagesShape) !== undefined,
  };
};

/** Probability of the predicted class of an image; undefined where the model gave none. */
export const probabilityAt = ({ probabilities }: StoredEvaluation, index: number): number | undefined => {
  const units = (probabilities?.[index * 2] ?? 0xff) | ((probabilities?.[index * 2 + 1] ?? 0xff) << 8);
  return units === unknownProbability ? undefined : units / probabilityUnits;
};

/** The newest summaries of all models, or of one, newest first. */
export const listSummaries = async (
  backend: Backend,
  { limit, artifactS3Uri }: { limit: number; artifactS3Uri?: string },
): Promise<EvaluationSummary[]> => {
  const folder =
    artifactS3Uri === undefined
      ? { bucket: await defaultBucket(backend), key: indexPrefix }
      : placeOf(artifactS3Uri, '');
  const prefix = { ...folder, key: folder.key.replace(/[^/]*$/, '') };
  const { objects } = await listUnlessNoBucket(backend, prefix);
  const newest = objects
    .map(({ key }) => key)
    .filter((key) => evaluationIdSchema.safeParse(nameOf(key)).success)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1))
    .slice(0, limit);
  return Promise.all(
    newest.map((key) => readOnce(backend, { bucket: prefix.bucket, key }, summarySchema, 60 * 60_000)),
  );
};

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, '');

const indexPrefix = 'spotdeck/evaluations/';

/** @throws {SpotdeckError} not-found, for an id that cannot be one */
const placeOf = (artifactS3Uri: string, id: string): S3Location => {
  if (id !== '' && !evaluationIdSchema.safeParse(id).success) {
    throw new SpotdeckError('not-found', `There is no evaluation "${id.slice(0, 60)}".`);
  }
  const { bucket, key } = parseS3Uri(artifactS3Uri);
  return { bucket, key: `${key.slice(0, key.lastIndexOf('/') + 1)}evaluations/${id}.json` };
};

const listUnlessNoBucket = async (backend: Backend, prefix: S3Location) => {
  try {
    return await listAllObjects(backend, prefix);
  } catch (error) {
    // Before the first result there is no bucket to list.
    if (isNotFound(error)) return { objects: [] };
    throw error;
  }
};

/** What is written once is read once. */
const readOnce = <Schema extends z.ZodType>(
  backend: Backend,
  place: S3Location,
  schema: Schema,
  lifetimeMs: number,
): Promise<z.output<Schema>> =>
  remember(
    `evaluation-objects ${schema === (storedSchema as z.ZodType) ? 'whole' : 'summary'}`,
    `${backend.slug} ${backend.endpoint ?? ''} ${s3UriOf(place)}`,
    async () => {
      const text = (await getObjectBytes(backend, place)).toString();
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      throw new SpotdeckError(
        'invalid-input',
        `${s3UriOf(place)} is no evaluation Spotdeck can read.`,
        undefined,
        {
          cause: parsed.error,
        },
      );
    },
    lifetimeMs,
  );

const quantise = (probabilities: Float64Array): Uint8Array => {
  const bytes = new Uint8Array(probabilities.length * 2);
  probabilities.forEach((probability, index) => {
    const units = Number.isNaN(probability)
      ? unknownProbability
      : Math.round(Math.min(1, Math.max(0, probability)) * probabilityUnits);
    bytes[index * 2] = units & 0xff;
    bytes[index * 2 + 1] = units >> 8;
  });
  return bytes;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const base64Of = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
