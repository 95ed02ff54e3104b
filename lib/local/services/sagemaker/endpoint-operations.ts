import { validationError } from '../../wire/errors';
import type { Operation } from '../../wire/service';
import type { Clock } from '../../engine/clock';
import type { ServingEngine } from '../../engine/serving-engine';
import type {
  EndpointConfigRecord,
  EndpointRecord,
  EndpointVariant,
  HostingStore,
} from '../../store/hosting-store';
import { arnOf } from './arn';
import { parseInput } from './constraint';
import { couldNotFindConfig } from './endpoint-config-operations';
import { createEndpointInput, endpointNameInput, listEndpointsInput } from './hosting-input';
import { listHosting } from './list-hosting';
import { containersOf } from './model-operations';
import { tagMap } from './tag-operations';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html and its siblings */
export const createEndpointOperations = (
  { endpoints, endpointConfigs, models }: HostingStore,
  serving: ServingEngine,
  clock: Clock,
): Record<string, Operation> => {
  const find = (input: unknown): EndpointRecord => {
    const name = parseInput(endpointNameInput, input).EndpointName;
    const endpoint = endpoints.get(name);
    if (!endpoint) throw validationError(`Could not find endpoint "${arnOf('endpoint', name)}".`);
    return endpoint;
  };

  const variantsOf = (config: EndpointConfigRecord): EndpointVariant[] =>
    config.request.ProductionVariants.map((variant) => {
      const { ModelName: modelName = '' } = variant;
      const model = models.get(modelName);
      if (!model) throw validationError(`Could not find model "${arnOf('model', modelName)}".`);
      return {
        name: variant.VariantName,
        modelName,
        instanceCount: variant.InitialInstanceCount ?? 1,
        ...(variant.InstanceType !== undefined && { instanceType: variant.InstanceType }),
        weight: variant.InitialVariantWeight ?? 1,
        containers: containersOf(model.request),
        ...(variant.ContainerStartupHealthCheckTimeoutInSeconds !== undefined && {
          startupTimeoutSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds,
        }),
      };
    });

  return {
    CreateEndpoint(input) {
      const request = parseInput(createEndpointInput, input);
      const config = endpointConfigs.get(request.EndpointConfigName);
      if (!config) throw couldNotFindConfig(request.EndpointConfigName);
      const now = clock.now();
      const { EndpointName: name } = request;
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
      });
      serving.start(name);
      return { EndpointArn: arn };
    },
    DescribeEndpoint: (input) => describeEndpoint(find(input)),
    ListEndpoints(input) {
      const request = parseInput(listEndpointsInput, input);
      const { page, NextToken } = listHosting('ListEndpoints', endpoints.all(), request);
      return {
        Endpoints: page.map((endpoint) => ({
          EndpointName: endpoint.name,
          EndpointArn: endpoint.arn,
          CreationTime: new Date(endpoint.creationTime),
          LastModifiedTime: new Date(endpoint.lastModifiedTime),
          EndpointStatus: endpoint.status,
        })),
        ...(NextToken !== undefined && { NextToken }),
      };
    },
    DeleteEndpoint(input) {
      const { name } = find(input);
      endpoints.update(name, (endpoint) => {
        endpoint.status = 'Deleting';
        endpoint.lastModifiedTime = clock.now();
      });
      serving.remove(name).catch((error: unknown) => {
        console.error(`endpoint ${name}: could not be removed, the next start tries again: ${String(error)}`);
      });
      return {};
    },
  };
};

const describeEndpoint = (endpoint: EndpointRecord) => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  EndpointConfigName: endpoint.configName,
  EndpointStatus: endpoint.status,
  CreationTime: new Date(endpoint.creationTime),
  LastModifiedTime: new Date(endpoint.lastModifiedTime),
  ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
  ProductionVariants: endpoint.variants.map((variant) => describeVariant(endpoint, variant)),
});

const describeVariant = (endpoint: EndpointRecord, variant: EndpointVariant) => {
  const inService = endpoint.status === 'InService';
  return {
    VariantName: variant.name,
    DeployedImages: variant.containers.flatMap(({ Image: image }) =>
      image === undefined
        ? []
        : [{ SpecifiedImage: image, ResolvedImage: image, ResolutionTime: new Date(endpoint.creationTime) }],
    ),
    CurrentWeight: inService ? variant.weight : 0,
    DesiredWeight: variant.weight,
    CurrentInstanceCount: inService ? variant.instanceCount : 0,
    DesiredInstanceCount: variant.instanceCount,
    ...((endpoint.status === 'Creating' || endpoint.status === 'Deleting') && {
      VariantStatus: [{ Status: endpoint.status, StartTime: new Date(endpoint.lastModifiedTime) }],
    }),
  };
};
