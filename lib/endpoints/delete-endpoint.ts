import 'server-only';
import { setTimeout as delay } from 'node:timers/promises';
import { type Backend, paceOf } from '../aws/backends';
import {
  deleteEndpoint as deleteOnly,
  deleteEndpointConfig,
  deleteModel,
  describeEndpoint as describeOnly,
} from '../aws/endpoints';
import { isNotFound, isSpotdeckError } from '../errors/spotdeck-error';
import { describeEndpointStatus, type EndpointDetail, isDeploymentOf } from '../training/hosting';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointInput } from '../use-cases/name-inputs';
import { readDetail } from './describe-endpoint';
import { recentEndpoints } from './list-endpoints';

export interface DeletedEndpoint {
  /** What it no longer costs, USD an hour; absent where the price is unknown. */
  usdPerHour?: number;
  /** Configuration and models that were made for it alone, and go once it is gone. */
  pieces: string[];
  /** Settled once the endpoint and its pieces are gone. */
  gone: Promise<void>;
}

/**
 * Asks SageMaker to delete the endpoint; it is Deleting on return. Its configuration and model follow in the
 * background if a deployment made them for it alone. The artifact and its evaluations stay in S3.
 * @throws {SpotdeckError} not-found, conflict (it is still being created) …
 */
export const deleteEndpoint = defineUseCase({
  name: 'delete-endpoint',
  input: endpointInput,
  access: 'operate',
  changes: true,
  subject: ({ name }) => ({ endpoint: name }),
  run: async ({ backend, log }, { name }): Promise<DeletedEndpoint> => {
    const endpoint = await readDetail(backend, name);
    if (endpoint.status !== 'Deleting') await deleteOnly(backend, name);
    const { configName, models } = piecesOf(endpoint);
    const gone = removePieces(backend, name, configName, models);
    gone.then(
      () =>
        recentEndpoints(backend).catch((error: unknown) =>
          log.error(`reading the endpoints after ${name} was deleted:`, error),
        ),
      (error: unknown) => log.error(`deleting what endpoint ${name} was made of:`, error),
    );
    return {
      ...(endpoint.usdPerHour !== undefined && { usdPerHour: endpoint.usdPerHour }),
      pieces: [...(configName === undefined ? [] : [configName]), ...models],
      gone,
    };
  },
});

const piecesOf = ({ name, configName, variants }: EndpointDetail) => ({
  configName: configName !== undefined && isDeploymentOf(configName, name) ? configName : undefined,
  models: variants.flatMap(({ modelName }) =>
    modelName !== undefined && isDeploymentOf(modelName, name) ? [modelName] : [],
  ),
});

/** SageMaker's own waiter gives up after half an hour. */
const patienceMs = 30 * 60_000;

const removePieces = async (
  backend: Backend,
  name: string,
  configName: string | undefined,
  models: readonly string[],
): Promise<void> => {
  const until = Date.now() + patienceMs;
  while (Date.now() < until && (await isDeleting(backend, name))) {
    await delay(paceOf(backend).endMs, undefined, { ref: false });
  }
  if (configName !== undefined) await unlessGone(deleteEndpointConfig(backend, configName));
  for (const model of models) await unlessGone(deleteModel(backend, model));
};

/** @throws Error, where it came out of Deleting without being gone */
const isDeleting = async (backend: Backend, name: string): Promise<boolean> => {
  try {
    const { status } = await describeOnly(backend, name);
    if (!describeEndpointStatus(status).passing) throw new Error(`endpoint ${name} is ${status} again`);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    if (isSpotdeckError(error) && ['throttled', 'unreachable', 'service-fault'].includes(error.code))
      return true;
    throw error;
  }
};

const unlessGone = async (deleted: Promise<void>): Promise<void> => {
  try {
    await deleted;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
};
