/**
 * Which job wrote a checkpoint, where several go on from each other below one prefix: S3 says when, the job when it ran.
 * One prefix has one writer at a time.
 */
import { attemptsOf } from './attempts';
import { jobEndOf } from './job-end';
import { type TrainingJob } from './training-job';

export type CheckpointWriter = 'this job' | 'an earlier job' | 'a later job';

/** @param modifiedAt as S3 tells it, cut to whole seconds; ms since the epoch */
export const writerOf = (job: TrainingJob, modifiedAt: number): CheckpointWriter => {
  const began = attemptsOf(job, Number.POSITIVE_INFINITY).find(
    ({ containerStartedAt }) => containerStartedAt !== undefined,
  )?.containerStartedAt;
  if (began === undefined)
    return modifiedAt < job.createdAt ? 'an earlier job' : writerWithoutStart(job, modifiedAt);
  if (modifiedAt < wholeSecond(began)) return 'an earlier job';
  return isAfterEnd(job, modifiedAt) ? 'a later job' : 'this job';
};

/** A job whose container never started, or of which nothing is told. */
const writerWithoutStart = (job: TrainingJob, modifiedAt: number): CheckpointWriter =>
  isAfterEnd(job, modifiedAt) ? 'a later job' : job.transitions.length > 0 ? 'an earlier job' : 'this job';

const isAfterEnd = (job: TrainingJob, modifiedAt: number): boolean => {
  const end = jobEndOf(job);
  return end !== undefined && modifiedAt > end;
};

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;
