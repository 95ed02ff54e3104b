import { validationError } from '../../core/aws-error';
import type { EndpointConfigRecord, EndpointVariant, HostingStore } from '../../store/hosting-store';
import { arnOf } from './arn';
import { containersOf } from './model-operations';

/**
 * What an endpoint serves: its config's variants, with their models' containers as both are now.
 * @throws ValidationException for a model that is not there
 */
export const variantsOf = (
  { request }: EndpointConfigRecord,
  models: Pick<HostingStore['models'], 'get'>,
): EndpointVariant[] =>
  request.ProductionVariants.map((variant) => {
    const { ModelName: modelName = '', ContainerStartupHealthCheckTimeoutInSeconds: startupTimeoutSeconds } =
      variant;
    const model = models.get(modelName);
    if (!model) throw validationError(`Could not find model "${arnOf('model', modelName)}".`);
    return {
      name: variant.VariantName,
      modelName,
      instanceCount: variant.InitialInstanceCount ?? (variant.ServerlessConfig ? 0 : 1),
      ...(variant.InstanceType !== undefined && { instanceType: variant.InstanceType }),
      weight: variant.InitialVariantWeight ?? 1,
      containers: containersOf(model.request),
      ...(variant.ServerlessConfig && { serverless: variant.ServerlessConfig }),
      ...(startupTimeoutSeconds !== undefined && { startupTimeoutSeconds }),
    };
  });

export const asyncInferenceOf = ({ request }: EndpointConfigRecord) =>
  request.AsyncInferenceConfig ? { asyncInference: request.AsyncInferenceConfig } : {};
