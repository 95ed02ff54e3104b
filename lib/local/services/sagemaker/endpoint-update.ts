import type { z } from 'zod';
import { validationError } from '../../core/aws-error';
import type {
  EndpointConfigRecord,
  EndpointRecord,
  EndpointVariant,
  PendingDeployment,
} from '../../store/hosting-store';
import { asyncInferenceOf } from './endpoint-variants';
import type { updateEndpointInput } from './hosting-input';
import { retainProperties } from './variant-properties';

/**
 * An update begins only where no other is under way, and nothing can be made of a failed endpoint.
 * @throws ValidationException otherwise
 */
export const checkInService = ({ status, arn }: Pick<EndpointRecord, 'status' | 'arn'>): void => {
  if (status === 'InService') return;
  throw validationError(
    status === 'Failed'
      ? `Cannot update endpoint "${arn}": it has failed. Delete it and create it anew.`
      : `Cannot update in-progress endpoint "${arn}".`,
  );
};

export interface WantedDeployment {
  config: EndpointConfigRecord;
  /** Of the config. */
  variants: readonly EndpointVariant[];
  deployment: string;
  /** Milliseconds since the epoch. */
  startTime: number;
}

/** What an update is about to put in place, with what the request keeps of what is there. */
export const pendingUpdate = (
  present: Pick<EndpointRecord, 'variants' | 'deploymentConfig'>,
  request: z.output<typeof updateEndpointInput>,
  { config, variants, deployment, startTime }: WantedDeployment,
): PendingDeployment => {
  const excluded = (request.ExcludeRetainedVariantProperties ?? []).map((one) => one.VariantPropertyType);
  const deploymentConfig = request.RetainDeploymentConfig
    ? present.deploymentConfig
    : request.DeploymentConfig;
  return {
    configName: config.name,
    variants: request.RetainAllVariantProperties
      ? retainProperties(variants, present.variants, excluded)
      : [...variants],
    deployment,
    startTime,
    ...(deploymentConfig && { deploymentConfig }),
    ...asyncInferenceOf(config),
  };
};
