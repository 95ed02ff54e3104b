import { describe, expect, it } from 'vitest';
import { frameworkNames, frameworks, trainingImageUri } from './training-images';

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
    expect(trainingImageUri({ ...xgboost, region: 'sa-east-1' })).toBeUndefined();
    expect(trainingImageUri({ ...xgboost, version: '9.9', region: 'us-east-1' })).toBeUndefined();
  });

  it('has an image in us-east-1 for every version on offer', () => {
    for (const framework of frameworkNames) {
      for (const version of Object.keys(frameworks[framework].tags)) {
        const uri = trainingImageUri({
          framework,
          version,
          region: 'us-east-1',
          instanceType: 'ml.m5.large',
        });
        expect(uri, `${framework} ${version}`).toMatch(
          /^\d{12}\.dkr\.ecr\.us-east-1\.amazonaws\.com\/[a-z-]+:\S+$/,
        );
      }
    }
  });
});
