import { randomBytes } from 'node:crypto';
import { validationError } from '../../core/aws-error';
import type { Clock } from '../../core/clock';
import type { ServingEngine } from '../../engine/serving/serving-engine';
import type { EndpointConfigRecord, EndpointRecord, HostingStore } from '../../store/hosting-store';
import type { DeclaredOperations } from '../declared-operation';
import { arnOf } from './arn';
import { declare } from '../input/parse-input';
import { describeEndpoint, summarizeEndpoint } from './describe-endpoint';
import { couldNotFindConfig } from './endpoint-config-operations';
import { checkInService, pendingUpdate } from './endpoint-update';
import { asyncInferenceOf, variantsOf } from './endpoint-variants';
import {
  createEndpointInput,
  endpointNameInput,
  listEndpointsInput,
  updateEndpointInput,
  updateWeightsInput,
} from './hosting-input';
import { listHosting } from './list-hosting';
import { tagMap } from './tag-operations';
import { changeVariants } from './variant-properties';

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
        variants: variantsOf(config, models),
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
      const variants = variantsOf(config, models);
      const updated = endpoints.update(request.EndpointName, (endpoint) => {
        checkInService(endpoint);
        const startTime = clock.now();
        const wanted = { config, variants, deployment: newDeployment(), startTime };
        endpoint.status = 'Updating';
        endpoint.lastModifiedTime = startTime;
        endpoint.pending = pendingUpdate(endpoint, request, wanted);
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

const newDeployment = (): string => randomBytes(4).toString('hex');
