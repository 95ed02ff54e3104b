import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { decodeEndpoint } from './decode-endpoint';
import { answering, sampleText } from '../../testing/aws/samples';

const received = async () =>
  new SageMakerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: answering(await sampleText('describe-endpoint')) as never,
  }).send(new DescribeEndpointCommand({ EndpointName: 'any' }));

describe('decodeEndpoint', () => {
  it('joins what runs with what was configured', async () => {
    const configured = [
      { name: 'AllTraffic', modelName: 'mnist', instanceType: 'ml.m5.xlarge', instanceCount: 1, weight: 1 },
    ];
    expect(decodeEndpoint(await received(), configured)).toEqual({
      name: 'mnist-endpoint',
      arn: 'arn:aws:sagemaker:us-east-1:123456789012:endpoint/mnist-endpoint',
      status: 'InService',
      createdAt: 1_790_000_000_250,
      lastModifiedAt: 1_790_000_180_500,
      configName: 'mnist-endpoint-config',
      variants: [
        { name: 'AllTraffic', modelName: 'mnist', instanceType: 'ml.m5.xlarge', instanceCount: 2, weight: 1 },
      ],
    });
  });

  it('still shows a variant whose configuration was deleted', async () => {
    expect(decodeEndpoint(await received(), []).variants).toEqual([
      { name: 'AllTraffic', instanceCount: 2, weight: 1 },
    ]);
  });
});
