import { z } from 'zod';
import { kept, refused, refusedValues, refusedWhenOn } from '../../core/input/member-use';
import { list, oneOf, text, weight, whole } from '../../core/input/constraint';
import { hostingInstanceTypes } from '../../core/requests/instance-types';
import {
  containerEnvironment,
  kmsKeyId,
  listInput,
  modifiedInput,
  modelName,
  resourceName,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from '../../core/requests/shared-shapes';

/** Input of the hosting operations, as SageMaker's API model constrains it. */
const noRegistry = 'there is no model registry. Give Image and ModelDataUrl';
const thisNetwork = 'a model uses the network of this machine';

const containerDefinition = z.strictObject({
  ContainerHostname: kept(resourceName.optional(), 'an endpoint has one container'),
  Image: text({ max: 255, pattern: '[\\S]+' }).optional(),
  ImageConfig: kept(
    z
      .strictObject({
        RepositoryAccessMode: oneOf(['Platform', 'Vpc']),
        RepositoryAuthConfig: z
          .strictObject({ RepositoryCredentialsProviderArn: text({ min: 1, max: 2048, pattern: 'arn:.+' }) })
          .optional(),
      })
      .optional(),
    'no image is pulled',
  ),
  Mode: refusedValues(
    oneOf(['SingleModel', 'MultiModel']),
    (mode) => mode === 'MultiModel',
    'a container serves one model. Make an endpoint for each',
  ).optional(),
  ModelDataUrl: s3Uri.optional(),
  ModelDataSource: z
    .strictObject({
      S3DataSource: z
        .strictObject({
          S3Uri: s3Uri,
          S3DataType: oneOf(['S3Prefix', 'S3Object']),
          CompressionType: oneOf(['None', 'Gzip']),
          ModelAccessConfig: kept(
            z.strictObject({ AcceptEula: z.boolean() }).optional(),
            'there is no licence to accept here',
          ),
          HubAccessConfig: refused(
            'there is no JumpStart hub. Copy its model to the local S3 and give that URI',
          ),
          ManifestS3Uri: refused('manifests are not read. Give the prefix or the archive as S3Uri'),
          ETag: refused('the ETag is not checked. Give the key of the one archive that is meant'),
          ManifestEtag: refused('manifests are not read. Give the prefix or the archive as S3Uri'),
        })
        .optional(),
    })
    .optional(),
  AdditionalModelDataSources: refused('a container gets one model. Put all of it into one archive'),
  Environment: containerEnvironment(1024).optional(),
  ModelPackageName: refused(noRegistry),
  InferenceSpecificationName: refused(noRegistry),
  MultiModelConfig: refused('a container serves one model'),
  ContainerMetricsConfig: refused(
    "a container's own metrics are not collected. Put them to CloudWatch from it",
  ),
});

export const createModelInput = z.strictObject({
  ModelName: modelName,
  PrimaryContainer: containerDefinition.optional(),
  Containers: list(containerDefinition, { max: 15 }).optional(),
  InferenceExecutionConfig: kept(
    z.strictObject({ Mode: oneOf(['Serial', 'Direct']) }).optional(),
    'an endpoint has one container',
  ),
  ExecutionRoleArn: kept(roleArn.optional(), 'there are no roles: every caller may do everything'),
  VpcConfig: kept(vpcConfig.optional(), thisNetwork),
  EnableNetworkIsolation: kept(z.boolean().optional(), thisNetwork),
  Tags: tags.optional(),
});

/** In whole GB; SageMaker's model has the bounds alone. */
const memorySizes = [1024, 2048, 3072, 4096, 5120, 6144];
const memorySize = z.int().check(({ value, issues }) => {
  if (memorySizes.includes(value)) return;
  const message = `Member must satisfy enum value set: [${memorySizes.join(', ')}]`;
  issues.push({ code: 'custom', message, input: value });
});
const concurrency = whole({ min: 1, max: 200 });
const alwaysWarm = kept(concurrency.optional(), 'the program of a serverless variant always runs');

const productionVariant = z.strictObject({
  VariantName: resourceName,
  ModelName: modelName.optional(),
  InitialInstanceCount: whole({ min: 1 }).optional(),
  InstanceType: oneOf(hostingInstanceTypes).optional(),
  InitialVariantWeight: weight.optional(),
  VolumeSizeInGB: kept(whole({ min: 1, max: 512 }).optional(), 'a model has the disk of this machine'),
  ModelDataDownloadTimeoutInSeconds: kept(
    whole({ min: 60, max: 3600 }).optional(),
    'a model is copied from this disk, in no time',
  ),
  ContainerStartupHealthCheckTimeoutInSeconds: whole({ min: 60, max: 3600 }).optional(),
  VariantInstanceProvisionTimeoutInSeconds: refused('no instance is waited for'),
  InstancePools: refused('one type must be given, as InstanceType'),
  AcceleratorType: refused('there are no accelerators'),
  CoreDumpConfig: refused('no core dump is uploaded'),
  ServerlessConfig: z
    .strictObject({
      MemorySizeInMB: memorySize,
      MaxConcurrency: concurrency,
      ProvisionedConcurrency: alwaysWarm,
    })
    .optional(),
  EnableSSMAccess: refusedWhenOn('there is no SSM session. The model is a process of this machine'),
  ManagedInstanceScaling: refused('a variant has one process, which is not scaled'),
  RoutingConfig: kept(
    z
      .strictObject({
        RoutingStrategy: oneOf(['LEAST_OUTSTANDING_REQUESTS', 'RANDOM']),
        PrefixAwareRoutingConfig: refused('a variant has one process to route to'),
      })
      .optional(),
    'a variant has one process to route to',
  ),
  InferenceAmiVersion: kept(text({ max: 64 }).optional(), 'there is no machine image'),
  CapacityReservationConfig: refused('there are no capacity reservations'),
});

const noTopics = 'there is no SNS. Look for the objects at S3OutputPath and S3FailurePath';

const asyncInferenceConfig = z.strictObject({
  ClientConfig: z
    .strictObject({ MaxConcurrentInvocationsPerInstance: whole({ min: 1, max: 1000 }).optional() })
    .optional(),
  OutputConfig: z.strictObject({
    KmsKeyId: kept(kmsKeyId.optional(), 'nothing is encrypted at rest'),
    S3OutputPath: s3Uri,
    S3FailurePath: s3Uri.optional(),
    NotificationConfig: z
      .strictObject({
        SuccessTopic: refused(noTopics),
        ErrorTopic: refused(noTopics),
        IncludeInferenceResponseIn: refused(noTopics),
      })
      .optional(),
  }),
});

export const createEndpointConfigInput = z.strictObject({
  EndpointConfigName: resourceName,
  ProductionVariants: list(productionVariant, { min: 1, max: 10 }),
  ShadowProductionVariants: refused('there is no shadow traffic'),
  DataCaptureConfig: refused(
    'requests and answers are not captured. Log them in the serving program',
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      'EnableCapture' in value &&
      value.EnableCapture === false,
  ),
  AsyncInferenceConfig: asyncInferenceConfig.optional(),
  ExplainerConfig: refused('there is no explainer. Call one from the serving program'),
  ExecutionRoleArn: kept(roleArn.optional(), 'there are no roles: every caller may do everything'),
  VpcConfig: kept(vpcConfig.optional(), thisNetwork),
  EnableNetworkIsolation: kept(z.boolean().optional(), thisNetwork),
  MetricsConfig: refused('metrics come by endpoint and variant, each minute'),
  KmsKeyId: kept(kmsKeyId.optional(), 'nothing is encrypted at rest'),
  Tags: tags.optional(),
});

/** How an update takes place: all at once, which is SageMaker's default, or not at all. */
const deploymentConfig = z.strictObject({
  BlueGreenUpdatePolicy: z
    .strictObject({
      TrafficRoutingConfiguration: z.strictObject({
        Type: refusedValues(
          oneOf(['ALL_AT_ONCE', 'CANARY', 'LINEAR']),
          (type) => type !== 'ALL_AT_ONCE',
          'traffic is shifted ALL_AT_ONCE',
        ),
        WaitIntervalInSeconds: kept(
          whole({ min: 0, max: 3600 }),
          'there is no step of the shift to wait between',
        ),
        CanarySize: refused('traffic is shifted ALL_AT_ONCE'),
        LinearStepSize: refused('traffic is shifted ALL_AT_ONCE'),
      }),
      TerminationWaitInSeconds: kept(
        whole({ min: 0, max: 3600 }).optional(),
        'the old program ends as soon as its last answer is given',
      ),
      MaximumExecutionTimeoutInSeconds: kept(
        whole({ min: 600, max: 28800 }).optional(),
        'an update ends with the start-up timeout of its variants',
      ),
    })
    .optional(),
  RollingUpdatePolicy: refused('a variant has one process, which is replaced at once'),
  AutoRollbackConfiguration: refused(
    'there are no alarms. An update rolls back where its variants do not start',
  ),
});

export const createEndpointInput = z.strictObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  DeploymentConfig: deploymentConfig.optional(),
  Tags: tags.optional(),
});

export const updateEndpointInput = z.strictObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  RetainAllVariantProperties: z.boolean().optional(),
  ExcludeRetainedVariantProperties: list(
    z.strictObject({
      VariantPropertyType: refusedValues(
        oneOf(['DesiredInstanceCount', 'DesiredWeight', 'DataCaptureConfig']),
        (type) => type === 'DataCaptureConfig',
        'requests and answers are not captured',
      ),
    }),
    { max: 3 },
  ).optional(),
  DeploymentConfig: deploymentConfig.optional(),
  RetainDeploymentConfig: z.boolean().optional(),
});

export const updateWeightsInput = z.strictObject({
  EndpointName: resourceName,
  DesiredWeightsAndCapacities: list(
    z.strictObject({
      VariantName: resourceName,
      DesiredWeight: weight.optional(),
      DesiredInstanceCount: whole({ min: 0 }).optional(),
      ServerlessUpdateConfig: z
        .strictObject({ MaxConcurrency: concurrency.optional(), ProvisionedConcurrency: alwaysWarm })
        .optional(),
    }),
    { min: 1 },
  ),
});

export const modelNameInput = z.strictObject({ ModelName: modelName });
export const endpointConfigNameInput = z.strictObject({ EndpointConfigName: resourceName });
export const endpointNameInput = z.strictObject({ EndpointName: resourceName });

export const listByNameInput = z.strictObject({
  ...listInput,
  SortBy: oneOf(['Name', 'CreationTime']).optional(),
});

export const listEndpointsInput = z.strictObject({
  ...listInput,
  ...modifiedInput,
  SortBy: oneOf(['Name', 'CreationTime', 'Status']).optional(),
  StatusEquals: oneOf([
    'OutOfService',
    'Creating',
    'Updating',
    'SystemUpdating',
    'RollingBack',
    'InService',
    'Deleting',
    'Failed',
    'UpdateRollbackFailed',
  ]).optional(),
});
export type ListEndpointsInput = z.infer<typeof listEndpointsInput>;
