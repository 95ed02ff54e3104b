import { describe, expect, it } from 'vitest';
import { awsRegions } from './aws-regions';
import {
  findTrainingImage,
  frameworkNames,
  frameworkOfImage,
  frameworks,
  trainingImageUri,
} from './training-images';

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
          new RegExp(
            `^\\d{12}\\.dkr\\.ecr\\.${choice.region}\\.amazonaws\\.com(?:\\.cn)?/[a-z0-9-]+:[\\w.-]+$`,
          ),
        );
    }
    const nowhere = (title: string, regions: string) =>
      regions.split(' ').map((region) => `AWS has no ${title} image in ${region}.`);
    expect([...missing].sort()).toEqual(
      [
        ...'5.3.0 4.56.2 4.55.0 4.49.0 4.48.0 4.46.1 4.36.0 4.28.1 4.26.0'
          .split(' ')
          .flatMap((version) =>
            'ap-south-2 ap-southeast-4 eu-central-2 eu-south-2'
              .split(' ')
              .map((region) => `AWS has no image of Hugging Face ${version} in ${region}.`),
          ),
        ...nowhere(
          'LDA',
          'af-south-1 ap-east-1 ap-northeast-3 ap-south-2 ap-southeast-3 ap-southeast-4 ca-west-1 eu-central-2 eu-north-1 ' +
            'eu-south-1 eu-south-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1',
        ),
      ].sort(),
    );
  });

  it('has of each framework all versions that AWS lists, newest first, each with the tag that the SDK gives it', () => {
    const counts = Object.fromEntries(
      (['tensorflow', 'pytorch', 'huggingface', 'mxnet', 'xgboost', 'scikit-learn'] as const).map((name) => [
        name,
        [Object.keys(frameworks[name].tags)[0], Object.keys(frameworks[name].tags).length],
      ]),
    );
    expect(counts).toEqual({
      tensorflow: ['2.21.0', 40],
      pytorch: ['2.10.0', 28],
      huggingface: ['5.3.0', 19],
      mxnet: ['1.9.0', 4],
      xgboost: ['3.2-0', 10],
      'scikit-learn': ['1.9-0', 7],
    });
    const gpu = { region: 'us-east-1', instanceType: 'ml.g5.xlarge' };
    const tagOf = (framework: 'pytorch' | 'tensorflow' | 'huggingface' | 'xgboost', version: string) =>
      trainingImageUri({ framework, version, ...gpu })
        ?.split(':')
        .at(-1);
    expect(tagOf('pytorch', '2.10.0')).toBe('2.10.0-gpu-py313');
    expect(tagOf('tensorflow', '1.15.5')).toBe('1.15.5-gpu-py3');
    expect(tagOf('huggingface', '4.10.2-pytorch1.8.1')).toBe(
      '1.8.1-transformers4.10.2-gpu-py36-cu110-ubuntu18.04',
    );
    expect(tagOf('xgboost', '0.90-2')).toBe('0.90-2-cpu-py3');
    const isolated = { framework: 'pytorch', region: 'us-iso-east-1', instanceType: 'ml.g5.xlarge' } as const;
    expect(findTrainingImage({ ...isolated, version: '2.8.0' })).toEqual({
      missing: 'AWS has no image of PyTorch 2.8.0 in us-iso-east-1.',
    });
    expect(findTrainingImage({ ...isolated, version: '2.10.0' })).toHaveProperty('uri');
  });

  it('knows the algorithms by name, each in the accounts of its kind', () => {
    const image = (
      framework: 'kmeans' | 'image-classification' | 'forecasting-deepar' | 'lda',
      region: string,
    ) => trainingImageUri({ framework, version: '1', region, instanceType: 'ml.p3.2xlarge' });
    expect(image('kmeans', 'us-east-1')).toBe('382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1');
    expect(image('image-classification', 'us-west-2')).toBe(
      '433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1',
    );
    expect(image('forecasting-deepar', 'eu-west-1')).toBe(
      '224300973850.dkr.ecr.eu-west-1.amazonaws.com/forecasting-deepar:1',
    );
    expect(image('lda', 'us-gov-west-1')).toBe('226302683700.dkr.ecr.us-gov-west-1.amazonaws.com/lda:1');
    expect(image('kmeans', 'cn-north-1')).toBe('390948362332.dkr.ecr.cn-north-1.amazonaws.com.cn/kmeans:1');
    expect(frameworkOfImage('382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1')).toBe('kmeans');
    expect(frameworkOfImage('111122223333.dkr.ecr.us-east-1.amazonaws.com/kmeans:1')).toBeUndefined();
  });

  it.each(['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1'])(
    'has the images of %s in accounts of its partition',
    (region) => {
      for (const choice of everyChoice([region])) {
        const found = findTrainingImage(choice);
        const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
        if ('uri' in found) expect(found.uri).toContain(`.dkr.ecr.${region}.${domain}/`);
        else expect(choice.framework).toBe('lda');
      }
    },
  );

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
