import { type OutsideEvidence, type StoredBefore } from '../training-log/model';
import { plannedEpochs } from '../training/hyperparameters';
import { type TrainingJob } from '../training/training-job';

/** What a job tells beside its log, for the reader of the log. */
export const outsideEvidence = (job: TrainingJob, stored: readonly StoredBefore[] = []): OutsideEvidence => {
  const planned = plannedEpochs(job);
  return {
    stored,
    ...(planned !== undefined && { planned }),
    completed: job.status === 'Completed',
  };
};
