import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import {
  type Endpoint,
  type EndpointSummary,
  type EndpointVariant,
  type HostedModel,
} from '../training/endpoint';
import { trainedArtifact } from '../training/serving-code';
import { compact } from './compact';

/** Reads what SageMaker says of models, endpoint configurations and endpoints into the domain's words. */
export const decodeEndpointSummary = (response: unknown): EndpointSummary => {
  const endpoint = read(endpointSchema, response, 'an endpoint');
  return compact<EndpointSummary>({
    name: endpoint.EndpointName,
    arn: endpoint.EndpointArn,
    status: endpoint.EndpointStatus,
    createdAt: endpoint.CreationTime,
    lastModifiedAt: endpoint.LastModifiedTime,
  });
};

/** @param configured the variants of the endpoint's configuration, which name model and instance type. */
export const decodeEndpoint = (response: unknown, configured: readonly EndpointVariant[]): Endpoint => {
  const endpoint = read(endpointSchema, response, 'an endpoint');
  const running = new Map(
    (endpoint.ProductionVariants ?? []).map((variant) => [variant.VariantName, variant]),
  );
  const unconfigured = [...running.keys()].filter(
    (name) => !configured.some((variant) => variant.name === name),
  );
  return {
    ...decodeEndpointSummary(response),
    ...compact<Pick<Endpoint, 'configName' | 'failureReason'>>({
      configName: endpoint.EndpointConfigName,
      failureReason: endpoint.FailureReason,
    }),
    variants: [...configured, ...unconfigured.map((name): EndpointVariant => ({ name }))].map((variant) => {
      const live = running.get(variant.name);
      return compact<EndpointVariant>({
        ...variant,
        instanceCount: live?.CurrentInstanceCount || variant.instanceCount,
        serverless: live?.CurrentServerlessConfig ?? variant.serverless,
        weight: live?.CurrentWeight ?? variant.weight,
      });
    }),
  };
};

export const decodeConfigVariants = (response: unknown): EndpointVariant[] =>
  read(configSchema, response, 'an endpoint configuration').ProductionVariants.map((variant) =>
    compact<EndpointVariant>({
      name: variant.VariantName,
      modelName: variant.ModelName,
      instanceType: variant.InstanceType,
      instanceCount: variant.InitialInstanceCount,
      serverless: variant.ServerlessConfig,
      weight: variant.InitialVariantWeight,
    }),
  );

export const decodeModel = (response: unknown): HostedModel => {
  const model = read(modelSchema, response, 'a model');
  const container = model.PrimaryContainer ?? model.Containers?.[0];
  return compact<HostedModel>({
    name: model.ModelName,
    arn: model.ModelArn,
    createdAt: model.CreationTime,
    image: container?.Image,
    artifactS3Uri: container?.ModelDataUrl && trainedArtifact(container.ModelDataUrl),
    archiveS3Uri: container?.ModelDataUrl,
    environment: container?.Environment ?? {},
    roleArn: model.ExecutionRoleArn,
  });
};

const read = <Schema extends z.ZodType>(
  schema: Schema,
  response: unknown,
  what: string,
): z.output<Schema> => {
  const parsed = schema.safeParse(response);
  if (parsed.success) return parsed.data;
  throw new SpotdeckError(
    'internal',
    `SageMaker described ${what} in a shape Spotdeck cannot read.`,
    undefined,
    {
      cause: parsed.error,
    },
  );
};

const time = z.date().transform((date) => date.getTime());

const serverlessSchema = z
  .object({ MemorySizeInMB: z.number(), MaxConcurrency: z.number() })
  .transform((one) => ({ memoryMb: one.MemorySizeInMB, maxConcurrency: one.MaxConcurrency }));

const endpointSchema = z.object({
  EndpointName: z.string(),
  EndpointArn: z.string(),
  EndpointStatus: z.string(),
  CreationTime: time,
  LastModifiedTime: time.optional(),
  EndpointConfigName: z.string().optional(),
  FailureReason: z.string().optional(),
  ProductionVariants: z
    .array(
      z.object({
        VariantName: z.string(),
        CurrentInstanceCount: z.number().optional(),
        CurrentWeight: z.number().optional(),
        CurrentServerlessConfig: serverlessSchema.optional(),
      }),
    )
    .optional(),
});

const configSchema = z.object({
  ProductionVariants: z.array(
    z.object({
      VariantName: z.string(),
      ModelName: z.string().optional(),
      InstanceType: z.string().optional(),
      InitialInstanceCount: z.number().optional(),
      InitialVariantWeight: z.number().optional(),
      ServerlessConfig: serverlessSchema.optional(),
    }),
  ),
});

const containerSchema = z.object({
  Image: z.string().optional(),
  ModelDataUrl: z.string().optional(),
  Environment: z.record(z.string(), z.string()).optional(),
});

const modelSchema = z.object({
  ModelName: z.string(),
  ModelArn: z.string(),
  CreationTime: time,
  PrimaryContainer: containerSchema.optional(),
  Containers: z.array(containerSchema).optional(),
  ExecutionRoleArn: z.string().optional(),
});
