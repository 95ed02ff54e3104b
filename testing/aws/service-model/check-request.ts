/** Checks a request against AWS's own service model: types, members, lengths, ranges, patterns, enums, what is required. */
import { createCheck, type Shape } from '../../../lib/training/service-model/check-shape';
import cloudwatch from './cloudwatch.json' with { type: 'json' };
import logs from './logs.json' with { type: 'json' };
import pricing from './pricing.json' with { type: 'json' };
import sagemaker from './sagemaker.json' with { type: 'json' };
import servicequotas from './service-quotas.json' with { type: 'json' };

interface Model {
  inputs: Record<string, string>;
  shapes: Record<string, Shape>;
}

const models = new Map(
  Object.entries({ cloudwatch, logs, pricing, sagemaker, servicequotas } as Record<string, Model>).map(
    ([service, { inputs, shapes }]) => [
      service,
      { inputs: new Map(Object.entries(inputs)), shapes: new Map(Object.entries(shapes)) },
    ],
  ),
);

/**
 * What AWS would refuse in the request, as `path: reason`; empty where it is valid.
 * @param request as an SDK takes it, or as it is on the wire: a time is a `Date`, or seconds since the epoch
 */
export const checkRequest = (operation: string, request: unknown, service = 'sagemaker'): string[] => {
  const model = models.get(service);
  const shape = model?.inputs.get(operation);
  if (model === undefined || shape === undefined)
    throw new Error(`the model of ${service}'s ${operation} is not among those carried over`);
  return createCheck(model.shapes)(request, shape, operation);
};
