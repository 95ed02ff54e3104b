import 'server-only';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateModelCommand,
  type CreateModelCommandInput,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  type EndpointStatus,
  ListEndpointsCommand,
  type ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker';
import {
  type Endpoint,
  type EndpointSummary,
  type EndpointVariant,
  type HostedModel,
} from '../training/endpoint';
import { isNotFound } from '../errors/spotdeck-error';
import { type Backend } from './backends';
import { getClients } from './clients';
import { decodeConfigVariants, decodeEndpoint, decodeEndpointSummary, decodeModel } from './decode-endpoint';
import { translating } from './translate-error';

/** @returns the model's ARN. @throws {SpotdeckError} name-taken, invalid-input … */
export const createModel = (backend: Backend, request: CreateModelCommandInput): Promise<string> =>
  translating(backend, `create model ${request.ModelName}`, async () => {
    const response = await getClients(backend).sagemaker.send(new CreateModelCommand(request));
    return response.ModelArn ?? '';
  });

export const describeModel = (backend: Backend, name: string): Promise<HostedModel> =>
  translating(backend, `describe model ${name}`, async () =>
    decodeModel(await getClients(backend).sagemaker.send(new DescribeModelCommand({ ModelName: name }))),
  );

export const deleteModel = (backend: Backend, name: string): Promise<void> =>
  translating(backend, `delete model ${name}`, async () => {
    await getClients(backend).sagemaker.send(new DeleteModelCommand({ ModelName: name }));
  });

/** Any type: the closed list of the SDK's types is older than AWS's. */
export const hostingType = (name: string): ProductionVariantInstanceType =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- see above
  name as ProductionVariantInstanceType;

/** @returns the configuration's ARN. */
export const createEndpointConfig = (
  backend: Backend,
  request: CreateEndpointConfigCommandInput,
): Promise<string> =>
  translating(backend, `create endpoint configuration ${request.EndpointConfigName}`, async () => {
    const response = await getClients(backend).sagemaker.send(new CreateEndpointConfigCommand(request));
    return response.EndpointConfigArn ?? '';
  });

export const describeEndpointConfig = (backend: Backend, name: string): Promise<EndpointVariant[]> =>
  translating(backend, `describe endpoint configuration ${name}`, async () =>
    decodeConfigVariants(
      await getClients(backend).sagemaker.send(
        new DescribeEndpointConfigCommand({ EndpointConfigName: name }),
      ),
    ),
  );

export const deleteEndpointConfig = (backend: Backend, name: string): Promise<void> =>
  translating(backend, `delete endpoint configuration ${name}`, async () => {
    await getClients(backend).sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
  });

/** @returns the endpoint's ARN; it is billed from InService until it is deleted. */
export const createEndpoint = (
  backend: Backend,
  request: { name: string; configName: string; tags?: Record<string, string> },
): Promise<string> =>
  translating(backend, `create endpoint ${request.name}`, async () => {
    const response = await getClients(backend).sagemaker.send(
      new CreateEndpointCommand({
        EndpointName: request.name,
        EndpointConfigName: request.configName,
        ...(request.tags === undefined
          ? {}
          : { Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })) }),
      }),
    );
    return response.EndpointArn ?? '';
  });

/** The endpoint with its variants' models and instance types (where its configuration is still there). */
export const describeEndpoint = async (backend: Backend, name: string): Promise<Endpoint> => {
  const response = await translating(backend, `describe endpoint ${name}`, () =>
    getClients(backend).sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })),
  );
  return decodeEndpoint(response, await readVariants(backend, response.EndpointConfigName));
};

const readVariants = async (backend: Backend, configName: string | undefined): Promise<EndpointVariant[]> => {
  if (configName === undefined) return [];
  try {
    return await describeEndpointConfig(backend, configName);
  } catch (error) {
    // A configuration may be deleted while its endpoint still runs.
    if (isNotFound(error)) return [];
    throw error;
  }
};

export interface EndpointPage {
  endpoints: EndpointSummary[];
  nextToken?: string;
}

/** Newest first. */
export const listEndpoints = (
  backend: Backend,
  options: { nameContains?: string; status?: string; pageSize?: number; token?: string } = {},
): Promise<EndpointPage> =>
  translating(backend, 'list the endpoints', async () => {
    const page = await getClients(backend).sagemaker.send(
      new ListEndpointsCommand({
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: options.pageSize ?? 100,
        NextToken: options.token,
        NameContains: options.nameContains,
        // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a status is asked for that AWS gave; what is none it refuses in words
        StatusEquals: options.status as EndpointStatus | undefined,
      }),
    );
    return {
      endpoints: (page.Endpoints ?? []).map(decodeEndpointSummary),
      ...(page.NextToken === undefined ? {} : { nextToken: page.NextToken }),
    };
  });

export const deleteEndpoint = (backend: Backend, name: string): Promise<void> =>
  translating(backend, `delete endpoint ${name}`, async () => {
    await getClients(backend).sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
  });
