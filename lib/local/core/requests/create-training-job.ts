import { z } from 'zod';
import { kept, refused, refusedValues, refusedWhenOn } from '../input/member-use';
import { list, oneOf, text, textMap, whole } from '../input/constraint';
import { trainingInstanceTypes } from './instance-types';
import {
  containerEnvironment,
  directoryPath,
  kmsKeyId,
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
const groupName = text({ min: 1, max: 64, pattern: '.+' });

const algorithmSpecification = z.strictObject({
  TrainingImage: text({ max: 255, pattern: '.*' }).optional(),
  AlgorithmName: text({
    min: 1,
    max: 170,
    pattern:
      '(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:[a-z\\-]*\\/)?([a-zA-Z0-9]([a-zA-Z0-9\\-]){0,62})(?<!-)',
  }).optional(),
  TrainingInputMode: inputMode,
  MetricDefinitions: list(
    z.strictObject({
      Name: text({ min: 1, max: 255, pattern: '.+' }),
      Regex: text({ min: 1, max: 500, pattern: '.+' }),
    }),
    { max: 40 },
  ).optional(),
  EnableSageMakerMetricsTimeSeries: kept(
    z.boolean().optional(),
    'metrics are in CloudWatch; there is no BatchGetMetrics',
  ),
  ContainerEntrypoint: entryStrings.optional(),
  ContainerArguments: entryStrings.optional(),
  TrainingImageConfig: kept(
    z
      .strictObject({
        TrainingRepositoryAccessMode: oneOf(['Platform', 'Vpc']),
        TrainingRepositoryAuthConfig: z
          .strictObject({
            TrainingRepositoryCredentialsProviderArn: text({ min: 1, max: 2048, pattern: 'arn:.+' }),
          })
          .optional(),
      })
      .optional(),
    'no image is pulled',
  ),
});

const channel = z.strictObject({
  ChannelName: text({ min: 1, max: 64, pattern: '[A-Za-z0-9\\.\\-_]+' }),
  DataSource: z.strictObject({
    S3DataSource: z
      .strictObject({
        S3DataType: oneOf(['ManifestFile', 'S3Prefix', 'AugmentedManifestFile', 'Converse']),
        S3Uri: s3Uri,
        S3DataDistributionType: oneOf(['FullyReplicated', 'ShardedByS3Key']).optional(),
        AttributeNames: list(text({ min: 1, max: 256, pattern: '.+' }), { max: 16 }).optional(),
        InstanceGroupNames: list(groupName, { max: 5 }).optional(),
        ModelAccessConfig: kept(
          z.strictObject({ AcceptEula: z.boolean() }).optional(),
          'there is no licence to accept here',
        ),
        HubAccessConfig: refused(
          'there is no JumpStart hub. Copy its data to the local S3 and give that URI',
        ),
      })
      .optional(),
    FileSystemDataSource: refused(
      'there is no EFS or FSx. Copy the data to the local S3 and use S3DataSource',
    ),
    DatasetSource: refused(
      'there is no data set registry. Copy the data to the local S3 and use S3DataSource',
    ),
  }),
  ContentType: text({ max: 256, pattern: '.*' }).optional(),
  CompressionType: oneOf(['None', 'Gzip']).optional(),
  RecordWrapperType: oneOf(['None', 'RecordIO']).optional(),
  InputMode: inputMode.optional(),
  ShuffleConfig: z.strictObject({ Seed: z.number() }).optional(),
});

const instanceGroup = z.strictObject({
  InstanceType: instanceType,
  InstanceCount: whole({ min: 0 }),
  InstanceGroupName: groupName,
});

const noPlans = 'there are no training plans or capacity reservations';

const resourceConfig = z.strictObject({
  InstanceType: instanceType.optional(),
  InstanceCount: whole({ min: 1 }).optional(),
  InstanceGroups: refusedValues(
    list(instanceGroup, { min: 1, max: 5 }),
    (groups) => groups.length > 1,
    'the hosts of a job are of one group here. Give one group, or InstanceType and InstanceCount',
  ).optional(),
  VolumeSizeInGB: kept(whole({ min: 0 }).optional(), 'a job has the disk of this machine'),
  VolumeKmsKeyId: kept(kmsKeyId.optional(), 'nothing is encrypted at rest'),
  KeepAlivePeriodInSeconds: kept(
    whole({ min: 0, max: 21600 }).optional(),
    'there are no warm pools: each job starts anew, in a fraction of a second',
  ),
  TrainingPlanArn: refused(noPlans),
  InstancePlacementConfig: refused('the hosts of a job are processes of one machine'),
  InstancePreferences: refused('one type must be given, as InstanceType'),
  SelectedInstanceType: refused('it is what SageMaker answers, not what it takes'),
  SelectedInstanceCount: refused('it is what SageMaker answers, not what it takes'),
});

const outputPath = { S3OutputPath: s3Uri, LocalPath: directoryPath.optional() };
const parameters = textMap({ max: 256, pattern: '.*' }, { max: 256, pattern: '.*' }, 100).optional();
const noDebugger =
  'the Debugger does not run: no tensors, system profile or rule results are collected. A script that reads ' +
  'the configuration itself does not find it';

/** What the SageMaker Python SDK sends by default, unasked. */
const debugHookConfig = z.strictObject({
  ...outputPath,
  HookParameters: parameters,
  CollectionConfigurations: list(
    z.strictObject({
      CollectionName: text({ min: 1, max: 256, pattern: '.*' }).optional(),
      CollectionParameters: parameters,
    }),
    { max: 20 },
  ).optional(),
});
const profilerConfig = z.strictObject({
  S3OutputPath: s3Uri.optional(),
  ProfilingIntervalInMilliseconds: whole({ min: 100 }).optional(),
  ProfilingParameters: parameters,
  DisableProfiler: z.boolean().optional(),
});
const profilerRule = z.strictObject({
  RuleConfigurationName: text({ min: 1, max: 256, pattern: '.*' }),
  LocalPath: directoryPath.optional(),
  S3OutputPath: s3Uri.optional(),
  RuleEvaluatorImage: text({ max: 255, pattern: '.*' }),
  InstanceType: text({ max: 64 }).optional(),
  VolumeSizeInGB: whole({ min: 0 }).optional(),
  RuleParameters: parameters,
});

const experimentName = text({ min: 1, max: 120, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}' }).optional();
const thisNetwork = 'a job uses the network of this machine';

export const createTrainingJobInput = z.strictObject({
  TrainingJobName: resourceName,
  RoleArn: kept(roleArn, 'there are no roles: every caller may do everything'),
  HyperParameters: textMap({ max: 256, pattern: '.*' }, { max: 2500, pattern: '.*' }, 100).optional(),
  AlgorithmSpecification: algorithmSpecification,
  InputDataConfig: list(channel, { min: 1, max: 20 }).optional(),
  OutputDataConfig: z.strictObject({
    S3OutputPath: s3Uri,
    KmsKeyId: kept(kmsKeyId.optional(), 'nothing is encrypted at rest'),
    CompressionType: oneOf(['GZIP', 'NONE']).optional(),
  }),
  ResourceConfig: resourceConfig,
  VpcConfig: kept(vpcConfig.optional(), thisNetwork),
  StoppingCondition: z.strictObject({
    MaxRuntimeInSeconds: whole({ min: 1 }).optional(),
    MaxWaitTimeInSeconds: whole({ min: 1 }).optional(),
    MaxPendingTimeInSeconds: refused(
      `${noPlans}, whose jobs it is for. Spot waits end with MaxWaitTimeInSeconds`,
    ),
  }),
  Tags: tags.optional(),
  EnableNetworkIsolation: kept(z.boolean().optional(), thisNetwork),
  EnableInterContainerTrafficEncryption: kept(
    z.boolean().optional(),
    'the hosts of a job meet on loopback, in this machine',
  ),
  EnableManagedSpotTraining: z.boolean().optional(),
  CheckpointConfig: z.strictObject({ S3Uri: s3Uri, LocalPath: directoryPath.optional() }).optional(),
  DebugHookConfig: kept(debugHookConfig.optional(), noDebugger),
  DebugRuleConfigurations: refused('no rule watches the job, so none could find a fault'),
  TensorBoardOutputConfig: refused(
    'nothing is uploaded for TensorBoard. Write its files below the model or checkpoint folder',
  ),
  ExperimentConfig: kept(
    z
      .strictObject({
        ExperimentName: experimentName,
        TrialName: experimentName,
        TrialComponentDisplayName: experimentName,
        RunName: experimentName,
      })
      .optional(),
    'there are no experiments: no trial component is made',
  ),
  ProfilerConfig: kept(profilerConfig.optional(), noDebugger),
  ProfilerRuleConfigurations: kept(list(profilerRule, { max: 20 }).optional(), noDebugger),
  Environment: containerEnvironment(512).optional(),
  RetryStrategy: kept(
    z.strictObject({ MaximumRetryAttempts: whole({ min: 1, max: 30 }) }).optional(),
    'there is no InternalServerError to retry after',
  ),
  RemoteDebugConfig: z
    .strictObject({
      EnableRemoteDebug: refusedWhenOn('there is no SSM session. The job is a process of this machine'),
    })
    .optional(),
  InfraCheckConfig: kept(
    z.strictObject({ EnableInfraCheck: z.boolean().optional() }).optional(),
    'there is no cluster to check',
  ),
  SessionChainingConfig: z
    .strictObject({ EnableSessionTagChaining: refusedWhenOn('there are no roles, whose sessions have tags') })
    .optional(),
  ServerlessJobConfig: refused(
    'there is no model customization. Give a script, an instance type and a count',
  ),
  MlflowConfig: refused('there is no MLflow server. Log to one of your own from the script'),
  ModelPackageConfig: refused('there is no model registry. The model is in S3, at ModelArtifacts'),
});

/** CreateTrainingJob as it was accepted: what is kept of a job, and what the engine acts on. */
/** SageMaker's where a request names no MaxRuntimeInSeconds: one day. */
export const defaultMaxRuntimeSeconds = 86_400;

export type CreateTrainingJobInput = z.output<typeof createTrainingJobInput>;
