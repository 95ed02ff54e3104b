import { z } from 'zod';
import { list, oneOf, text, textMap, whole } from './constraint';
import { trainingInstanceTypes } from './instance-types';
import {
  containerEnvironment,
  directoryPath,
  kmsKeyId,
  listInput,
  resourceName,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from './shared-shapes';

/** Input of the training job operations, as SageMaker's API model constrains it. */
const inputMode = oneOf(['Pipe', 'File', 'FastFile']);
const instanceType = oneOf(trainingInstanceTypes);
const entryStrings = list(text({ max: 256, pattern: '.*' }), { min: 1, max: 100 });

const algorithmSpecification = z.looseObject({
  TrainingImage: text({ max: 255, pattern: '.*' }).optional(),
  AlgorithmName: text({
    min: 1,
    max: 170,
    pattern:
      '(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:[a-z\\-]*\\/)?([a-zA-Z0-9]([a-zA-Z0-9\\-]){0,62})(?<!-)',
  }).optional(),
  TrainingInputMode: inputMode,
  MetricDefinitions: list(
    z.looseObject({
      Name: text({ min: 1, max: 255, pattern: '.+' }),
      Regex: text({ min: 1, max: 500, pattern: '.+' }),
    }),
    { max: 40 },
  ).optional(),
  EnableSageMakerMetricsTimeSeries: z.boolean().optional(),
  ContainerEntrypoint: entryStrings.optional(),
  ContainerArguments: entryStrings.optional(),
});

const channel = z.looseObject({
  ChannelName: text({ min: 1, max: 64, pattern: '[A-Za-z0-9\\.\\-_]+' }),
  DataSource: z.looseObject({
    S3DataSource: z
      .looseObject({
        S3DataType: oneOf(['ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse']),
        S3Uri: s3Uri,
        S3DataDistributionType: oneOf(['FullyReplicated', 'ShardedByS3Key']).optional(),
        AttributeNames: list(text({ min: 1, max: 256, pattern: '.+' }), { max: 16 }).optional(),
        InstanceGroupNames: list(text({ min: 1, max: 64, pattern: '.+' }), { max: 5 }).optional(),
      })
      .optional(),
  }),
  ContentType: text({ max: 256, pattern: '.*' }).optional(),
  CompressionType: oneOf(['None', 'Gzip']).optional(),
  RecordWrapperType: oneOf(['None', 'RecordIO']).optional(),
  InputMode: inputMode.optional(),
});

const resourceConfig = z.looseObject({
  InstanceType: instanceType,
  InstanceCount: whole({ min: 1 }),
  VolumeSizeInGB: whole({ min: 0 }).optional(),
  VolumeKmsKeyId: kmsKeyId.optional(),
  KeepAlivePeriodInSeconds: whole({ min: 0, max: 21600 }).optional(),
});

const heterogeneousCluster = z.looseObject({
  InstanceGroups: list(
    z.looseObject({
      InstanceType: instanceType,
      InstanceCount: whole({ min: 0 }),
      InstanceGroupName: text({ min: 1, max: 64, pattern: '.+' }),
    }),
    { min: 1, max: 5 },
  ),
});

export const createTrainingJobInput = z.looseObject({
  TrainingJobName: resourceName,
  RoleArn: roleArn,
  HyperParameters: textMap({ max: 256, pattern: '.*' }, { max: 2500, pattern: '.*' }, 100).optional(),
  AlgorithmSpecification: algorithmSpecification,
  InputDataConfig: list(channel, { min: 1, max: 20 }).optional(),
  OutputDataConfig: z.looseObject({
    S3OutputPath: s3Uri,
    KmsKeyId: kmsKeyId.optional(),
    CompressionType: oneOf(['GZIP', 'NONE']).optional(),
  }),
  ResourceConfig: resourceConfig,
  VpcConfig: vpcConfig.optional(),
  StoppingCondition: z.looseObject({
    MaxRuntimeInSeconds: whole({ min: 1 }).optional(),
    MaxWaitTimeInSeconds: whole({ min: 1 }).optional(),
    MaxPendingTimeInSeconds: whole({ min: 7200, max: 2419200 }).optional(),
  }),
  Tags: tags.optional(),
  EnableNetworkIsolation: z.boolean().optional(),
  EnableInterContainerTrafficEncryption: z.boolean().optional(),
  EnableManagedSpotTraining: z.boolean().optional(),
  CheckpointConfig: z.looseObject({ S3Uri: s3Uri, LocalPath: directoryPath.optional() }).optional(),
  Environment: containerEnvironment(512).optional(),
  RetryStrategy: z.looseObject({ MaximumRetryAttempts: whole({ min: 1, max: 30 }) }).optional(),
});

/** Whether a request asks for instance groups in place of one type and count. */
export const asksForInstanceGroups = (input: unknown): boolean =>
  z.looseObject({ ResourceConfig: heterogeneousCluster }).safeParse(input).success;

export const trainingJobNameInput = z.looseObject({ TrainingJobName: resourceName });

const trainingJobStatuses = ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped', 'Deleting'] as const;

export const listTrainingJobsInput = z.looseObject({
  ...listInput,
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
