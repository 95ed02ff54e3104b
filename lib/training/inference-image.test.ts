import { describe, expect, it } from 'vitest';
import { inferenceImage } from './inference-image';

const of = (tag: string) => `763104351884.dkr.ecr.us-east-1.amazonaws.com/${tag}`;

describe('the image that serves a model', () => {
  it.each([
    ['tensorflow-training:2.19.0-gpu-py312', 'tensorflow-inference:2.19.0-cpu'],
    ['tensorflow-training:2.16.2-cpu-py310', 'tensorflow-inference:2.16.1-cpu'],
    ['tensorflow-training:2.4.1-gpu-py37-cu110-ubuntu18.04', 'tensorflow-inference:2.4.1-cpu'],
    ['tensorflow-training:1.15.2-gpu-py3', 'tensorflow-inference:1.15.2-cpu'],
    ['pytorch-training:1.7.1-gpu-py36', 'pytorch-inference:1.7.1-cpu-py3'],
    ['pytorch-training:1.13.1-gpu-py39', 'pytorch-inference:1.13.1-cpu-py39'],
    ['pytorch-training:2.0.1-gpu-py310', 'pytorch-inference:2.0.1-cpu-py310'],
    ['pytorch-training:2.6.0-gpu-py312', 'pytorch-inference:2.6.0-cpu-py312'],
    ['pytorch-training:2.8.0-gpu-py312', 'pytorch-inference:2.8.0-cpu-py312'],
    ['mxnet-training:1.9.0-cpu-py38', 'mxnet-inference:1.9.0-cpu-py38'],
    ['tensorflow-training:2.99.0-gpu-py399', 'tensorflow-inference:2.99.0-cpu-py399'],
    [
      'huggingface-pytorch-training:2.1.0-transformers4.36.0-gpu-py310-cu121-ubuntu20.04',
      'huggingface-pytorch-inference:2.1.0-transformers4.36.0-cpu-py310-cu121-ubuntu20.04',
    ],
    ['sagemaker-xgboost:1.7-1', 'sagemaker-xgboost:1.7-1'],
    ['my-training-thing:1-gpu-x', 'my-training-thing:1-gpu-x'],
  ])('of %s is %s', (training, serving) => {
    expect(inferenceImage(of(training), 'ml.m5.large')).toBe(of(serving));
  });

  it('has GPUs where the instance has', () => {
    expect(inferenceImage(of('tensorflow-training:2.19.0-cpu-py312'), 'ml.g5.xlarge')).toBe(
      of('tensorflow-inference:2.19.0-gpu'),
    );
    expect(inferenceImage(of('pytorch-training:2.6.0-cpu-py312'), 'ml.g5.xlarge')).toBe(
      of('pytorch-inference:2.6.0-gpu-py312'),
    );
  });
});
