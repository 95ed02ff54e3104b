import { expect, it } from 'vitest';
import { jobOfArtifact } from './hosting';
import { codePlace, packedArtifact, trainedArtifact } from './serving-code';

const account = '763104351884.dkr.ecr.eu-west-1.amazonaws.com';
const model = 'def model_fn(model_dir):\n  pass\n';

it.each([
  ['pytorch-training:2.8.0-cpu-py312', 'packed'],
  ['pytorch-training:1.2.0-cpu-py3', 'packed'],
  ['sagemaker-pytorch-training:1.1.0-cpu-py3', 'fetched'],
  ['mxnet-training:1.9.0-cpu-py38', 'packed'],
  ['mxnet-training:1.3.0-cpu-py3', 'fetched'],
  ['sagemaker-xgboost:1.7-1', 'fetched'],
  ['sagemaker-scikit-learn:1.2-1-cpu-py3', 'fetched'],
  ['of-my-own:1', undefined],
])('a model of %s has its code %s', (image, how) => {
  const place = codePlace(`${account}/${image}`, false);
  expect(place?.how).toBe(how);
  if (place) expect(place.serves('train.py', model)).toBe(true);
  if (how) expect(codePlace(`${account}/${image}`, true)?.how).toBe('packed');
});

it.each([
  ['tensorflow-training:2.19.0-cpu-py312', 'def input_handler(data, context):\n  pass'],
  [
    'huggingface-pytorch-training:2.1.0-transformers4.36.0-cpu-py310',
    'async def predict_fn(data, model): pass',
  ],
])('%s is served by an inference.py, and not by the script that trained', (image, text) => {
  const place = codePlace(`${account}/${image}`, false);
  expect(place?.how).toBe('packed');
  expect(place?.serves('inference.py', text)).toBe(true);
  expect(place?.serves('train.py', text)).toBe(false);
  expect(place?.serves('inference.py', '  def predict_fn(x): pass # within a class')).toBe(false);
});

it('a model with its code lies beside the one that was trained, and leads back to it', () => {
  for (const trained of ['s3://b/out/job-1/output/model.tar.gz', 's3://b/job-1/output/model.tar.gz']) {
    const packed = packedArtifact(trained, 'abcdef0123456789abcdef');
    expect(packed).toBe(trained.replace('output', 'with-code/abcdef0123456789'));
    expect(trainedArtifact(packed)).toBe(trained);
    expect(trainedArtifact(trained)).toBe(trained);
    expect(jobOfArtifact(trainedArtifact(packed))).toBe('job-1');
  }
});
