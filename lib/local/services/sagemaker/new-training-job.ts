import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { type TrainingJobRecord } from '../../store/training-job-store';
import { arnOf } from './arn';

/**
 * The record of a job that has just been asked for.
 * @param now milliseconds since the epoch
 */
export const newTrainingJob = (request: CreateTrainingJobInput, now: number): TrainingJobRecord => ({
  name: request.TrainingJobName,
  arn: arnOf('training-job', request.TrainingJobName),
  request,
  tags: Object.fromEntries((request.Tags ?? []).map((tag) => [tag.Key, tag.Value])),
  status: 'InProgress',
  secondaryStatus: 'Starting',
  transitions: [{ status: 'Starting', startTime: now, message: 'Starting the training job' }],
  creationTime: now,
  lastModifiedTime: now,
  finalMetrics: [],
});
