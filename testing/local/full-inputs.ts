/**
 * For each operation an input that has every member its schema takes, and how to see what became of it: what the
 * tests of declared members and the fuzz start from.
 */
export interface FullInput {
  operation: string;
  input: Record<string, unknown>;
  /** The operation that gives back what was kept, with its input. */
  shownBy?: readonly [operation: string, input: Record<string, unknown>, member?: string];
}

const role = 'arn:aws:iam::000000000000:role/spotdeck';
const vpc = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] };
const tags = [{ Key: 'team', Value: 'vision' }];
const job = { TrainingJobName: 'full' };
const page = { MaxResults: 5, NextToken: '', NameContains: 'u', SortBy: 'Name', SortOrder: 'Ascending' };
const created = { CreationTimeAfter: 1, CreationTimeBefore: 4e9 };
const modified = { LastModifiedTimeAfter: 1, LastModifiedTimeBefore: 4e9 };

const trainingJob = {
  ...job,
  RoleArn: role,
  HyperParameters: { epochs: '3' },
  AlgorithmSpecification: {
    TrainingImage: 'image',
    TrainingInputMode: 'File',
    MetricDefinitions: [{ Name: 'loss', Regex: 'loss ([0-9.]+)' }],
    EnableSageMakerMetricsTimeSeries: true,
    ContainerEntrypoint: ['python3'],
    ContainerArguments: ['train.py'],
    TrainingImageConfig: {
      TrainingRepositoryAccessMode: 'Vpc',
      TrainingRepositoryAuthConfig: { TrainingRepositoryCredentialsProviderArn: 'arn:aws:lambda:x' },
    },
  },
  InputDataConfig: [
    {
      ChannelName: 'training',
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: 's3://training/digits',
          S3DataDistributionType: 'FullyReplicated',
          ModelAccessConfig: { AcceptEula: true },
        },
      },
      ContentType: 'text/csv',
      CompressionType: 'None',
      RecordWrapperType: 'None',
      InputMode: 'FastFile',
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://training/out', KmsKeyId: 'key', CompressionType: 'NONE' },
  ResourceConfig: {
    InstanceType: 'ml.m5.xlarge',
    InstanceCount: 1,
    VolumeSizeInGB: 30,
    VolumeKmsKeyId: 'key',
    KeepAlivePeriodInSeconds: 60,
  },
  VpcConfig: vpc,
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
  Tags: tags,
  EnableNetworkIsolation: true,
  EnableInterContainerTrafficEncryption: true,
  EnableManagedSpotTraining: false,
  CheckpointConfig: { S3Uri: 's3://training/checkpoints', LocalPath: '/opt/ml/checkpoints' },
  DebugHookConfig: {
    S3OutputPath: 's3://training/debug',
    LocalPath: '/opt/ml/debug',
    HookParameters: { a: 'b' },
    CollectionConfigurations: [{ CollectionName: 'losses', CollectionParameters: { every: '5' } }],
  },
  ExperimentConfig: { ExperimentName: 'e', TrialName: 't', TrialComponentDisplayName: 'd', RunName: 'r' },
  ProfilerConfig: {
    S3OutputPath: 's3://training/profile',
    ProfilingIntervalInMilliseconds: 500,
    ProfilingParameters: { a: 'b' },
    DisableProfiler: false,
  },
  ProfilerRuleConfigurations: [
    {
      RuleConfigurationName: 'report',
      LocalPath: '/opt/ml/rule',
      S3OutputPath: 's3://training/rule',
      RuleEvaluatorImage: 'image',
      InstanceType: 'ml.t3.medium',
      VolumeSizeInGB: 5,
      RuleParameters: { a: 'b' },
    },
  ],
  Environment: { A: 'b' },
  RetryStrategy: { MaximumRetryAttempts: 2 },
  RemoteDebugConfig: {},
  InfraCheckConfig: { EnableInfraCheck: true },
  SessionChainingConfig: {},
};

const container = {
  ContainerHostname: 'host',
  Image: 'image',
  ImageConfig: {
    RepositoryAccessMode: 'Vpc',
    RepositoryAuthConfig: { RepositoryCredentialsProviderArn: 'arn:aws:lambda:x' },
  },
  Mode: 'SingleModel',
  ModelDataUrl: 's3://training/digits/model.tar.gz',
  ModelDataSource: {
    S3DataSource: {
      S3Uri: 's3://training/digits/',
      S3DataType: 'S3Prefix',
      CompressionType: 'None',
      ModelAccessConfig: { AcceptEula: true },
    },
  },
  Environment: { A: 'b' },
};
const model = {
  InferenceExecutionConfig: { Mode: 'Serial' },
  ExecutionRoleArn: role,
  VpcConfig: vpc,
  EnableNetworkIsolation: true,
  Tags: tags,
};
const endpoint = { EndpointName: 'full' };
const deployment = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
    TerminationWaitInSeconds: 1,
    MaximumExecutionTimeoutInSeconds: 600,
  },
};
const trainingArn = 'arn:aws:sagemaker:us-east-1:000000000000:training-job/full';

/** In an order in which each finds what it needs. */
export const sageMakerInputs: readonly FullInput[] = [
  { operation: 'CreateTrainingJob', input: trainingJob, shownBy: ['DescribeTrainingJob', job] },
  {
    operation: 'CreateTrainingJob',
    input: {
      ...trainingJob,
      TrainingJobName: 'grouped',
      AlgorithmSpecification: { AlgorithmName: 'my-algorithm', TrainingInputMode: 'File' },
      InputDataConfig: [
        {
          ChannelName: 'training',
          InputMode: 'Pipe',
          ShuffleConfig: { Seed: 7 },
          DataSource: {
            S3DataSource: {
              S3DataType: 'AugmentedManifestFile',
              S3Uri: 's3://training/rows.jsonl',
              InstanceGroupNames: ['workers'],
              AttributeNames: ['source-ref', 'label'],
            },
          },
        },
      ],
      ResourceConfig: {
        InstanceGroups: [{ InstanceGroupName: 'workers', InstanceType: 'ml.m5.xlarge', InstanceCount: 1 }],
      },
      StoppingCondition: { MaxRuntimeInSeconds: 600, MaxWaitTimeInSeconds: 700 },
      EnableManagedSpotTraining: true,
    },
    shownBy: ['DescribeTrainingJob', { TrainingJobName: 'grouped' }],
  },
  { operation: 'DescribeTrainingJob', input: job },
  {
    operation: 'ListTrainingJobs',
    input: {
      ...page,
      ...created,
      ...modified,
      StatusEquals: 'InProgress',
      WarmPoolStatusEquals: 'Available',
    },
  },
  {
    operation: 'ListTrainingJobs',
    input: { TrainingPlanArnEquals: 'arn:aws:sagemaker:us-east-1:000000000000:training-plan/any' },
  },
  {
    operation: 'Search',
    input: {
      Resource: 'TrainingJob',
      SearchExpression: {
        Filters: [{ Name: 'TrainingJobStatus', Operator: 'Equals', Value: 'InProgress' }],
        NestedFilters: [
          {
            NestedPropertyName: 'InputDataConfig',
            Filters: [{ Name: 'InputDataConfig.ChannelName', Operator: 'Equals', Value: 'training' }],
          },
        ],
        SubExpressions: [{ Filters: [{ Name: 'TrainingJobName', Operator: 'Exists' }] }],
        Operator: 'And',
      },
      SortBy: 'TrainingJobName',
      SortOrder: 'Ascending',
      NextToken: '',
      MaxResults: 5,
      CrossAccountFilterOption: 'SameAccount',
    },
  },
  { operation: 'AddTags', input: { ResourceArn: trainingArn, Tags: tags } },
  { operation: 'ListTags', input: { ResourceArn: trainingArn, NextToken: '', MaxResults: 50 } },
  { operation: 'DeleteTags', input: { ResourceArn: trainingArn, TagKeys: ['team'] } },
  { operation: 'StopTrainingJob', input: job },
  {
    operation: 'CreateModel',
    input: { ModelName: 'full', PrimaryContainer: container, ...model },
    shownBy: ['DescribeModel', { ModelName: 'full' }],
  },
  {
    operation: 'CreateModel',
    input: { ModelName: 'listed', Containers: [container], ...model },
    shownBy: ['DescribeModel', { ModelName: 'listed' }],
  },
  { operation: 'DescribeModel', input: { ModelName: 'full' } },
  { operation: 'ListModels', input: { ...page, ...created } },
  {
    operation: 'CreateEndpointConfig',
    input: {
      EndpointConfigName: 'full',
      ProductionVariants: [
        {
          VariantName: 'main',
          ModelName: 'full',
          InitialInstanceCount: 1,
          InstanceType: 'ml.m5.xlarge',
          InitialVariantWeight: 1,
          VolumeSizeInGB: 10,
          ModelDataDownloadTimeoutInSeconds: 60,
          ContainerStartupHealthCheckTimeoutInSeconds: 60,
          RoutingConfig: { RoutingStrategy: 'RANDOM' },
          InferenceAmiVersion: 'al2-1',
        },
      ],
      ExecutionRoleArn: role,
      VpcConfig: vpc,
      EnableNetworkIsolation: true,
      KmsKeyId: 'key',
      Tags: tags,
    },
    shownBy: ['DescribeEndpointConfig', { EndpointConfigName: 'full' }],
  },
  {
    operation: 'CreateEndpointConfig',
    input: {
      EndpointConfigName: 'serverless',
      ProductionVariants: [
        {
          VariantName: 'main',
          ModelName: 'full',
          ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5, ProvisionedConcurrency: 2 },
        },
      ],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 3 },
        OutputConfig: {
          KmsKeyId: 'key',
          S3OutputPath: 's3://bucket/out',
          S3FailurePath: 's3://bucket/failed',
          NotificationConfig: {},
        },
      },
    },
    shownBy: ['DescribeEndpointConfig', { EndpointConfigName: 'serverless' }],
  },
  {
    operation: 'CreateEndpoint',
    input: { EndpointName: 'serverless', EndpointConfigName: 'serverless' },
  },
  {
    operation: 'UpdateEndpointWeightsAndCapacities',
    input: {
      EndpointName: 'serverless',
      DesiredWeightsAndCapacities: [
        {
          VariantName: 'main',
          DesiredWeight: 2,
          ServerlessUpdateConfig: { MaxConcurrency: 6, ProvisionedConcurrency: 3 },
        },
      ],
    },
  },
  { operation: 'DescribeEndpointConfig', input: { EndpointConfigName: 'full' } },
  { operation: 'ListEndpointConfigs', input: { ...page, ...created } },
  {
    operation: 'CreateEndpoint',
    input: { ...endpoint, EndpointConfigName: 'full', DeploymentConfig: deployment, Tags: tags },
    shownBy: ['DescribeEndpoint', endpoint, 'LastDeploymentConfig'],
  },
  { operation: 'DescribeEndpoint', input: endpoint },
  { operation: 'ListEndpoints', input: { ...page, ...created, ...modified, StatusEquals: 'Creating' } },
  {
    operation: 'UpdateEndpointWeightsAndCapacities',
    input: {
      ...endpoint,
      DesiredWeightsAndCapacities: [{ VariantName: 'main', DesiredWeight: 2, DesiredInstanceCount: 1 }],
    },
  },
  {
    operation: 'UpdateEndpoint',
    input: {
      ...endpoint,
      EndpointConfigName: 'full',
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
      DeploymentConfig: deployment,
      RetainDeploymentConfig: false,
    },
    shownBy: ['DescribeEndpoint', endpoint, 'LastDeploymentConfig'],
  },
  { operation: 'DeleteEndpoint', input: endpoint },
  { operation: 'DeleteEndpointConfig', input: { EndpointConfigName: 'full' } },
  { operation: 'DeleteModel', input: { ModelName: 'full' } },
  { operation: 'DeleteTrainingJob', input: job },
];

const format = { FormatVersion: 'aws_v1' };
const pricePage = { ServiceCode: 'AmazonSageMaker', NextToken: '0', MaxResults: 5 };
export const pricingInputs: readonly FullInput[] = [
  {
    operation: 'GetProducts',
    input: {
      ...pricePage,
      ...format,
      Filters: [{ Type: 'TERM_MATCH', Field: 'component', Value: 'Training' }],
    },
  },
  { operation: 'DescribeServices', input: { ...pricePage, ...format } },
  { operation: 'GetAttributeValues', input: { ...pricePage, AttributeName: 'component' } },
];

export const stsInputs: readonly FullInput[] = [
  { operation: 'GetCallerIdentity', input: {} },
  {
    operation: 'AssumeRole',
    input: {
      RoleArn: role,
      RoleSessionName: 'me',
      DurationSeconds: 900,
      SourceIdentity: 'me',
      Tags: tags,
      TransitiveTagKeys: ['team'],
      ExternalId: 'external',
      SerialNumber: 'arn:aws:iam::000000000000:mfa/me',
      TokenCode: '123456',
    },
  },
];

export const iamInputs: readonly FullInput[] = [
  { operation: 'GetRole', input: { RoleName: 'spotdeck' } },
  { operation: 'ListRoles', input: { PathPrefix: '/', Marker: '0', MaxItems: 5 } },
  {
    operation: 'SimulatePrincipalPolicy',
    input: {
      PolicySourceArn: role,
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::training'],
      ResourceOwner: '000000000000',
      CallerArn: role,
      ContextEntries: [
        { ContextKeyName: 'aws:UserName', ContextKeyValues: ['me'], ContextKeyType: 'string' },
      ],
      ResourceHandlingOption: 'any',
      Marker: '0',
      MaxItems: 5,
    },
  },
];
