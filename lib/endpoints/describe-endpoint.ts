import 'server-only';
import { warnOnce } from '../errors/log-fault';
import { z } from 'zod';
import { type Backend } from '../aws/backends';
import { describeEndpoint as readEndpoint, describeModel } from '../aws/endpoints';
import { onDemandPrice } from '../aws/prices';
import { isNotFound } from '../errors/spotdeck-error';
import { unlessGone } from '../errors/unless-gone';
import { type HostedModel } from '../training/endpoint';
import {
  type EndpointDetail,
  endpointNameSchema,
  endpointUsdPerHour,
  jobOfArtifact,
} from '../training/hosting';
import { type OnDemandPrice } from '../training/money/price';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointInput } from '../use-cases/name-inputs';

/** An endpoint with its model, the job that trained it, and its price. @throws {SpotdeckError} not-found … */
export const describeEndpoint = defineUseCase({
  name: 'describe-endpoint',
  input: endpointInput,
  access: 'watch',
  changes: false,
  run: ({ backend }, { name }) => readDetail(backend, name),
});

/** Whether no endpoint has the name. */
export const isEndpointNameFree = defineUseCase({
  name: 'is-endpoint-name-free',
  input: z.strictObject({ name: z.string().max(63, 'An endpoint name has 63 characters at most.') }),
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }): Promise<boolean> => {
    // What cannot be a name is told beside its field.
    if (!endpointNameSchema.safeParse(name).success) return true;
    try {
      await readEndpoint(backend, name);
      return false;
    } catch (error) {
      if (isNotFound(error)) return true;
      throw error;
    }
  },
});

export const readDetail = async (backend: Backend, name: string): Promise<EndpointDetail> => {
  const endpoint = await readEndpoint(backend, name);
  const types = new Set(endpoint.variants.flatMap(({ instanceType }) => instanceType ?? []));
  const [model, ...prices] = await Promise.all([
    findModel(backend, endpoint.variants[0]?.modelName),
    ...[...types].map((instanceType) => priceOrUnknown(backend, instanceType)),
  ]);
  const priceOf = (instanceType: string) => prices.find((price) => price?.instanceType === instanceType);
  const usdPerHour = endpointUsdPerHour(endpoint.variants, priceOf);
  const jobName = model?.artifactS3Uri === undefined ? undefined : jobOfArtifact(model.artifactS3Uri);
  const price = prices[0];
  return {
    ...endpoint,
    ...(model && { model }),
    ...(jobName !== undefined && { jobName }),
    ...(price && { price }),
    ...(usdPerHour !== undefined && { usdPerHour }),
  };
};

const findModel = async (backend: Backend, name: string | undefined): Promise<HostedModel | undefined> => {
  // A model may be deleted while its endpoint still runs.
  return name === undefined ? undefined : unlessGone(describeModel(backend, name));
};

/** A price that cannot be looked up is not known; the endpoint is shown all the same, and says so. */
const priceOrUnknown = async (backend: Backend, instanceType: string): Promise<OnDemandPrice | undefined> => {
  try {
    return await onDemandPrice(backend, instanceType, 'Hosting');
  } catch (error) {
    warnOnce(`The price of ${instanceType} for hosting could not be read`, error);
    return undefined;
  }
};
