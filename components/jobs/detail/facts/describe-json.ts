/**
 * The job in the member names of DescribeTrainingJob, for copying into a ticket or a script. Only what is known is
 * in it; times are ISO 8601 in UTC.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html
 */
import { type TrainingJob } from '@/lib/training/training-job';

export const describeJson = (job: TrainingJob): Record<string, unknown> =>
  present({
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    FailureReason: job.failureReason,
    CreationTime: iso(job.createdAt),
    TrainingStartTime: iso(job.trainingStartedAt),
    TrainingEndTime: iso(job.trainingEndedAt),
    LastModifiedTime: iso(job.lastModifiedAt),
    AlgorithmSpecification: present({
      TrainingImage: job.trainingImage,
      AlgorithmName: job.algorithmName,
      TrainingInputMode: job.trainingInputMode,
      MetricDefinitions: filled(
        job.metricDefinitions.map(({ name, regex }) => ({ Name: name, Regex: regex })),
      ),
    }),
    HyperParameters: job.hyperparameters,
    Environment: job.environment,
    RoleArn: job.roleArn,
    InputDataConfig: filled(
      job.channels.map((channel) =>
        present({
          ChannelName: channel.name,
          DataSource:
            channel.s3Uri === undefined
              ? undefined
              : { S3DataSource: present({ S3Uri: channel.s3Uri, S3DataType: channel.dataType }) },
          InputMode: channel.inputMode,
          ContentType: channel.contentType,
        }),
      ),
    ),
    OutputDataConfig: job.outputS3Uri === undefined ? undefined : { S3OutputPath: job.outputS3Uri },
    ModelArtifacts:
      job.modelArtifactS3Uri === undefined ? undefined : { S3ModelArtifacts: job.modelArtifactS3Uri },
    ResourceConfig: present({
      ...(job.instanceGroups
        ? {
            InstanceGroups: job.instanceGroups.map(({ name, instanceType, instanceCount }) =>
              present({
                InstanceGroupName: name,
                InstanceType: instanceType,
                InstanceCount: instanceCount,
              }),
            ),
          }
        : { InstanceType: job.instanceType, InstanceCount: job.instanceCount }),
      VolumeSizeInGB: job.volumeSizeGb,
    }),
    StoppingCondition: present({
      MaxRuntimeInSeconds: job.maxRuntimeSeconds,
      MaxWaitTimeInSeconds: job.maxWaitSeconds,
    }),
    EnableManagedSpotTraining: job.spot,
    CheckpointConfig:
      job.checkpoint && present({ S3Uri: job.checkpoint.s3Uri, LocalPath: job.checkpoint.localPath }),
    TrainingTimeInSeconds: job.trainingSeconds,
    BillableTimeInSeconds: job.billableSeconds,
    FinalMetricDataList: filled(
      job.finalMetrics.map(({ name, value, at }) =>
        present({ MetricName: name, Value: value, Timestamp: iso(at) }),
      ),
    ),
    SecondaryStatusTransitions: job.transitions.map(({ status, startedAt, endedAt, message }) =>
      present({ Status: status, StartTime: iso(startedAt), EndTime: iso(endedAt), StatusMessage: message }),
    ),
    TuningJobArn: job.tuningJobArn,
    AutoMLJobArn: job.autoMlJobArn,
    LabelingJobArn: job.labelingJobArn,
    ServerlessJobConfig:
      job.serverless &&
      present({
        JobType: job.serverless.jobType,
        CustomizationTechnique: job.serverless.technique,
        BaseModelArn: job.serverless.baseModelArn,
      }),
    Tags: job.tags && Object.entries(job.tags).map(([Key, Value]) => ({ Key, Value })),
  });

const present = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const filled = <Item>(items: Item[]): Item[] | undefined => (items.length > 0 ? items : undefined);

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
