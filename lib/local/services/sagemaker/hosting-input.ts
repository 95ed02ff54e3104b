import { z } from 'zod';
import { list, oneOf, text, whole } from './constraint';
import { hostingInstanceTypes } from './instance-types';
import {
  containerEnvironment,
  kmsKeyId,
  listInput,
  modelName,
  resourceName,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from './shared-shapes';

/** Input of the hosting operations, as SageMaker's API model constrains it. */
const containerDefinition = z.looseObject({
  ContainerHostname: resourceName.optional(),
  Image: text({ max: 255, pattern: '[\\S]+' }).optional(),
  Mode: oneOf(['SingleModel', 'MultiModel']).optional(),
  ModelDataUrl: s3Uri.optional(),
  ModelDataSource: z
    .looseObject({
      S3DataSource: z
        .looseObject({
          S3Uri: s3Uri,
          S3DataType: oneOf(['S3Prefix', 'S3Object']),
          CompressionType: oneOf(['None', 'Gzip']),
        })
        .optional(),
    })
    .optional(),
  Environment: containerEnvironment(1024).optional(),
});

export const createModelInput = z.looseObject({
  ModelName: modelName,
  PrimaryContainer: containerDefinition.optional(),
  Containers: list(containerDefinition, { max: 15 }).optional(),
  ExecutionRoleArn: roleArn.optional(),
  VpcConfig: vpcConfig.optional(),
  EnableNetworkIsolation: z.boolean().optional(),
  Tags: tags.optional(),
});

export const createEndpointConfigInput = z.looseObject({
  EndpointConfigName: resourceName,
  ProductionVariants: list(
    z.looseObject({
      VariantName: resourceName,
      ModelName: modelName.optional(),
      InitialInstanceCount: whole({ min: 1 }).optional(),
      InstanceType: oneOf(hostingInstanceTypes).optional(),
      InitialVariantWeight: z.number().optional(),
      VolumeSizeInGB: whole({ min: 1, max: 512 }).optional(),
      ModelDataDownloadTimeoutInSeconds: whole({ min: 60, max: 3600 }).optional(),
      ContainerStartupHealthCheckTimeoutInSeconds: whole({ min: 60, max: 3600 }).optional(),
    }),
    { min: 1, max: 10 },
  ),
  KmsKeyId: kmsKeyId.optional(),
  Tags: tags.optional(),
});

export const createEndpointInput = z.looseObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  Tags: tags.optional(),
});

export const modelNameInput = z.looseObject({ ModelName: modelName });
export const endpointConfigNameInput = z.looseObject({ EndpointConfigName: resourceName });
export const endpointNameInput = z.looseObject({ EndpointName: resourceName });

export const listByNameInput = z.looseObject({
  ...listInput,
  SortBy: oneOf(['Name', 'CreationTime']).optional(),
});

export const listEndpointsInput = z.looseObject({
  ...listInput,
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
