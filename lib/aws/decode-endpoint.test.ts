import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { decodeEndpoint } from './decode-endpoint';
import { capacityText } from '../training/hosting';
import { answering, sampleText } from '../../testing/aws/samples';

const received = async () =>
  new SageMakerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: answering(await sampleText('describe-endpoint')),
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

  it('says of a serverless variant what it has in place of instances', () => {
    const answer = {
      EndpointName: 'e',
      EndpointArn: 'a',
      EndpointStatus: 'InService',
      CreationTime: new Date(0),
      ProductionVariants: [
        {
          VariantName: 'main',
          CurrentInstanceCount: 0,
          CurrentServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 3 },
        },
      ],
    };
    const { variants } = decodeEndpoint(answer, [{ name: 'main', modelName: 'm' }]);
    expect(variants).toEqual([
      { name: 'main', modelName: 'm', serverless: { memoryMb: 1024, maxConcurrency: 3 } },
    ]);
    expect(capacityText(variants)).toBe('Serverless, 1024 MB, 3 at a time');
  });

  it('still shows a variant whose configuration was deleted', async () => {
    expect(decodeEndpoint(await received(), []).variants).toEqual([
      { name: 'AllTraffic', instanceCount: 2, weight: 1 },
    ]);
  });
});
