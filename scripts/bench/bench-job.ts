/** Jobs that are measured, launched and watched by the dashboard's own use cases. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { getBackend } from '../../lib/aws/backends';
import { listLogStreams, readLogEvents, trainingLogGroup } from '../../lib/aws/logs';
import { describeTrainingJob } from '../../lib/aws/training-jobs';
import { launchDraft } from '../../lib/launch/launch-draft';
import { launchJob } from '../../lib/launch/launch-job';
import { defaultCheckpointUri } from '../../lib/training/launch-draft';
import { launchInputSchema } from '../../lib/training/launch-input';
import { isTerminal } from '../../lib/training/status';
import { type TrainingJob } from '../../lib/training/training-job';
import { runUseCase } from '../../lib/use-cases/run-use-case';

const slug = 'local';
export const example = 'mnist-tensorflow';
const pollMs = 100;

/** Launches the example as a spot job with checkpoints. */
export const launchExample = async (
  name: string,
  hyperparameters: Record<string, string | number>,
): Promise<void> => {
  const draft = await runUseCase(launchDraft, slug, { kind: 'example', example });
  const input = launchInputSchema.parse({
    ...draft,
    name,
    checkpoint: { s3Uri: defaultCheckpointUri(new URL(draft.outputS3Uri).hostname, name) },
    hyperparameters: draft.hyperparameters.map((entry) => ({
      ...entry,
      value: String(hyperparameters[entry.name] ?? entry.value),
    })),
  });
  await runUseCase(launchJob, slug, { ...input, launchId: randomUUID() });
};

/**
 * Launches one file as a job without inputs: on demand, or with `checkpointsOf` as a spot job on that job's
 * checkpoints.
 */
export const launchScript = async (name: string, script: string, checkpointsOf?: string): Promise<void> => {
  const draft = await runUseCase(launchDraft, slug, { kind: 'example', example });
  const checkpoint = checkpointsOf !== undefined && {
    s3Uri: defaultCheckpointUri(new URL(draft.outputS3Uri).hostname, checkpointsOf),
  };
  const input = launchInputSchema.parse({
    ...draft,
    name,
    source: { kind: 'upload' },
    entryPoint: 'main.mjs',
    channels: [],
    hyperparameters: [],
    metricDefinitions: [],
    spot: checkpoint !== false,
    maxWaitSeconds: checkpoint ? draft.maxWaitSeconds : undefined,
    checkpoint: checkpoint || undefined,
  });
  const files = [{ path: 'main.mjs', bytes: Buffer.from(script) }];
  await runUseCase(launchJob, slug, { ...input, launchId: randomUUID(), files });
};

/** The job once the condition holds. @throws Error, where it ends otherwise */
export const jobWhen = async (name: string, holds: (job: TrainingJob) => boolean): Promise<TrainingJob> => {
  for (;;) {
    const job = await describeTrainingJob(getBackend(slug), name);
    if (holds(job)) return job;
    if (isTerminal(job.status)) throw new Error(`${name} is ${job.status}: ${job.failureReason ?? ''}`);
    await delay(pollMs);
  }
};

export const completed = (name: string): Promise<TrainingJob> =>
  jobWhen(name, ({ status }) => status === 'Completed');

/**
 * The first log line of an attempt that matches, once it is there; its time is the one the backend gave it.
 * @param attempt counts from 1: each attempt writes a stream of its own
 */
export const logLine = async (
  name: string,
  pattern: RegExp,
  attempt = 1,
): Promise<{ at: number; message: string }> => {
  const backend = getBackend(slug);
  for (;;) {
    const streams = await listLogStreams(backend, trainingLogGroup, `${name}/`);
    const stream = streams.sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))[attempt - 1];
    if (stream) {
      const { events } = await readLogEvents(backend, trainingLogGroup, stream.name);
      const found = events.find(({ message }) => pattern.test(message));
      if (found) return found;
    }
    const { status, failureReason } = await describeTrainingJob(backend, name);
    if (isTerminal(status)) throw new Error(`${name} is ${status} without ${pattern}: ${failureReason}`);
    await delay(pollMs);
  }
};
