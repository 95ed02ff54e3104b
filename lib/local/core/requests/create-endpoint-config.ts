import { z } from 'zod';
import { list, oneOf, text, weight, whole } from '../input/constraint';
import { kept, refused, refusedWhenOn } from '../input/member-use';
import { thisNetwork } from './create-model';
import { hostingInstanceTypes } from './instance-types';
import { kmsKeyId, modelName, resourceName, roleArn, s3Uri, tags, vpcConfig } from './shared-shapes';

/** In whole GB; SageMaker's model has the bounds alone. */
const memorySizes = [1024, 2048, 3072, 4096, 5120, 6144];
const memorySize = z.int().check(({ value, issues }) => {
  if (memorySizes.includes(value)) return;
  const message = `Member must satisfy enum value set: [${memorySizes.join(', ')}]`;
  issues.push({ code: 'custom', message, input: value });
});
export const concurrency = whole({ min: 1, max: 200 });
export const alwaysWarm = kept(concurrency.optional(), 'the program of a serverless variant always runs');

const serverlessConfig = z.strictObject({
  MemorySizeInMB: memorySize,
  MaxConcurrency: concurrency,
  ProvisionedConcurrency: alwaysWarm,
});

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
  ServerlessConfig: serverlessConfig.optional(),
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

/** CreateEndpointConfig as it was accepted: what is kept of a configuration, and what an endpoint is made of. */
export type CreateEndpointConfigInput = z.output<typeof createEndpointConfigInput>;
export type ServerlessConfig = z.output<typeof serverlessConfig>;
export type AsyncInferenceConfig = z.output<typeof asyncInferenceConfig>;
