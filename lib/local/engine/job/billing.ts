import { type TrainingJobRecord } from '../../store/training-job-store';

/**
 * What a job's time is worth. On spot SageMaker reports the discount as fewer billable seconds, so that billable
 * seconds × on-demand price is what the job costs (DescribeTrainingJob, BillableTimeInSeconds).
 */
type Timed = Pick<TrainingJobRecord, 'transitions' | 'trainingStartTime' | 'trainingEndTime' | 'request'>;

/**
 * Milliseconds during which the job held an instance, up to `now`: from Downloading until the instance was lost
 * or the job ended. Waits for capacity are not in it.
 */
export const heldMs = ({ transitions }: Pick<Timed, 'transitions'>, now: number): number => {
  let held = 0;
  let since: number | undefined;
  for (const { status, startTime } of transitions) {
    if (status === 'Downloading') since ??= startTime;
    if (since !== undefined && isWithoutInstance(status)) {
      held += startTime - since;
      since = undefined;
    }
  }
  return since === undefined ? held : held + Math.max(0, now - since);
};

/** Milliseconds of download after the first: SageMaker bills one, however often a job is interrupted. */
const repeatedDownloadMs = ({ transitions }: Pick<Timed, 'transitions'>, now: number): number =>
  transitions
    .filter(({ status }) => status === 'Downloading')
    .slice(1)
    .reduce((sum, { startTime, endTime }) => sum + (endTime ?? now) - startTime, 0);

const terminal = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded']);
const isWithoutInstance = (status: string): boolean => status === 'Interrupted' || terminal.has(status);

const wholeSeconds = (ms: number): number => Math.max(1, Math.floor(ms / 1000));

/** Seconds from the first instance to the end, waits included; undefined for a job that never had an instance. */
export const trainingSeconds = (job: Timed): number | undefined =>
  job.trainingStartTime === undefined || job.trainingEndTime === undefined
    ? undefined
    : wholeSeconds(job.trainingEndTime - job.trainingStartTime);

/**
 * Seconds to pay at the on-demand price; undefined for a job that never had an instance.
 * @param discount 0 to 1, share of the on-demand price that spot saves; means nothing to an on-demand job.
 */
export const billableSeconds = (job: Timed, discount: number): number | undefined => {
  if (job.trainingStartTime === undefined || job.trainingEndTime === undefined) return undefined;
  const held = heldMs(job, job.trainingEndTime);
  if (job.request.EnableManagedSpotTraining !== true) return wholeSeconds(held);
  return wholeSeconds((held - repeatedDownloadMs(job, job.trainingEndTime)) * (1 - discount));
};
