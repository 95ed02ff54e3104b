import { z } from 'zod';
import {
  type AsyncInferenceConfig,
  type CreateEndpointConfigInput,
  type ServerlessConfig,
} from '../core/requests/create-endpoint-config';
import { type ContainerDefinition, type CreateModelInput } from '../core/requests/create-model';
import {
  type AsyncRequest,
  type EndpointConfigRecord,
  type EndpointRecord,
  type ModelRecord,
} from './hosting-store';

const named = {
  name: z.string().min(1),
  arn: z.string(),
  tags: z.record(z.string(), z.string()),
  creationTime: z.number(),
};

/**
 * Requests were parsed whole before they were kept: of what is read again, only what every reader needs is looked at,
 * since an earlier version may have accepted less.
 */
const asRead = <Kept>(schema: z.ZodType, what: string) =>
  z.custom<Kept>((value) => schema.safeParse(value).success, `no ${what}`);

const container = asRead<ContainerDefinition>(
  z.looseObject({
    Image: z.string().optional(),
    ModelDataUrl: z.string().optional(),
    ModelDataSource: z
      .looseObject({
        S3DataSource: z
          .looseObject({ S3Uri: z.string(), S3DataType: z.string(), CompressionType: z.string() })
          .optional(),
      })
      .optional(),
    Environment: z.record(z.string(), z.string()).optional(),
  }),
  'container',
);

const serverless = asRead<ServerlessConfig>(
  z.looseObject({
    MemorySizeInMB: z.number(),
    MaxConcurrency: z.number(),
    ProvisionedConcurrency: z.number().optional(),
  }),
  'serverless configuration',
);

const asyncInference = asRead<AsyncInferenceConfig>(
  z.looseObject({
    ClientConfig: z.looseObject({ MaxConcurrentInvocationsPerInstance: z.number().optional() }).optional(),
    OutputConfig: z.looseObject({ S3OutputPath: z.string(), S3FailurePath: z.string().optional() }),
  }),
  'asynchronous inference',
);

export const modelRecordSchema: z.ZodType<ModelRecord> = z.looseObject({
  ...named,
  request: asRead<CreateModelInput>(
    z.looseObject({
      ModelName: z.string(),
      PrimaryContainer: container.optional(),
      Containers: z.array(container).optional(),
      ExecutionRoleArn: z.string().optional(),
    }),
    'request of a model',
  ),
});

export const endpointConfigRecordSchema: z.ZodType<EndpointConfigRecord> = z.looseObject({
  ...named,
  request: asRead<CreateEndpointConfigInput>(
    z.looseObject({
      EndpointConfigName: z.string(),
      ProductionVariants: z.array(
        z.looseObject({
          VariantName: z.string(),
          ModelName: z.string().optional(),
          InstanceType: z.string().optional(),
          InitialInstanceCount: z.number().optional(),
          InitialVariantWeight: z.number().optional(),
          ContainerStartupHealthCheckTimeoutInSeconds: z.number().optional(),
          ServerlessConfig: serverless.optional(),
        }),
      ),
      AsyncInferenceConfig: asyncInference.optional(),
    }),
    'request of an endpoint configuration',
  ),
});

const variants = z.array(
  z.looseObject({
    name: z.string(),
    modelName: z.string(),
    instanceCount: z.number(),
    instanceType: z.string().optional(),
    weight: z.number(),
    containers: z.array(container),
    serverless: serverless.optional(),
    startupTimeoutSeconds: z.number().optional(),
  }),
);

const deployed = {
  configName: z.string(),
  variants,
  deploymentConfig: z.record(z.string(), z.unknown()).optional(),
  asyncInference: asyncInference.optional(),
};

export const endpointRecordSchema: z.ZodType<EndpointRecord> = z.looseObject({
  ...named,
  ...deployed,
  status: z.enum(['Creating', 'InService', 'Updating', 'Failed', 'Deleting']),
  lastModifiedTime: z.number(),
  failureReason: z.string().optional(),
  deployment: z.string().optional(),
  pending: z.looseObject({ ...deployed, deployment: z.string(), startTime: z.number() }).optional(),
});

const place = z.looseObject({ bucket: z.string(), key: z.string() });

export const asyncRequestSchema: z.ZodType<AsyncRequest> = z.looseObject({
  inferenceId: z.string(),
  input: z.union([place, z.looseObject({ inlineBase64: z.string() })]),
  output: place,
  failure: place.optional(),
  contentType: z.string(),
  accept: z.string().optional(),
  customAttributes: z.string().optional(),
  acceptedAt: z.number(),
  expiresAt: z.number(),
  timeoutMs: z.number(),
});
