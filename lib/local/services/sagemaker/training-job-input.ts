import { z } from 'zod';
import { oneOf, text } from '../../core/input/constraint';
import { listInput, modifiedInput, resourceName } from '../../core/requests/shared-shapes';

/** Input of the other operations of training jobs, as SageMaker's API model constrains it. */
export const trainingJobNameInput = z.strictObject({ TrainingJobName: resourceName });

const trainingJobStatuses = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped', 'Deleting'] as const;

export const listTrainingJobsInput = z.strictObject({
  ...listInput,
  ...modifiedInput,
  StatusEquals: oneOf(trainingJobStatuses).optional(),
  SortBy: oneOf(['Name', 'CreationTime', 'Status']).optional(),
  WarmPoolStatusEquals: oneOf(['Available', 'Terminated', 'Reused', 'InUse']).optional(),
  TrainingPlanArnEquals: text({
    min: 50,
    max: 2048,
    pattern: 'arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:training-plan/.*',
  }).optional(),
});
export type ListTrainingJobsInput = z.infer<typeof listTrainingJobsInput>;
