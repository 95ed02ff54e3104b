import 'server-only';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { describeTrainingJob } from '../aws/training-jobs';
import { SpotdeckError } from '../errors/spotdeck-error';
import { mapAbreast } from '../process/abreast';
import { type CellImages, type Evaluation, type EvaluationSummary } from '../training/evaluation';
import {
  brightnessOf,
  channelOrders,
  type ChannelOrder,
  imageLayoutOf,
  toPixels,
} from '../training/image-pixels';
import { readElements } from '../training/npy';
import { parseJobName } from '../training/job-name';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, evaluationIdInput } from '../use-cases/name-inputs';
import { encodePng } from './encode-png';
import {
  evaluationOf,
  listSummaries,
  probabilityAt,
  readStored,
  type StoredEvaluation,
} from './evaluation-store';
import { openTestSet } from './test-set';

/** Where an evaluation lies: beside a job's model, or beside an archive given by its URI. */
export const addressSchema = z.strictObject({
  id: evaluationIdInput,
  jobName: addressText,
  artifactS3Uri: addressText.optional(),
});
type EvaluationAddress = z.output<typeof addressSchema>;

/** @throws {SpotdeckError} not-found … */
export const readEvaluation = defineUseCase({
  name: 'read-evaluation',
  input: addressSchema,
  access: 'watch',
  changes: false,
  run: ({ backend }, address) => evaluationAt(backend, address),
});

export const evaluationAt = async (backend: Backend, address: EvaluationAddress): Promise<Evaluation> =>
  evaluationOf(await storedAt(backend, address));

export const storedAt = async (backend: Backend, address: EvaluationAddress): Promise<StoredEvaluation> =>
  readStored(backend, await findArtifact(backend, address), address.id);

/** The newest evaluations of all models, or of one; those of deleted endpoints too. */
export const listEvaluations = defineUseCase({
  name: 'list-evaluations',
  input: addressSchema.pick({ artifactS3Uri: true }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { artifactS3Uri }) => newestEvaluations(backend, artifactS3Uri),
});

export const newestEvaluations = (backend: Backend, artifactS3Uri?: string): Promise<EvaluationSummary[]> =>
  listSummaries(backend, { limit: 25, ...(artifactS3Uri !== undefined && { artifactS3Uri }) });

const pageSize = 60;
const abreast = 8;

/**
 * The images behind one cell of the matrix, the most confident first; only their own bytes are read.
 * @throws {SpotdeckError} not-found, where the images are not in S3 any more; unsupported, for other shapes
 */
export const cellImages = defineUseCase({
  name: 'cell-images',
  input: addressSchema.extend({
    /** Index of the row's class. */
    actual: z.int().min(0),
    predicted: z.int().min(0),
    page: z.int().min(1),
    /** Where the shape leaves it open. */
    order: z.enum(channelOrders).optional(),
  }),
  access: 'watch',
  changes: false,
  run: ({ backend }, { actual, predicted, page, order, ...address }) =>
    readImages(backend, address, { actual, predicted, page, ...(order && { order }) }),
});

const readImages = async (
  backend: Backend,
  address: EvaluationAddress,
  cell: { actual: number; predicted: number; page: number; order?: ChannelOrder },
): Promise<CellImages> => {
  const stored = await storedAt(backend, address);
  const members: { index: number; probability?: number }[] = [];
  stored.labels?.forEach((label, index) => {
    if (label !== cell.actual || stored.predictions?.[index] !== cell.predicted) return;
    const probability = probabilityAt(stored, index);
    members.push({ index, ...(probability !== undefined && { probability }) });
  });
  members.sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0) || a.index - b.index);
  const shown = members.slice((cell.page - 1) * pageSize, cell.page * pageSize);
  const { imagesS3Uri, labelsS3Uri, labelColumn, header } = stored;
  const file = await openTestSet(backend, {
    imagesS3Uri,
    ...(labelsS3Uri !== undefined && { labelsS3Uri }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(header !== undefined && { header }),
  });
  const layout = imageLayoutOf(file.header.shape, cell.order);
  if (!layout) {
    throw new SpotdeckError(
      'unsupported',
      `Images of shape (${stored.imagesShape.slice(1).join(', ')}) cannot be drawn.`,
    );
  }
  if (file.count !== stored.count) {
    throw new SpotdeckError('conflict', `${stored.imagesS3Uri} has changed since this evaluation.`);
  }
  const { type } = file.header;
  const pictures = await mapAbreast(shown, abreast, async ({ index }) => {
    const bytes = await file.read(index, 1);
    return type === 'u1' ? bytes : readElements(type, bytes);
  });
  const brightness = brightnessOf(pictures, type === 'u1');
  const images = shown.map((member, index) => {
    const pixels = toPixels(pictures[index] ?? [], layout, brightness);
    return { ...member, src: `data:image/png;base64,${encodePng(pixels).toString('base64')}` };
  });
  return {
    images,
    total: members.length,
    page: cell.page,
    pageSize,
    order: layout.order,
    ambiguous: layout.ambiguous,
  };
};

/** The URI in the address leads there even where the job's record is deleted. */
const findArtifact = async (backend: Backend, address: EvaluationAddress): Promise<string> => {
  if (address.artifactS3Uri !== undefined) return address.artifactS3Uri;
  const { modelArtifactS3Uri } = await describeTrainingJob(backend, parseJobName(address.jobName));
  if (modelArtifactS3Uri !== undefined) return modelArtifactS3Uri;
  throw new SpotdeckError('not-found', `Job ${address.jobName} has no model, and so no evaluations.`);
};
