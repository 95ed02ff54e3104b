import { validationError, AwsError } from '../../wire/errors';
import type { Operation } from '../../wire/service';
import type { Clock } from '../../engine/clock';
import type { TrainingEngine } from '../../engine/training-engine';
import type { ObjectStore } from '../../store/object-store';
import type {
  CreateTrainingJobInput,
  TrainingJobRecord,
  TrainingJobStore,
} from '../../store/training-job-store';
import { parseInput } from './constraint';
import { describeTrainingJob } from './describe-training-job';
import { newTrainingJob } from './new-training-job';
import { asksForInstanceGroups, createTrainingJobInput, trainingJobNameInput } from './training-job-input';
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
}: TrainingJobRoom): Record<string, Operation> => {
  const find = (input: unknown): TrainingJobRecord => {
    const job = jobs.get(parseInput(trainingJobNameInput, input).TrainingJobName);
    // SageMaker answers ValidationException here, although its model declares ResourceNotFound.
    if (!job) throw validationError('Requested resource not found.');
    return job;
  };

  return {
    CreateTrainingJob(input) {
      if (asksForInstanceGroups(input)) {
        throw validationError('ResourceConfig.InstanceGroups is not supported by the local backend.');
      }
      const request = parseInput(createTrainingJobInput, input) as CreateTrainingJobInput;
      checkTrainingJobRules(request, objects);
      const job = newTrainingJob(request, clock.now());
      jobs.insert(job);
      engine.start(job.name);
      return { TrainingJobArn: job.arn };
    },
    DescribeTrainingJob: (input) => describeTrainingJob(find(input)),
    StopTrainingJob(input) {
      const job = find(input);
      if (isTerminal(job)) {
        throw validationError(`The request was rejected because the training job is in status ${job.status}`);
      }
      if (job.status !== 'Stopping') engine.stop(job.name);
      return {};
    },
    DeleteTrainingJob(input) {
      const job = find(input);
      if (!isTerminal(job)) {
        throw new AwsError(
          'ResourceInUse',
          `Training job ${job.arn} is in status ${job.status}. Only jobs that have ended can be deleted.`,
        );
      }
      jobs.delete(job.name);
      return {};
    },
  };
};

const isTerminal = ({ status }: TrainingJobRecord) => status !== 'InProgress' && status !== 'Stopping';
