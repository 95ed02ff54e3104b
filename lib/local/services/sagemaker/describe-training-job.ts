import type { TrainingJobRecord } from '../../store/training-job-store';
import { defaultMaxRuntimeSeconds } from '../../core/requests/create-training-job';

/**
 * A job's record in the shapes of SageMaker's answers. What was not sent is filled in as SageMaker does, what is
 * not known yet is absent.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html
 */
export const describeTrainingJob = (job: TrainingJobRecord): Record<string, unknown> => {
  const { Tags: _tags, ...request } = job.request;
  const algorithm = request.AlgorithmSpecification;
  return {
    ...request,
    TrainingJobName: job.name,
    TrainingJobArn: job.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    AlgorithmSpecification: {
      ...algorithm,
      EnableSageMakerMetricsTimeSeries:
        algorithm.EnableSageMakerMetricsTimeSeries ?? (algorithm.MetricDefinitions ?? []).length > 0,
    },
    ...(request.InputDataConfig && {
      InputDataConfig: request.InputDataConfig.map((channel) => ({
        CompressionType: 'None',
        RecordWrapperType: 'None',
        ...channel,
      })),
    }),
    OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...request.OutputDataConfig },
    StoppingCondition: { MaxRuntimeInSeconds: defaultMaxRuntimeSeconds, ...request.StoppingCondition },
    EnableNetworkIsolation: request.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: request.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: request.EnableManagedSpotTraining ?? false,
    ...(request.CheckpointConfig && {
      CheckpointConfig: { LocalPath: '/opt/ml/checkpoints/', ...request.CheckpointConfig },
    }),
    CreationTime: new Date(job.creationTime),
    LastModifiedTime: new Date(job.lastModifiedTime),
    ...present('TrainingStartTime', dateOf(job.trainingStartTime)),
    ...present('TrainingEndTime', dateOf(job.trainingEndTime)),
    ...present('TrainingTimeInSeconds', job.trainingSeconds),
    ...present('BillableTimeInSeconds', job.billableSeconds),
    ...present('FailureReason', job.failureReason),
    ...(job.modelArtifacts !== undefined && { ModelArtifacts: { S3ModelArtifacts: job.modelArtifacts } }),
    SecondaryStatusTransitions: job.transitions.map((transition) => ({
      Status: transition.status,
      StartTime: new Date(transition.startTime),
      ...present('EndTime', dateOf(transition.endTime)),
      StatusMessage: transition.message,
    })),
    ...(job.finalMetrics.length > 0 && {
      FinalMetricDataList: job.finalMetrics.map((metric) => ({
        MetricName: metric.name,
        // SageMaker keeps final metrics as 32-bit floats.
        Value: Math.fround(metric.value),
        Timestamp: new Date(metric.timestamp),
      })),
    }),
    ProfilingStatus: 'Disabled',
  };
};

const notInSearch = new Set([
  'ProfilingStatus',
  'ProfilerRuleConfigurations',
  'ProfilerRuleEvaluationStatuses',
  'RemoteDebugConfig',
  'InfraCheckConfig',
  'ServerlessJobConfig',
  'MlflowConfig',
  'SessionChainingConfig',
]);

/** The TrainingJob shape of Search: nearly Describe's, plus the tags. */
export const searchableTrainingJob = (job: TrainingJobRecord): Record<string, unknown> => ({
  ...Object.fromEntries(
    Object.entries(describeTrainingJob(job)).filter(([member]) => !notInSearch.has(member)),
  ),
  Tags: Object.entries(job.tags).map(([Key, Value]) => ({ Key, Value })),
});

/** TrainingJobSummary of ListTrainingJobs. */
export const summarizeTrainingJob = (job: TrainingJobRecord): Record<string, unknown> => ({
  TrainingJobName: job.name,
  TrainingJobArn: job.arn,
  CreationTime: new Date(job.creationTime),
  LastModifiedTime: new Date(job.lastModifiedTime),
  ...present('TrainingEndTime', dateOf(job.trainingEndTime)),
  TrainingJobStatus: job.status,
  SecondaryStatus: job.secondaryStatus,
});

const dateOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));

const present = (member: string, value: unknown) => (value === undefined ? {} : { [member]: value });
