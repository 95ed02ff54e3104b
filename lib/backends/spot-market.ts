import 'server-only';
import * as control from '../aws/capabilities';
import { type SpotMarket } from '../training/spot-market';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

/** The simulated spot market. @throws {SpotdeckError} unsupported on AWS, whose market nobody sets. */
export const readSpotMarket = defineUseCase({
  name: 'read-spot-market',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }): Promise<SpotMarket> => control.readSpotMarket(backend),
});

/** Members that are not given keep their value. @throws as `readSpotMarket` */
export const setSpotMarket = defineUseCase({
  name: 'set-spot-market',
  input: control.spotMarketSchema.partial().strict(),
  access: 'operate',
  changes: true,
  subject: (market) => ({ ...market }),
  run: ({ backend }, market): Promise<SpotMarket> => control.writeSpotMarket(backend, market),
});
