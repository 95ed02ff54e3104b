import { z } from 'zod';
import { list, oneOf, text } from '../input/constraint';
import { kept, refused, refusedValues } from '../input/member-use';
import {
  containerEnvironment,
  modelName,
  resourceName,
  roleArn,
  s3Uri,
  tags,
  vpcConfig,
} from './shared-shapes';

const noRegistry = 'there is no model registry. Give Image and ModelDataUrl';
export const thisNetwork = 'a model uses the network of this machine';

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

/** CreateModel as it was accepted: what is kept of a model, and what serves it. */
export type CreateModelInput = z.output<typeof createModelInput>;
export type ContainerDefinition = z.output<typeof containerDefinition>;
