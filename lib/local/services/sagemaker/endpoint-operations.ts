import { randomBytes } from 'node:crypto';
import { validationError } from '../../core/aws-error';
import type { Clock } from '../../core/clock';
import type { ServingEngine } from '../../engine/serving/serving-engine';
import type {
  EndpointConfigRecord,
  EndpointRecord,
  EndpointVariant,
  HostingStore,
} from '../../store/hosting-store';
import type { DeclaredOperations } from '../declared-operation';
import { arnOf } from './arn';
import { declare } from '../input/parse-input';
import { describeEndpoint, summarizeEndpoint } from './describe-endpoint';
import { couldNotFindConfig } from './endpoint-config-operations';
import {
  createEndpointInput,
  endpointNameInput,
  listEndpointsInput,
  updateEndpointInput,
  updateWeightsInput,
} from './hosting-input';
import { listHosting } from './list-hosting';
import { containersOf } from './model-operations';
import { tagMap } from './tag-operations';
import { changeVariants, retainProperties } from './variant-properties';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html and its siblings */
export const createEndpointOperations = (
  { endpoints, endpointConfigs, models }: HostingStore,
  serving: ServingEngine,
  clock: Clock,
): DeclaredOperations => {
  const find = (name: string): EndpointRecord => {
    const endpoint = endpoints.get(name);
    if (!endpoint) throw validationError(`Could not find endpoint "${arnOf('endpoint', name)}".`);
    return endpoint;
  };

  const findConfig = (name: string): EndpointConfigRecord => {
    const config = endpointConfigs.get(name);
    if (!config) throw couldNotFindConfig(name);
    return config;
  };

  /** An update begins only where no other is under way, and nothing can be made of a failed endpoint. */
  const checkInService = (endpoint: EndpointRecord): void => {
    if (endpoint.status === 'InService') return;
    throw validationError(
      endpoint.status === 'Failed'
        ? `Cannot update endpoint "${endpoint.arn}": it has failed. Delete it and create it anew.`
        : `Cannot update in-progress endpoint "${endpoint.arn}".`,
    );
  };

  const variantsOf = (config: EndpointConfigRecord): EndpointVariant[] =>
    config.request.ProductionVariants.map((variant) => {
      const { ModelName: modelName = '' } = variant;
      const model = models.get(modelName);
      if (!model) throw validationError(`Could not find model "${arnOf('model', modelName)}".`);
      return {
        name: variant.VariantName,
        modelName,
        instanceCount: variant.InitialInstanceCount ?? (variant.ServerlessConfig ? 0 : 1),
        ...(variant.InstanceType !== undefined && { instanceType: variant.InstanceType }),
        weight: variant.InitialVariantWeight ?? 1,
        containers: containersOf(model.request),
        ...(variant.ServerlessConfig && { serverless: variant.ServerlessConfig }),
        ...(variant.ContainerStartupHealthCheckTimeoutInSeconds !== undefined && {
          startupTimeoutSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds,
        }),
      };
    });

  return {
    CreateEndpoint: declare(createEndpointInput, (request) => {
      const config = findConfig(request.EndpointConfigName);
      const now = clock.now();
      const { EndpointName: name, DeploymentConfig: deploymentConfig } = request;
      const arn = arnOf('endpoint', name);
      endpoints.insert({
        name,
        arn,
        configName: config.name,
        status: 'Creating',
        creationTime: now,
        lastModifiedTime: now,
        tags: tagMap(request.Tags),
        variants: variantsOf(config),
        deployment: newDeployment(),
        ...(deploymentConfig && { deploymentConfig }),
        ...asyncInferenceOf(config),
      });
      serving.start(name);
      return { EndpointArn: arn };
    }),
    DescribeEndpoint: declare(endpointNameInput, ({ EndpointName }) => describeEndpoint(find(EndpointName))),
    ListEndpoints: declare(listEndpointsInput, (request) =>
      listHosting('ListEndpoints', endpoints.all(), request, ({ page, NextToken }) => ({
        Endpoints: page.map(summarizeEndpoint),
        ...(NextToken !== undefined && { NextToken }),
      })),
    ),
    UpdateEndpoint: declare(updateEndpointInput, (request) => {
      checkInService(find(request.EndpointName));
      const config = findConfig(request.EndpointConfigName);
      const wanted = variantsOf(config);
      const updated = endpoints.update(request.EndpointName, (endpoint) => {
        checkInService(endpoint);
        const now = clock.now();
        const excluded = (request.ExcludeRetainedVariantProperties ?? []).map(
          (one) => one.VariantPropertyType,
        );
        const variants = request.RetainAllVariantProperties
          ? retainProperties(wanted, endpoint.variants, excluded)
          : wanted;
        const deploymentConfig = request.RetainDeploymentConfig
          ? endpoint.deploymentConfig
          : request.DeploymentConfig;
        endpoint.status = 'Updating';
        endpoint.lastModifiedTime = now;
        endpoint.pending = {
          configName: config.name,
          variants,
          deployment: newDeployment(),
          startTime: now,
          ...(deploymentConfig && { deploymentConfig }),
          ...asyncInferenceOf(config),
        };
      });
      serving.update(request.EndpointName);
      return { EndpointArn: updated?.arn };
    }),
    // Weights hold from the next invocation on, so that the endpoint need not be seen as Updating.
    UpdateEndpointWeightsAndCapacities: declare(updateWeightsInput, (request) => {
      checkInService(find(request.EndpointName));
      const updated = endpoints.update(request.EndpointName, (endpoint) => {
        checkInService(endpoint);
        endpoint.variants = changeVariants(
          endpoint.variants,
          endpoint.configName,
          request.DesiredWeightsAndCapacities,
        );
        endpoint.lastModifiedTime = clock.now();
      });
      return { EndpointArn: updated?.arn };
    }),
    DeleteEndpoint: declare(endpointNameInput, ({ EndpointName }) => {
      const { name } = find(EndpointName);
      endpoints.update(name, (endpoint) => {
        endpoint.status = 'Deleting';
        endpoint.lastModifiedTime = clock.now();
      });
      serving.remove(name).catch((error: unknown) => {
        console.error(`endpoint ${name}: could not be removed, the next start tries again: ${String(error)}`);
      });
      return {};
    }),
  };
};

const asyncInferenceOf = ({ request }: EndpointConfigRecord) =>
  request.AsyncInferenceConfig ? { asyncInference: request.AsyncInferenceConfig } : {};

const newDeployment = (): string => randomBytes(4).toString('hex');
