import { z } from 'zod';
import { kept, refused, refusedValues } from '../../core/input/member-use';
import { list, oneOf, weight, whole } from '../../core/input/constraint';
import { alwaysWarm, concurrency } from '../../core/requests/create-endpoint-config';
import { listInput, modelName, modifiedInput, resourceName, tags } from '../../core/requests/shared-shapes';

/** Input of the hosting operations, as SageMaker's API model constrains it; what makes a model or a config is in core. */
/** How an update takes place: all at once, which is SageMaker's default, or not at all. */
const deploymentConfig = z.strictObject({
  BlueGreenUpdatePolicy: z
    .strictObject({
      TrafficRoutingConfiguration: z.strictObject({
        Type: refusedValues(
          oneOf(['ALL_AT_ONCE', 'CANARY', 'LINEAR']),
          (type) => type !== 'ALL_AT_ONCE',
          'traffic is shifted ALL_AT_ONCE',
        ),
        WaitIntervalInSeconds: kept(
          whole({ min: 0, max: 3600 }),
          'there is no step of the shift to wait between',
        ),
        CanarySize: refused('traffic is shifted ALL_AT_ONCE'),
        LinearStepSize: refused('traffic is shifted ALL_AT_ONCE'),
      }),
      TerminationWaitInSeconds: kept(
        whole({ min: 0, max: 3600 }).optional(),
        'the old program ends as soon as its last answer is given',
      ),
      MaximumExecutionTimeoutInSeconds: kept(
        whole({ min: 600, max: 28800 }).optional(),
        'an update ends with the start-up timeout of its variants',
      ),
    })
    .optional(),
  RollingUpdatePolicy: refused('a variant has one process, which is replaced at once'),
  AutoRollbackConfiguration: refused(
    'there are no alarms. An update rolls back where its variants do not start',
  ),
});

export const createEndpointInput = z.strictObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  DeploymentConfig: deploymentConfig.optional(),
  Tags: tags.optional(),
});

export const updateEndpointInput = z.strictObject({
  EndpointName: resourceName,
  EndpointConfigName: resourceName,
  RetainAllVariantProperties: z.boolean().optional(),
  ExcludeRetainedVariantProperties: list(
    z.strictObject({
      VariantPropertyType: refusedValues(
        oneOf(['DesiredInstanceCount', 'DesiredWeight', 'DataCaptureConfig']),
        (type) => type === 'DataCaptureConfig',
        'requests and answers are not captured',
      ),
    }),
    { max: 3 },
  ).optional(),
  DeploymentConfig: deploymentConfig.optional(),
  RetainDeploymentConfig: z.boolean().optional(),
});

export const updateWeightsInput = z.strictObject({
  EndpointName: resourceName,
  DesiredWeightsAndCapacities: list(
    z.strictObject({
      VariantName: resourceName,
      DesiredWeight: weight.optional(),
      DesiredInstanceCount: whole({ min: 0 }).optional(),
      ServerlessUpdateConfig: z
        .strictObject({ MaxConcurrency: concurrency.optional(), ProvisionedConcurrency: alwaysWarm })
        .optional(),
    }),
    { min: 1 },
  ),
});

export const modelNameInput = z.strictObject({ ModelName: modelName });
export const endpointConfigNameInput = z.strictObject({ EndpointConfigName: resourceName });
export const endpointNameInput = z.strictObject({ EndpointName: resourceName });

export const listByNameInput = z.strictObject({
  ...listInput,
  SortBy: oneOf(['Name', 'CreationTime']).optional(),
});

export const listEndpointsInput = z.strictObject({
  ...listInput,
  ...modifiedInput,
  SortBy: oneOf(['Name', 'CreationTime', 'Status']).optional(),
  StatusEquals: oneOf([
    'OutOfService',
    'Creating',
    'Updating',
    'SystemUpdating',
    'RollingBack',
    'InService',
    'Deleting',
    'Failed',
    'UpdateRollbackFailed',
  ]).optional(),
});
export type ListEndpointsInput = z.infer<typeof listEndpointsInput>;
