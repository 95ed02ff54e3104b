import { describe, expect, it } from 'vitest';
import { readFrameworkImage } from '../container/framework-image';
import { compareVersions, nearestRelease } from './framework-releases';
import { planStandIn, type PythonVersion } from './stand-in-plan';

const deep = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
const algorithms = '683313688378.dkr.ecr.us-east-1.amazonaws.com';
const python = (minor: string): PythonVersion => ({ minor, platform: 'linux', machine: 'x86_64' });

describe('an image', () => {
  it.each([
    [
      `${deep}/tensorflow-training:2.19.0-cpu-py312-ubuntu22.04-sagemaker`,
      'tensorflow',
      '2.19.0',
      'training',
    ],
    [`${deep}/tensorflow-inference:2.19.0-cpu`, 'tensorflow', '2.19.0', 'inference'],
    [
      '727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch-training:2.8.0-cpu-py312',
      'pytorch',
      '2.8.0',
      'training',
    ],
    [`${deep}/mxnet-training:1.9.0-cpu-py38`, 'mxnet', '1.9.0', 'training'],
    [`${algorithms}/sagemaker-xgboost:1.7-1`, 'xgboost', '1.7', 'both'],
    [`${algorithms}/sagemaker-xgboost:0.90-1-cpu-py3`, 'xgboost', '0.90', 'both'],
    [`${algorithms}/sagemaker-scikit-learn:1.2-1-cpu-py3`, 'scikit-learn', '1.2', 'both'],
    [`${deep}/pytorch-inference-graviton:2.4.0-cpu-py311`, 'pytorch', '2.4.0', 'inference'],
    [
      '520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tensorflow-scriptmode:1.12.0-cpu-py3',
      'tensorflow',
      '1.12.0',
      'both',
    ],
  ])('%s is read by repository and tag, whatever the account', (uri, framework, version, use) => {
    expect(readFrameworkImage(uri)).toMatchObject({ framework, version, use });
  });

  it('of Hugging Face is read with what it is built on', () => {
    const uri = `${deep}/huggingface-pytorch-training:2.1.0-transformers4.36.0-gpu-py310-cu121-ubuntu20.04`;
    expect(readFrameworkImage(uri)).toMatchObject({
      framework: 'huggingface',
      version: '2.1.0',
      base: 'pytorch',
      transformersVersion: '4.36.0',
    });
  });

  it.each([
    'image',
    '',
    `${deep}/tensorflow-training`,
    `${deep}/tensorflow-training:latest`,
    `${deep}/my-own-tensorflow:2.19.0`,
    'tensorflow-training:2.19.0',
    `${algorithms}/kmeans:1`,
    `https://${deep}/tensorflow-training:2.19.0`,
  ])('%j is no framework’s', (uri) => {
    expect(readFrameworkImage(uri)).toBeUndefined();
  });
});

describe('the release that stands in', () => {
  it('compares numbers, not text', () => {
    expect(['2.9', '2.10', '1.15.2', '0.90'].sort(compareVersions)).toEqual([
      '0.90',
      '1.15.2',
      '2.9',
      '2.10',
    ]);
  });

  it.each([
    ['tensorflow', '2.19.0', 11, '2.19.0'],
    ['tensorflow', '2.18', 11, '2.18.0'],
    ['tensorflow', '1.15.2', 11, '2.12.1'],
    ['tensorflow', '2.4.1', 10, '2.8.4'],
    ['tensorflow', '9.0.0', 11, '2.21.0'],
    ['tensorflow', '2.19.0', 13, '2.20.0'],
    ['pytorch', '1.7.1', 11, '1.13.1'],
    ['pytorch', '2.8.0', 12, '2.8.0'],
    ['mxnet', '1.6.0', 11, '1.9.1'],
    ['mxnet', '1.9.0', 13, undefined],
    ['xgboost', '1.7', 11, '1.7.6'],
    ['xgboost', '0.90', 11, '0.90'],
    ['xgboost', '1.1', 11, '1.2.1'],
    ['xgboost', '3.0', 12, '3.0.5'],
  ] as const)('of %s %s on Python 3.%i is %s', (framework, wanted, minor, expected) => {
    expect(nearestRelease(framework, wanted, minor)).toBe(expected);
  });
});

describe('a plan', () => {
  const plan = (uri: string, minor = '3.11') => planStandIn(readFrameworkImage(uri)!, python(minor));

  it('says plainly when another version stands in', () => {
    expect(plan(`${deep}/tensorflow-training:2.19.0-cpu`)?.sentence).toBe(
      'TensorFlow 2.19.0 on Python 3.11 stands in for the image tensorflow-training:2.19.0-cpu.',
    );
    expect(plan(`${deep}/tensorflow-training:1.15.2-cpu-py3`)?.sentence).toBe(
      "TensorFlow 2.12.1, the nearest to 1.15.2 that there is for this machine's Python, on Python 3.11 stands in for " +
        'the image tensorflow-training:1.15.2-cpu-py3.',
    );
  });

  it('pins every package and names no index', () => {
    for (const repository of [
      'tensorflow-training:2.19.0',
      'pytorch-training:2.8.0',
      'mxnet-training:1.9.0',
    ]) {
      const { requirements } = plan(`${deep}/${repository}`)!;
      for (const each of requirements) expect(each).toMatch(/^[a-z0-9-]+==[0-9.]+$/);
    }
  });

  it('has what the images have beside their framework, each fit for the NumPy that it was built against', () => {
    const numpyOf = (repository: string, minor?: string) =>
      plan(`${deep}/${repository}`, minor)?.requirements.find((each) => each.startsWith('numpy=='));
    expect(numpyOf('tensorflow-training:1.15.2-cpu-py3')).toBe('numpy==1.23.5');
    expect(numpyOf('tensorflow-training:2.14.1-cpu')).toBe('numpy==1.26.4');
    expect(numpyOf('tensorflow-training:2.19.0-cpu')).toBe('numpy==2.1.3');
    expect(numpyOf('pytorch-training:2.8.0', '3.14')).toBe('numpy==2.3.4');
    expect(numpyOf('mxnet-training:1.9.0')).toBe('numpy==1.23.5');
    for (const repository of ['tensorflow-training:2.19.0', 'pytorch-training:2.8.0', 'mxnet-training:1.9.0'])
      expect(plan(`${deep}/${repository}`)!.requirements.map((each) => each.split('==')[0])).toEqual(
        expect.arrayContaining(['pandas', 'scikit-learn', 'scipy', 'boto3', 'pillow', 'requests', 'pyyaml']),
      );
    const learn = plan(`${algorithms}/sagemaker-scikit-learn:1.2-1-cpu-py3`)!.requirements;
    expect(learn.filter((each) => each.startsWith('scikit-learn=='))).toEqual(['scikit-learn==1.2.2']);
  });

  it.each([
    ['1.13.1', '0.14.1'],
    ['2.0.1', '0.15.2'],
    ['2.4.0', '0.19.0'],
    ['2.8.0', '0.23.0'],
    ['2.13.0+cpu', '0.28.0'],
  ])('pairs PyTorch %s with torchvision %s', (version, torchvision) => {
    const image = readFrameworkImage(`${deep}/pytorch-training:2.8.0`)!;
    const { requirements } = planStandIn(image, python('3.11'), { version, isCpu: true })!;
    expect(requirements).toContain(`torchvision==${torchvision}`);
  });

  it('is one environment for images that need the same, and another for another Python', () => {
    const key = (uri: string, minor?: string) => plan(uri, minor)?.key;
    const training = `${deep}/tensorflow-training:2.19.0-cpu-py312`;
    expect(key(`${deep}/tensorflow-inference:2.19.0-gpu`)).toBe(key(training));
    expect(key(training, '3.12')).not.toBe(key(training));
    expect(key(`${deep}/tensorflow-training:2.18.0`)).not.toBe(key(training));
  });

  it('takes the CPU build where there is one', () => {
    expect(plan(`${deep}/tensorflow-training:2.19.0-gpu-py312`)?.requirements[0]).toBe(
      'tensorflow-cpu==2.19.0',
    );
    expect(plan(`${algorithms}/sagemaker-xgboost:3.0-5`)?.requirements[0]).toBe('xgboost-cpu==3.0.5');
    expect(plan(`${algorithms}/sagemaker-xgboost:1.7-1`)?.requirements[0]).toBe('xgboost==1.7.6');
  });
});
