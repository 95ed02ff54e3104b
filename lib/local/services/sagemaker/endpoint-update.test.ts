import { expect, it } from 'vitest';
import type { EndpointConfigRecord, EndpointStatus } from '../../store/hosting-store';
import { checkInService, pendingUpdate } from './endpoint-update';
import { variantsOf } from './endpoint-variants';

const config: EndpointConfigRecord = {
  name: 'c2',
  arn: 'arn:c2',
  tags: {},
  creationTime: 0,
  request: {
    EndpointConfigName: 'c2',
    ProductionVariants: [
      { VariantName: 'a', ModelName: 'm', InstanceType: 'ml.m5.large' },
      { VariantName: 's', ModelName: 'm', ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 2 } },
    ],
  },
};
const models = {
  get: (name: string) =>
    name === 'm'
      ? { name, arn: 'arn:m', tags: {}, creationTime: 0, request: { ModelName: 'm', Containers: [] } }
      : undefined,
};
const request = { EndpointName: 'e', EndpointConfigName: 'c2' };

it('a variant has one instance and its whole weight where its config says nothing; a serverless one has none', () => {
  expect(variantsOf(config, models)).toEqual([
    { name: 'a', modelName: 'm', instanceCount: 1, instanceType: 'ml.m5.large', weight: 1, containers: [] },
    {
      name: 's',
      modelName: 'm',
      instanceCount: 0,
      weight: 1,
      containers: [],
      serverless: { MemorySizeInMB: 1024, MaxConcurrency: 2 },
    },
  ]);
  expect(() => variantsOf(config, { get: () => undefined })).toThrow(/Could not find model ".*model\/m"/);
});

it('an update keeps of what is there what its request says, and nothing else', () => {
  const variants = variantsOf(config, models);
  const present = {
    variants: [{ ...variants[0]!, instanceCount: 3, weight: 0.5 }],
    deploymentConfig: { kept: true },
  };
  const wanted = { config, variants, deployment: 'd', startTime: 7 };
  expect(pendingUpdate(present, request, wanted)).toEqual({
    configName: 'c2',
    variants,
    deployment: 'd',
    startTime: 7,
  });
  const keeping = { ...request, RetainAllVariantProperties: true, RetainDeploymentConfig: true };
  expect(pendingUpdate(present, keeping, wanted)).toMatchObject({
    variants: [
      { instanceCount: 3, weight: 0.5 },
      { instanceCount: 0, weight: 1 },
    ],
    deploymentConfig: { kept: true },
  });
});

it('an update begins where the endpoint serves, and says why it does not', () => {
  const check = (status: EndpointStatus) => () => checkInService({ status, arn: 'arn:e' });
  expect(check('InService')).not.toThrow();
  expect(check('Failed')).toThrow('it has failed. Delete it and create it anew.');
  for (const status of ['Creating', 'Updating', 'Deleting'] as const) {
    expect(check(status)).toThrow('Cannot update in-progress endpoint "arn:e".');
  }
});
