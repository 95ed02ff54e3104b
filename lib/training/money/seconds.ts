/** The one place that rounds a job's times: what is shown, summed, stored and exported are the same whole seconds. */
import { jobEndOf } from '../job-end';
import { type TrainingJob } from '../training-job';

export const wholeSeconds = (seconds: number): number => Math.max(0, Math.round(seconds));

/**
 * Whole seconds from a job's creation to its end: what its owner waited for it.
 * @param now ms since the epoch, the end of a job that still runs
 * @returns undefined for a job that has ended and of whose end nothing is told
 */
export const jobSecondsOf = (
  job: Pick<TrainingJob, 'createdAt' | 'status' | 'transitions' | 'trainingEndedAt' | 'lastModifiedAt'>,
  now?: number,
): number | undefined => {
  const end = jobEndOf(job) ?? now;
  return end === undefined ? undefined : wholeSeconds((end - job.createdAt) / 1000);
};
