import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { fleetOf, type InstanceGroup } from '../training/fleet';
import { type ServerlessJob, type TrainingJob } from '../training/training-job';
import { compact } from './compact';

/**
 * Reads a training job as DescribeTrainingJob and Search give it (the SDK's shape, times as Date) into the
 * domain's. Only what identifies a job must be there; what AWS leaves out stays absent, statuses and messages
 * stay as they are, and members nobody here knows are passed over.
 */
export const decodeTrainingJob = (response: unknown): TrainingJob => {
  const parsed = trainingJobSchema.safeParse(response);
  if (!parsed.success) {
    throw new SpotdeckError(
      'internal',
      'SageMaker described a training job in a shape Spotdeck cannot read.',
      undefined,
      {
        cause: parsed.error,
      },
    );
  }
  const job = parsed.data;
  return compact<TrainingJob>({
    name: job.TrainingJobName,
    arn: job.TrainingJobArn,
    status: job.TrainingJobStatus,
    secondaryStatus: job.SecondaryStatus ?? job.TrainingJobStatus,
    createdAt: job.CreationTime,
    lastModifiedAt: job.LastModifiedTime,
    trainingStartedAt: job.TrainingStartTime,
    trainingEndedAt: job.TrainingEndTime,
    transitions: (job.SecondaryStatusTransitions ?? []).map((transition) =>
      compact({
        status: transition.Status,
        startedAt: transition.StartTime,
        endedAt: transition.EndTime,
        message: transition.StatusMessage || undefined,
      }),
    ),
    spot: job.EnableManagedSpotTraining ?? false,
    maxRuntimeSeconds: job.StoppingCondition?.MaxRuntimeInSeconds,
    maxWaitSeconds: job.StoppingCondition?.MaxWaitTimeInSeconds,
    trainingSeconds: job.TrainingTimeInSeconds,
    billableSeconds: job.BillableTimeInSeconds,
    ...resourcesOf(job.ResourceConfig ?? {}),
    ...algorithmOf(job.AlgorithmSpecification ?? {}),
    hyperparameters: job.HyperParameters ?? {},
    environment: job.Environment ?? {},
    channels: (job.InputDataConfig ?? []).map(channelOf),
    checkpoint:
      job.CheckpointConfig?.S3Uri === undefined
        ? undefined
        : compact({ s3Uri: job.CheckpointConfig.S3Uri, localPath: job.CheckpointConfig.LocalPath }),
    outputS3Uri: job.OutputDataConfig?.S3OutputPath,
    modelArtifactS3Uri: job.ModelArtifacts?.S3ModelArtifacts || undefined,
    roleArn: job.RoleArn,
    vpc: job.VpcConfig && {
      securityGroupIds: job.VpcConfig.SecurityGroupIds ?? [],
      subnets: job.VpcConfig.Subnets ?? [],
    },
    networkIsolation: job.EnableNetworkIsolation || undefined,
    outputKmsKey: job.OutputDataConfig?.KmsKeyId || undefined,
    failureReason: job.FailureReason,
    finalMetrics: (job.FinalMetricDataList ?? []).flatMap((metric) =>
      metric.MetricName === undefined || metric.Value === undefined
        ? []
        : [compact({ name: metric.MetricName, value: metric.Value, at: metric.Timestamp })],
    ),
    tags: job.Tags === undefined ? undefined : tagsOf(job.Tags),
    tuningJobArn: job.TuningJobArn || undefined,
    autoMlJobArn: job.AutoMLJobArn || undefined,
    labelingJobArn: job.LabelingJobArn || undefined,
    serverless: serverlessOf(job),
  });
};

type Described = z.infer<typeof trainingJobSchema>;

/** Where there are groups they tell of all instances; one that cannot be read leaves the whole unknown, not a part. */
const resourcesOf = (config: NonNullable<Described['ResourceConfig']>) => {
  const given = config.InstanceGroups ?? [];
  const groups = groupsOf(given);
  const fleet = groups.length === given.length ? fleetOf(groups) : undefined;
  const single = { instanceType: config.InstanceType, instanceCount: config.InstanceCount };
  return {
    ...(given.length > 0 ? { instanceType: undefined, instanceCount: undefined, ...fleet } : single),
    instanceGroups: groups.length > 0 ? groups : undefined,
    volumeSizeGb: config.VolumeSizeInGB,
  };
};

/** Search leaves out ServerlessJobConfig; that a job has no ResourceConfig at all says it too. */
const serverlessOf = ({ ServerlessJobConfig: config, ResourceConfig, AlgorithmSpecification }: Described) =>
  config === undefined && (ResourceConfig !== undefined || AlgorithmSpecification !== undefined)
    ? undefined
    : compact<ServerlessJob>({
        jobType: config?.JobType,
        technique: config?.CustomizationTechnique,
        baseModelArn: config?.BaseModelArn,
      });

const algorithmOf = (algorithm: Partial<NonNullable<Described['AlgorithmSpecification']>>) => ({
  trainingImage: algorithm.TrainingImage,
  algorithmName: algorithm.AlgorithmName,
  trainingInputMode: algorithm.TrainingInputMode,
  metricDefinitions: (algorithm.MetricDefinitions ?? []).map(({ Name, Regex }) => ({
    name: Name,
    regex: Regex,
  })),
});

const channelOf = (channel: NonNullable<Described['InputDataConfig']>[number]) =>
  compact({
    name: channel.ChannelName,
    s3Uri: channel.DataSource?.S3DataSource?.S3Uri,
    dataType: channel.DataSource?.S3DataSource?.S3DataType,
    inputMode: channel.InputMode,
    contentType: channel.ContentType,
  });

const groupsOf = (groups: z.infer<typeof instanceGroupSchema>[]): InstanceGroup[] =>
  groups.flatMap(({ InstanceGroupName, InstanceType, InstanceCount }) =>
    InstanceType === undefined || InstanceCount === undefined
      ? []
      : [compact({ name: InstanceGroupName, instanceType: InstanceType, instanceCount: InstanceCount })],
  );

export const tagsOf = (
  tags: { Key?: string | undefined; Value?: string | undefined }[],
): Record<string, string> =>
  Object.fromEntries(tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));

const time = z.date().transform((date) => date.getTime());
const text = z.string();
const count = z.number();

const instanceGroupSchema = z.object({
  InstanceGroupName: text.optional(),
  InstanceType: text.optional(),
  InstanceCount: count.optional(),
});

const trainingJobSchema = z.object({
  TrainingJobName: text,
  TrainingJobArn: text,
  TrainingJobStatus: text,
  SecondaryStatus: text.optional(),
  CreationTime: time,
  LastModifiedTime: time.optional(),
  TrainingStartTime: time.optional(),
  TrainingEndTime: time.optional(),
  SecondaryStatusTransitions: z
    .array(
      z.object({ Status: text, StartTime: time, EndTime: time.optional(), StatusMessage: text.optional() }),
    )
    .optional(),
  EnableManagedSpotTraining: z.boolean().optional(),
  EnableNetworkIsolation: z.boolean().optional(),
  StoppingCondition: z
    .object({ MaxRuntimeInSeconds: count.optional(), MaxWaitTimeInSeconds: count.optional() })
    .optional(),
  TrainingTimeInSeconds: count.optional(),
  BillableTimeInSeconds: count.optional(),
  ResourceConfig: z
    .object({
      InstanceType: text.optional(),
      InstanceCount: count.optional(),
      VolumeSizeInGB: count.optional(),
      InstanceGroups: z.array(instanceGroupSchema).optional(),
    })
    .optional(),
  AlgorithmSpecification: z
    .object({
      TrainingImage: text.optional(),
      AlgorithmName: text.optional(),
      TrainingInputMode: text.optional(),
      MetricDefinitions: z.array(z.object({ Name: text, Regex: text })).optional(),
    })
    .optional(),
  HyperParameters: z.record(text, text).optional(),
  Environment: z.record(text, text).optional(),
  InputDataConfig: z
    .array(
      z.object({
        ChannelName: text,
        DataSource: z
          .object({
            S3DataSource: z.object({ S3Uri: text.optional(), S3DataType: text.optional() }).optional(),
          })
          .optional(),
        InputMode: text.optional(),
        ContentType: text.optional(),
      }),
    )
    .optional(),
  CheckpointConfig: z.object({ S3Uri: text.optional(), LocalPath: text.optional() }).optional(),
  OutputDataConfig: z.object({ S3OutputPath: text.optional(), KmsKeyId: text.optional() }).optional(),
  ModelArtifacts: z.object({ S3ModelArtifacts: text.optional() }).optional(),
  RoleArn: text.optional(),
  VpcConfig: z
    .object({ SecurityGroupIds: z.array(text).optional(), Subnets: z.array(text).optional() })
    .optional(),
  FailureReason: text.optional(),
  FinalMetricDataList: z
    .array(z.object({ MetricName: text.optional(), Value: count.optional(), Timestamp: time.optional() }))
    .optional(),
  Tags: z.array(z.object({ Key: text.optional(), Value: text.optional() })).optional(),
  TuningJobArn: text.optional(),
  AutoMLJobArn: text.optional(),
  LabelingJobArn: text.optional(),
  ServerlessJobConfig: z
    .object({
      JobType: text.optional(),
      CustomizationTechnique: text.optional(),
      BaseModelArn: text.optional(),
    })
    .optional(),
});
