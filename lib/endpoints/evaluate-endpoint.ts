import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Backend } from '../aws/backends';
import { SpotdeckError } from '../errors/spotdeck-error';
import {
  type Batch,
  batchesOf,
  evaluationId,
  type EvaluationInput,
  evaluationInputSchema,
  type EvaluationSummary,
} from '../training/evaluation';
import { bytesPerNumber, type RequestFormat, requestFormatOf } from '../training/request-format';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointNameInput } from '../use-cases/name-inputs';
import { readDetail } from './describe-endpoint';
import { storeEvaluation } from './evaluation-store';
import { predictBatch } from './predict-batch';
import { type ImagesFile, openImages, readImages, readLabels } from './test-set';

/** Below the 6 MB that older endpoints take; above some hundred images a request's own cost is nothing. */
const limits = { images: 1000, bytes: 4_000_000 };
const inFlight = 2;

export interface EvaluationOptions {
  id?: string;
  /** Ends the evaluation; what it throws is the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; of: number }) => void;
}

/** An evaluation from its beginning to its end, for a command that waits. @throws as `evaluate` does */
export const evaluateEndpoint = defineUseCase({
  name: 'evaluate-endpoint',
  input: evaluationInputSchema.extend({ name: endpointNameInput }),
  access: 'operate',
  changes: true,
  subject: ({ name, imagesS3Uri }) => ({ endpoint: name, images: imagesS3Uri }),
  run: ({ backend }, { name, ...input }) => evaluate(backend, name, input),
});

/**
 * Sends a test set of .npy files in S3 through an endpoint and keeps the result beside the model.
 * @throws {SpotdeckError} invalid-input, conflict (not in service), model-error, not-found …
 */
export const evaluate = async (
  backend: Backend,
  endpointName: string,
  { format: chosen, ...input }: EvaluationInput,
  options: EvaluationOptions = {},
): Promise<EvaluationSummary> => {
  const startedAt = Date.now();
  const signal = options.signal ?? new AbortController().signal;
  const [endpoint, images, labels] = await Promise.all([
    readDetail(backend, endpointName),
    openImages(backend, input.imagesS3Uri, signal),
    readLabels(backend, input.labelsS3Uri, input.classNames.length, signal),
  ]);
  if (endpoint.status !== 'InService') {
    throw new SpotdeckError(
      'conflict',
      `Endpoint ${endpointName} is ${endpoint.status}: it can be evaluated in service.`,
    );
  }
  const modelArtifactS3Uri = endpoint.model?.artifactS3Uri;
  if (modelArtifactS3Uri === undefined) {
    throw new SpotdeckError(
      'conflict',
      `Endpoint ${endpointName} names no model archive to keep the result beside.`,
    );
  }
  if (labels.length !== images.count) {
    const reason = `There are ${images.count} images, but ${labels.length} labels.`;
    throw new SpotdeckError('invalid-input', reason, 'labelsS3Uri');
  }
  const format = chosen ?? requestFormatOf(endpoint.model?.image);
  const requestBytes = (images.imageBytes / images.header.itemBytes) * bytesPerNumber(format, images.header);
  const batches = batchesOf(images.count, requestBytes, limits);
  const asked = { classCount: input.classNames.length, format };
  const predictions = await predictAll(backend, endpoint.name, images, batches, asked, {
    ...options,
    signal,
  });
  signal.throwIfAborted();
  return storeEvaluation(backend, {
    id: options.id ?? evaluationId(startedAt, randomUUID()),
    endpointName: endpoint.name,
    ...(endpoint.jobName !== undefined && { jobName: endpoint.jobName }),
    modelArtifactS3Uri,
    ...input,
    startedAt,
    endedAt: Date.now(),
    imagesShape: images.header.shape,
    imagesBytes: images.sizeBytes,
    batches: batches.length,
    labels,
    ...predictions,
  });
};

const predictAll = async (
  backend: Backend,
  endpointName: string,
  images: ImagesFile,
  batches: readonly Batch[],
  asked: { classCount: number; format: RequestFormat },
  { signal: given, onProgress }: EvaluationOptions & { signal: AbortSignal },
) => {
  const classes = new Uint8Array(images.count);
  const probabilities = new Float64Array(images.count).fill(NaN);
  // The first failure ends the other lane too.
  const failure = new AbortController();
  const signal = AbortSignal.any([given, failure.signal]);
  const read = (batch: Batch | undefined) => {
    const bytes = batch && readImages(backend, images, batch.first, batch.count, signal);
    // A read ahead that fails is noticed when its turn comes.
    bytes?.catch(() => undefined);
    return bytes;
  };
  const waiting = [...batches];
  let done = 0;
  onProgress?.({ done, of: images.count });
  const work = async () => {
    let batch = waiting.shift();
    let bytes = read(batch);
    while (batch && bytes) {
      const current = { header: images.header, count: batch.count, bytes: await bytes };
      const { first, count } = batch;
      // The next batch is read while the model works on this one.
      batch = waiting.shift();
      bytes = read(batch);
      const answer = await predictBatch(backend, endpointName, current, asked, signal);
      classes.set(answer.classes, first);
      probabilities.set(answer.probabilities, first);
      done += count;
      onProgress?.({ done, of: images.count });
    }
  };
  const lanes = Array.from({ length: inFlight }, () =>
    work().catch((error: unknown) => {
      failure.abort(error);
      throw error;
    }),
  );
  const settled = await Promise.allSettled(lanes);
  if (settled.some(({ status }) => status === 'rejected')) {
    throw given.aborted ? given.reason : failure.signal.reason;
  }
  return { classes, probabilities };
};
