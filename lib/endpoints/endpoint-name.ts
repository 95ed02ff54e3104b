import { SpotdeckError } from '../errors/spotdeck-error';
import { endpointNameSchema } from '../training/hosting';

/** @throws {SpotdeckError} not-found: what cannot be a name cannot be an endpoint. */
export const parseEndpointName = (name: string): string => {
  if (endpointNameSchema.safeParse(name).success) return name;
  throw new SpotdeckError(
    'not-found',
    `There is no endpoint "${name.slice(0, 80)}": that cannot be an endpoint's name.`,
  );
};
