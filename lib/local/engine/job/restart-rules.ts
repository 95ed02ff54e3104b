/** What a start of the backend makes of the jobs that an earlier process left. Pure: recover-jobs.ts acts by it. */
import { type TrainingJobStatus } from '../../store/training-job-store';

/**
 * When that process can last have had an instance for the job, milliseconds since the epoch.
 * @param aliveAt when it was known to live
 * @param written the times of the last lines of the job's log streams, as far as they have any
 */
export const lastSeenAt = (now: number, aliveAt: number, written: readonly (number | undefined)[]): number =>
  Math.min(now, Math.max(aliveAt, ...written.map((at) => at ?? 0)));

export const lossMessage = (isSpot: boolean): string =>
  isSpot
    ? 'The instance was lost when the local backend ended. Waiting for spot capacity.'
    : 'The instance was lost when the local backend ended. Restarting from the last checkpoint.';

/** A stop needs no instance to end: what it was waiting for has died with the process. */
export const nextAtRestart = ({ status }: { status: TrainingJobStatus }): 'goes-on' | 'ends' =>
  status === 'Stopping' ? 'ends' : 'goes-on';
