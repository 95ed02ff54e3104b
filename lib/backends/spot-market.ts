import 'server-only';
import { getBackend } from '../aws/backends';
import * as control from '../aws/capabilities';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type SpotMarket } from '../training/spot-market';

/** The simulated spot market. @throws {SpotdeckError} unsupported on AWS, whose market nobody sets. */
export const readSpotMarket = (backendSlug: string): Promise<SpotMarket> =>
  control.readSpotMarket(getBackend(backendSlug));

/** Members that are not given keep their value. */
export const setSpotMarket = (backendSlug: string, market: Partial<SpotMarket>): Promise<SpotMarket> => {
  const parsed = control.spotMarketSchema.partial().safeParse(market);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SpotdeckError(
      'invalid-input',
      issue?.message ?? 'The input is not valid.',
      issue?.path.join('.'),
    );
  }
  return control.writeSpotMarket(getBackend(backendSlug), market);
};
