import { describe, expect, it } from 'vitest';
import { awsRegions } from './aws-regions';
import { findTrainingImage, frameworkNames, frameworks, trainingImageUri } from './training-images';

describe('trainingImageUri', () => {
  it('takes the gpu image for a GPU family and the cpu image for others', () => {
    const choice = { framework: 'tensorflow', version: '2.19.0', region: 'us-east-1' } as const;
    expect(trainingImageUri({ ...choice, instanceType: 'ml.g4dn.xlarge' })).toBe(
      '763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.19.0-gpu-py312',
    );
    expect(trainingImageUri({ ...choice, instanceType: 'ml.m5.large' })).toContain(':2.19.0-cpu-py312');
  });

  it('knows that AWS runs its China registries in another domain', () => {
    expect(
      trainingImageUri({
        framework: 'pytorch',
        version: '2.8.0',
        region: 'cn-north-1',
        instanceType: 'ml.p3.2xlarge',
      }),
    ).toBe('727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch-training:2.8.0-gpu-py312');
  });

  it('invents no image for a Region or version it does not know', () => {
    const xgboost = { framework: 'xgboost', version: '1.7-1', instanceType: 'ml.m5.large' } as const;
    expect(trainingImageUri({ ...xgboost, region: 'us-east-1' })).toBe(
      '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1',
    );
    expect(trainingImageUri({ ...xgboost, region: 'mars-north-1' })).toBeUndefined();
    expect(trainingImageUri({ ...xgboost, version: '9.9', region: 'us-east-1' })).toBeUndefined();
  });

  const everyChoice = (regions: readonly string[]) =>
    frameworkNames.flatMap((framework) =>
      Object.keys(frameworks[framework].tags).flatMap((version) =>
        regions.map((region) => ({ framework, version, region, instanceType: 'ml.g5.xlarge' })),
      ),
    );

  it('has an image of every framework and version in every Region on offer, or says that it is missing there', () => {
    const missing = new Set<string>();
    for (const choice of everyChoice(awsRegions.map(({ region }) => region))) {
      const found = findTrainingImage(choice);
      if ('missing' in found) missing.add(found.missing);
      else
        expect(found.uri).toMatch(
          new RegExp(`^\\d{12}\\.dkr\\.ecr\\.${choice.region}\\.amazonaws\\.com/[a-z-]+:[\\w.-]+$`),
        );
    }
    expect([...missing].sort()).toEqual(
      ['ap-south-2', 'ap-southeast-4', 'eu-central-2', 'eu-south-2'].map(
        (region) => `AWS has no Hugging Face image in ${region}.`,
      ),
    );
  });

  it('names what an image lacks', () => {
    const choice = { framework: 'huggingface', version: '4.56.2', region: 'us-east-1' } as const;
    expect(findTrainingImage({ ...choice, instanceType: 'ml.g5.xlarge' })).toEqual({
      uri: '763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-training:2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04',
    });
    expect(findTrainingImage({ ...choice, instanceType: 'ml.m5.large' })).toEqual({
      missing: 'AWS’s Hugging Face images train on GPUs alone, and ml.m5.large has none.',
    });
  });
});
