import { validationError, AwsError } from '../../core/aws-error';
import type { Clock } from '../../core/clock';
import type { TrainingEngine } from '../../engine/job/training-engine';
import type { ObjectStore } from '../../store/object-store';
import { isTerminal, type TrainingJobRecord, type TrainingJobStore } from '../../store/training-job-store';
import type { DeclaredOperations } from '../declared-operation';
import { declare } from '../input/parse-input';
import { describeTrainingJob } from './describe-training-job';
import { newTrainingJob } from './new-training-job';
import { createTrainingJobInput } from '../../core/requests/create-training-job';
import { trainingJobNameInput } from './training-job-input';
import { checkTrainingJobRules } from './training-job-rules';

export interface TrainingJobRoom {
  jobs: TrainingJobStore;
  engine: TrainingEngine;
  objects: ObjectStore;
  clock: Clock;
}

/**
 * Create, describe, stop and delete training jobs.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html and its siblings
 */
export const createTrainingJobOperations = ({
  jobs,
  engine,
  objects,
  clock,
}: TrainingJobRoom): DeclaredOperations => {
  const find = (name: string): TrainingJobRecord => {
    const job = jobs.get(name);
    // SageMaker answers ValidationException here, although its model declares ResourceNotFound.
    if (!job) throw validationError('Requested resource not found.');
    return job;
  };

  return {
    CreateTrainingJob: declare(createTrainingJobInput, (request) => {
      checkTrainingJobRules(request, objects);
      const job = newTrainingJob(request, clock.now());
      jobs.insert(job);
      engine.start(job.name);
      return { TrainingJobArn: job.arn };
    }),
    DescribeTrainingJob: declare(trainingJobNameInput, ({ TrainingJobName }) =>
      describeTrainingJob(find(TrainingJobName)),
    ),
    StopTrainingJob: declare(trainingJobNameInput, ({ TrainingJobName }) => {
      const job = find(TrainingJobName);
      if (isTerminal(job)) {
        throw validationError(`The request was rejected because the training job is in status ${job.status}`);
      }
      if (job.status !== 'Stopping') engine.stop(job.name);
      return {};
    }),
    DeleteTrainingJob: declare(trainingJobNameInput, ({ TrainingJobName }) => {
      const job = find(TrainingJobName);
      if (!isTerminal(job)) {
        throw new AwsError(
          'ResourceInUse',
          `Training job ${job.arn} is in status ${job.status}. Only jobs that have ended can be deleted.`,
        );
      }
      jobs.delete(job.name);
      return {};
    }),
  };
};
