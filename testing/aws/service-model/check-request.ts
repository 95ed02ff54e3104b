/** Checks a request against AWS's own service model: types, members, lengths, ranges, patterns, enums, what is required. */
import { createCheck } from '../../../lib/training/service-model/check-shape';
import cloudwatch from './cloudwatch.json' with { type: 'json' };
import ec2 from './ec2.json' with { type: 'json' };
import iam from './iam.json' with { type: 'json' };
import kms from './kms.json' with { type: 'json' };
import logs from './logs.json' with { type: 'json' };
import pricing from './pricing.json' with { type: 'json' };
import { readRequest, type WireModel, type WireRequest } from './read-request';
import s3 from './s3.json' with { type: 'json' };
import runtime from './sagemaker-runtime.json' with { type: 'json' };
import sagemaker from './sagemaker.json' with { type: 'json' };
import servicequotas from './service-quotas.json' with { type: 'json' };
import sqs from './sqs.json' with { type: 'json' };
import sts from './sts.json' with { type: 'json' };

const carriedOver: Record<string, WireModel> = {
  ...{ cloudwatch, ec2, iam, kms, logs, pricing, runtime },
  ...{ s3, sagemaker, servicequotas, sqs, sts },
};
const models = new Map(
  Object.entries(carriedOver).map(([service, model]) => [
    service,
    {
      ...model,
      operations: new Map(Object.entries(model.inputs)),
      check: createCheck(new Map(Object.entries(model.shapes))),
    },
  ]),
);

/** Whether the model of an operation is among those carried over. */
export const isModelled = (service: string, operation: string): boolean =>
  models.get(service)?.operations.has(operation) === true;

const modelOf = (service: string, operation: string) => {
  const model = models.get(service);
  const input = model?.operations.get(operation);
  if (model === undefined || input === undefined)
    throw new Error(`the model of ${service}'s ${operation} is not among those carried over`);
  return { model, input };
};

/**
 * What AWS would refuse in the request, as `path: reason`; empty where it is valid.
 * @param request as an SDK takes it, or as JSON has it on the wire: a time is a `Date`, or seconds since the epoch
 */
export const checkRequest = (operation: string, request: unknown, service = 'sagemaker'): string[] => {
  const { model, input } = modelOf(service, operation);
  return model.check(request, input, operation);
};

/** The same of a request as it is on the wire, by whichever protocol; what the model has no place for is refused too. */
export const checkWireRequest = (service: string, operation: string, request: WireRequest): string[] => {
  const { model, input } = modelOf(service, operation);
  const { value, strange } = readRequest(model, operation, request);
  return [
    ...strange.map((name) => `${operation}: no member is called ${name} on the wire`),
    ...model.check(value, input, operation),
  ];
};
