import 'server-only';
import { setTimeout as delay } from 'node:timers/promises';
import { type Backend } from '../aws/backends';
import { invokeEndpoint } from '../aws/invoke-endpoint';
import { doubledDelay } from '../errors/backoff';
import { isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { type NpyHeader } from '../training/npy';
import { type ModelAnswer, PredictionError, readAnswer } from '../training/model-answer';
import { encodeRequest, type RequestFormat } from '../training/request-format';

const attempts = 6;
const maxPauseMs = 4_000;

export interface PredictedBatch {
  header: NpyHeader;
  count: number;
  bytes: Uint8Array;
  format: RequestFormat;
  /** Is given the answer; what it throws is told as what cannot be read of it. */
  add: (answer: ModelAnswer) => void;
}

/**
 * Sends examples as one request, and reads the answer. Waits and asks again where the endpoint is limiting
 * requests or its model is not ready yet.
 * @throws {SpotdeckError} model-error, with the model's own words; whatever the signal was aborted with
 */
export const predictBatch = async (
  backend: Backend,
  endpointName: string,
  { format, add, ...batch }: PredictedBatch,
  signal: AbortSignal,
): Promise<void> => {
  const request = encodeRequest(format, batch);
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      const answer = await invokeEndpoint(backend, endpointName, { ...request, signal });
      return add(readAnswer(answer, batch.count));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PredictionError) throw new SpotdeckError('model-error', error.message);
      if (!isPassing(error) || attempt === attempts) throw inModelsWords(error);
      await delay(doubledDelay(200, attempt - 1, maxPauseMs), undefined, { signal });
    }
  }
};

/** ThrottlingException, ModelNotReadyException (429) and ServiceUnavailable (503) pass by themselves. */
const isPassing = (error: unknown): boolean => {
  if (!isSpotdeckError(error)) return false;
  const { cause } = error;
  const name = cause instanceof Error ? cause.name : '';
  return error.code === 'throttled' || name === 'ModelNotReadyException' || name === 'ServiceUnavailable';
};

/** A ModelError carries what the container itself answered. */
const inModelsWords = (error: unknown): unknown => {
  const cause = isSpotdeckError(error) ? error.cause : undefined;
  if (!(cause instanceof Error) || cause.name !== 'ModelError') return error;
  const said = 'OriginalMessage' in cause ? String(cause.OriginalMessage ?? '').trim() : '';
  const status = 'OriginalStatusCode' in cause ? ` (HTTP ${String(cause.OriginalStatusCode)})` : '';
  if (said === '') return error;
  return new SpotdeckError(
    'model-error',
    `The model answered with an error${status}: ${said.slice(0, 500)}`,
    undefined,
    {
      cause,
    },
  );
};
