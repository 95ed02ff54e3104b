import { validationError } from '../../core/aws-error';
import type { Clock } from '../../core/clock';
import {
  createEndpointConfigInput,
  type CreateEndpointConfigInput,
  type ServerlessConfig,
} from '../../core/requests/create-endpoint-config';
import type { EndpointConfigRecord, HostingStore } from '../../store/hosting-store';
import type { DeclaredOperations } from '../declared-operation';
import { arnOf } from './arn';
import { declare } from '../input/parse-input';
import { endpointConfigNameInput, listByNameInput } from './hosting-input';
import { listHosting } from './list-hosting';
import { tagMap } from './tag-operations';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html and its siblings */
export const createEndpointConfigOperations = (
  { endpointConfigs, models }: HostingStore,
  clock: Clock,
): DeclaredOperations => {
  const find = (name: string): EndpointConfigRecord => {
    const config = endpointConfigs.get(name);
    if (!config) throw couldNotFindConfig(name);
    return config;
  };

  return {
    CreateEndpointConfig: declare(createEndpointConfigInput, (request) => {
      checkVariants(request, (name) => models.get(name) !== undefined);
      const { EndpointConfigName: name } = request;
      const arn = arnOf('endpoint-config', name);
      endpointConfigs.insert({ name, arn, request, tags: tagMap(request.Tags), creationTime: clock.now() });
      return { EndpointConfigArn: arn };
    }),
    DescribeEndpointConfig: declare(endpointConfigNameInput, ({ EndpointConfigName }) => {
      const config = find(EndpointConfigName);
      const { Tags: _tags, ...request } = config.request;
      return {
        EnableNetworkIsolation: false,
        ...request,
        EndpointConfigArn: config.arn,
        CreationTime: new Date(config.creationTime),
      };
    }),
    ListEndpointConfigs: declare(listByNameInput, (request) =>
      listHosting('ListEndpointConfigs', endpointConfigs.all(), request, ({ page, NextToken }) => ({
        EndpointConfigs: page.map((config) => ({
          EndpointConfigName: config.name,
          EndpointConfigArn: config.arn,
          CreationTime: new Date(config.creationTime),
        })),
        ...(NextToken !== undefined && { NextToken }),
      })),
    ),
    DeleteEndpointConfig: declare(endpointConfigNameInput, ({ EndpointConfigName }) => {
      endpointConfigs.delete(find(EndpointConfigName).name);
      return {};
    }),
  };
};

export const couldNotFindConfig = (name: string) =>
  validationError(`Could not find endpoint configuration "${arnOf('endpoint-config', name)}".`);

const checkVariants = (request: CreateEndpointConfigInput, modelExists: (name: string) => boolean) => {
  const names = request.ProductionVariants.map((variant) => variant.VariantName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw validationError(`Duplicate variant name found: ${twice}`);
  if (names.length > 1 && request.ProductionVariants.some((variant) => variant.ServerlessConfig)) {
    throw validationError('A serverless variant must be the only production variant of its configuration.');
  }
  for (const variant of request.ProductionVariants) {
    if (variant.ModelName === undefined || !modelExists(variant.ModelName)) {
      throw validationError(`Could not find model "${arnOf('model', variant.ModelName ?? '')}".`);
    }
    checkCapacity(variant);
  }
};

/** Instances, or a serverless configuration that holds together. */
const checkCapacity = (variant: CreateEndpointConfigInput['ProductionVariants'][number]): void => {
  const { VariantName: name, InstanceType, InitialInstanceCount, ServerlessConfig: serverless } = variant;
  if (!serverless) {
    if (InstanceType !== undefined && InitialInstanceCount !== undefined) return;
    throw validationError(
      `Variant "${name}" must specify InstanceType and InitialInstanceCount, or ServerlessConfig.`,
    );
  }
  if (InstanceType !== undefined || InitialInstanceCount !== undefined) {
    throw validationError(
      `Variant "${name}" cannot specify both ServerlessConfig and InstanceType or InitialInstanceCount.`,
    );
  }
  checkConcurrency(name, serverless);
};

/** Throws ValidationException where more is provisioned than may run. */
export const checkConcurrency = (
  name: string,
  { MaxConcurrency: max, ProvisionedConcurrency: provisioned = 0 }: ServerlessConfig,
): void => {
  if (provisioned <= max) return;
  throw validationError(
    `ProvisionedConcurrency of variant "${name}" must be less than or equal to its MaxConcurrency, ${max}.`,
  );
};
