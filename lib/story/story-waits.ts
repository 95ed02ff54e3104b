import 'server-only';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { readJob } from '../jobs/read-job';
import { type JobSnapshot } from '../training/job-snapshot';
import { isTerminal } from '../training/status';
import { runUseCase } from '../use-cases/run-use-case';

const pollMs = 1000;

/** The first value that is not undefined. @throws what `ask` throws; the signal's reason */
export const waitUntil = async <Value>(
  signal: AbortSignal,
  ask: () => Promise<Value | undefined>,
): Promise<Value> => {
  for (;;) {
    signal.throwIfAborted();
    const value = await ask();
    if (value !== undefined) return value;
    await delay(pollMs, undefined, { signal });
  }
};

/** The job once it has ended. */
export const readEndedJob = (slug: string, name: string, signal: AbortSignal): Promise<JobSnapshot> =>
  waitUntil(signal, async () => {
    const snapshot = await runUseCase(readJob, slug, { name });
    return isTerminal(snapshot.job.status) ? snapshot : undefined;
  });

/** An id that is the same for the same name, so that a launch that is asked for again is found. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(`story ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
