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
import {
  type AnswerCollector,
  type CollectedAnswers,
  createAnswerCollector,
} from '../training/collect-answers';
import { evaluationOutcome } from '../training/evaluation-outcome';
import { type ModelAnswer, PredictionError } from '../training/model-answer';
import { readElements } from '../training/npy';
import { bytesPerNumber, type RequestFormat, requestFormatOf } from '../training/request-format';
import { type Targets, TargetsError } from '../training/targets';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointNameInput } from '../use-cases/name-inputs';
import { readDetail } from './describe-endpoint';
import { storeEvaluation } from './evaluation-store';
import { predictBatch } from './predict-batch';
import { openTestSet, readTargets, type TestSet } from './test-set';

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
 * Sends a test set in S3 through an endpoint and keeps the result beside the model.
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
  const { classNames, labelsS3Uri } = input;
  const [endpoint, examples, own] = await Promise.all([
    readDetail(backend, endpointName),
    openTestSet(backend, input, signal),
    labelsS3Uri === undefined ? undefined : readTargets(backend, labelsS3Uri, input, signal),
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
  const targets = own ?? examples.targets;
  if (!targets) {
    const reason = 'An array of examples has no labels in it: give the file of labels.';
    throw new SpotdeckError('invalid-input', reason, 'labelsS3Uri');
  }
  if (targets.values.length !== examples.count) {
    const reason = `There are ${examples.count} examples, but ${targets.values.length} labels.`;
    throw new SpotdeckError('invalid-input', reason, 'labelsS3Uri');
  }
  const format = chosen ?? requestFormatOf(endpoint.model?.image);
  const { header, exampleBytes } = examples;
  const requestBytes = (exampleBytes / header.itemBytes) * bytesPerNumber(format, header);
  const batches = batchesOf(examples.count, requestBytes, limits);
  const answers = createAnswerCollector(examples.count, classNames?.length);
  await predictAll(backend, endpoint.name, { examples, batches, answers, format }, { ...options, signal });
  signal.throwIfAborted();
  return storeEvaluation(backend, {
    id: options.id ?? evaluationId(startedAt, randomUUID()),
    endpointName: endpoint.name,
    ...(endpoint.jobName !== undefined && { jobName: endpoint.jobName }),
    modelArtifactS3Uri,
    imagesS3Uri: input.imagesS3Uri,
    ...(labelsS3Uri !== undefined && { labelsS3Uri }),
    ...(input.labelColumn !== undefined && { labelColumn: input.labelColumn }),
    ...(input.header !== undefined && { header: input.header }),
    startedAt,
    endedAt: Date.now(),
    imagesShape: header.shape,
    imagesBytes: examples.sizeBytes,
    batches: batches.length,
    outcome: outcomeOf(targets, answers.collected(), input),
  });
};

const outcomeOf = (targets: Targets, answers: CollectedAnswers, { classNames, reading }: EvaluationInput) => {
  try {
    return evaluationOutcome(targets, answers, {
      ...(classNames && { classNames }),
      ...(reading && { reading }),
    });
  } catch (error) {
    if (error instanceof PredictionError) throw new SpotdeckError('model-error', error.message);
    if (!(error instanceof TargetsError)) throw error;
    const reason = `The labels cannot be used: ${error.message}.`;
    throw new SpotdeckError('invalid-input', reason, 'labelsS3Uri', { cause: error });
  }
};

/** Tables hold double precision; models that take arrays were trained in single. */
const asSent = ({ header, table }: TestSet, bytes: Uint8Array, format: RequestFormat) => {
  if (!table || format !== 'npy') return { header, bytes };
  const floats = Float32Array.from(readElements(header.type, bytes));
  return { header: { ...header, type: 'f4' as const, itemBytes: 4 }, bytes: new Uint8Array(floats.buffer) };
};

interface Asked {
  examples: TestSet;
  batches: readonly Batch[];
  answers: AnswerCollector;
  format: RequestFormat;
}

const predictAll = async (
  backend: Backend,
  endpointName: string,
  { examples, batches, answers, format }: Asked,
  { signal: given, onProgress }: EvaluationOptions & { signal: AbortSignal },
): Promise<void> => {
  // The first failure ends the other lane too.
  const failure = new AbortController();
  const signal = AbortSignal.any([given, failure.signal]);
  const read = (batch: Batch | undefined) => {
    const bytes = batch && examples.read(batch.first, batch.count, signal);
    // A read ahead that fails is noticed when its turn comes.
    bytes?.catch(() => undefined);
    return bytes;
  };
  const waiting = [...batches];
  let done = 0;
  onProgress?.({ done, of: examples.count });
  const work = async () => {
    let batch = waiting.shift();
    let bytes = read(batch);
    while (batch && bytes) {
      const current = { ...asSent(examples, await bytes, format), count: batch.count };
      const { first, count } = batch;
      // The next batch is read while the model works on this one.
      batch = waiting.shift();
      bytes = read(batch);
      const add = (answer: ModelAnswer) => answers.add(first, answer);
      await predictBatch(backend, endpointName, { ...current, format, add }, signal);
      done += count;
      onProgress?.({ done, of: examples.count });
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
};
