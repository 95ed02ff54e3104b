import { z } from 'zod';
import { type CreateTrainingJobInput } from '../core/requests/create-training-job';
import { type TrainingJobRecord } from './training-job-store';

/** It was parsed whole before it was kept: read again in a list of 100,000, only what every reader needs is looked at. */
const requestSchema = z.looseObject({
  TrainingJobName: z.string(),
  RoleArn: z.string(),
  AlgorithmSpecification: z.looseObject({}),
  OutputDataConfig: z.looseObject({ S3OutputPath: z.string() }),
  ResourceConfig: z.looseObject({}),
  StoppingCondition: z.looseObject({}),
});
const isRequest = (value: unknown): boolean => requestSchema.safeParse(value).success;

const secondaryStatus = z.enum([
  'Starting',
  'Downloading',
  'Training',
  'Interrupted',
  'Uploading',
  'Completed',
  'Failed',
  'Stopping',
  'Stopped',
  'MaxRuntimeExceeded',
  'MaxWaitTimeExceeded',
]);

export const trainingJobRecordSchema: z.ZodType<TrainingJobRecord> = z.looseObject({
  name: z.string().min(1),
  arn: z.string(),
  request: z.custom<CreateTrainingJobInput>(isRequest, 'no request of a training job'),
  tags: z.record(z.string(), z.string()),
  status: z.enum(['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped']),
  secondaryStatus,
  transitions: z.array(
    z.looseObject({
      status: secondaryStatus,
      startTime: z.number(),
      endTime: z.number().optional(),
      message: z.string(),
    }),
  ),
  creationTime: z.number(),
  lastModifiedTime: z.number(),
  trainingStartTime: z.number().optional(),
  trainingEndTime: z.number().optional(),
  trainingSeconds: z.number().optional(),
  billableSeconds: z.number().optional(),
  failureReason: z.string().optional(),
  modelArtifacts: z.string().optional(),
  finalMetrics: z.array(z.looseObject({ name: z.string(), value: z.number(), timestamp: z.number() })),
});
