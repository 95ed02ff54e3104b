import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { inProcess } from '../process/process-memory';
import { SpotdeckError } from '../errors/spotdeck-error';
import { describeError } from '../errors/describe-error';
import {
  evaluationId,
  evaluationInputSchema,
  type EvaluationInput,
  type EvaluationProgress,
} from '../training/evaluation';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, endpointInput, endpointNameInput } from '../use-cases/name-inputs';
import { evaluate } from './evaluate-endpoint';

/** Evaluations of this server process: they go on while no page looks, and a page finds them again. */
interface Running {
  backend: Backend;
  /** The form's, so that a second click finds the evaluation of the first. */
  requestId: string;
  progress: EvaluationProgress;
  abort: AbortController;
  /** Settles when the evaluation has ended, however it did. */
  ended: Promise<void>;
}

/** Newest last. */
const evaluations = () => inProcess('running-evaluations', () => [] as Running[]);
const remembered = 100;

/**
 * Begins an evaluation and answers at once. The same request id answers with the same evaluation.
 * @throws {SpotdeckError} conflict, where another evaluation of the endpoint is running
 */
export const startEvaluation = defineUseCase({
  name: 'start-evaluation',
  input: evaluationInputSchema.extend({ name: endpointNameInput, requestId: z.uuid() }),
  access: 'operate',
  changes: true,
  subject: ({ name, imagesS3Uri }) => ({ endpoint: name, images: imagesS3Uri }),
  run: ({ backend }, { name, requestId, ...input }) => start(backend, name, input, requestId),
});

const start = (
  backend: Backend,
  name: string,
  input: EvaluationInput,
  requestId: string,
): EvaluationProgress => {
  const all = evaluations();
  const same = all.find((running) => isAt(running, backend) && running.requestId === requestId);
  if (same) return same.progress;
  const latest = findLatest(backend.slug, name);
  if (latest?.progress.state === 'running') {
    throw new SpotdeckError(
      'conflict',
      `An evaluation of ${name} is running. Cancel it or wait for its end.`,
    );
  }
  const abort = new AbortController();
  const startedAt = Date.now();
  const running: Running = {
    backend,
    requestId,
    abort,
    progress: {
      id: evaluationId(startedAt, randomUUID()),
      endpointName: name,
      state: 'running',
      input,
      startedAt,
      done: 0,
    },
    ended: Promise.resolve(),
  };
  running.ended = run(running);
  all.push(running);
  if (all.length > remembered) {
    const oldest = all.findIndex(({ progress }) => progress.state !== 'running');
    if (oldest >= 0) all.splice(oldest, 1);
  }
  return running.progress;
};

/** The endpoint's newest evaluation since the server started, from memory; null where there was none. */
export const evaluationProgress = defineUseCase({
  name: 'evaluation-progress',
  input: endpointInput,
  access: 'watch',
  changes: false,
  run: ({ backend }, { name }): EvaluationProgress | null => latestProgress(backend.slug, name) ?? null,
});

export const latestProgress = (slug: string, endpointName: string): EvaluationProgress | undefined =>
  findLatest(slug, endpointName)?.progress;

/** Ends a running evaluation and answers once it has ended. Cancelling one that has ended changes nothing. */
export const cancelEvaluation = defineUseCase({
  name: 'cancel-evaluation',
  input: z.strictObject({ id: addressText }),
  access: 'operate',
  changes: true,
  subject: ({ id }) => ({ evaluation: id }),
  run: async ({ backend }, { id }): Promise<EvaluationProgress> => {
    const running = evaluations().find((entry) => isAt(entry, backend) && entry.progress.id === id);
    if (!running) throw new SpotdeckError('not-found', 'This evaluation is not running on this server.');
    running.abort.abort(new Error('cancelled'));
    await running.ended;
    return running.progress;
  },
});

const isAt = (running: Running, { slug }: Backend): boolean => running.backend.slug === slug;

const findLatest = (slug: string, name: string): Running | undefined =>
  evaluations().findLast((entry) => entry.backend.slug === slug && entry.progress.endpointName === name);

const run = async (running: Running): Promise<void> => {
  const { backend, abort } = running;
  const { id, endpointName, input } = running.progress;
  const change = (changes: Partial<EvaluationProgress>) => {
    running.progress = { ...running.progress, ...changes };
  };
  try {
    const { jobName, modelArtifactS3Uri, count } = await evaluate(backend, endpointName, input, {
      id,
      signal: abort.signal,
      onProgress: change,
    });
    change({
      state: 'completed',
      endedAt: Date.now(),
      done: count,
      modelArtifactS3Uri,
      ...(jobName !== undefined && { jobName }),
    });
  } catch (error) {
    if (abort.signal.aborted) change({ state: 'cancelled', endedAt: Date.now() });
    else change({ state: 'failed', endedAt: Date.now(), error: describeError(error) });
  }
};
