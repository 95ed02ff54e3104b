import { type TrainingJobRecord } from '../../store/training-job-store';
import { isSpot } from './run/run-state';

/** Why a job that has not ended cannot be interrupted; undefined where it can. @param waits for an epoch of the job */
export const interruptionRefusal = (
  job: Pick<TrainingJobRecord, 'request' | 'status' | 'secondaryStatus'>,
  waits: boolean,
): string | undefined => {
  if (!isSpot(job)) {
    return 'The training job does not use managed spot training: its instance is never taken.';
  }
  if (job.status !== 'InProgress') return statusRefusal(job);
  return waits || job.secondaryStatus === 'Training'
    ? undefined
    : `The training job has no training to interrupt at this moment: it is ${job.secondaryStatus}.`;
};

/** In AWS's words. */
export const statusRefusal = ({ status }: Pick<TrainingJobRecord, 'status'>): string =>
  `The request was rejected because the training job is in status ${status}`;
