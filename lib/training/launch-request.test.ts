import { describe, expect, it } from 'vitest';
import { launchIdTag, trainingJobRequest } from './launch-request';
import { sampleLaunch } from '../../testing/training/launch-sample';
import { awsCliCommand, pythonSdkCode } from './launch-snippets';

const context = { region: 'us-east-1', sourceS3Uri: 's3://bucket-1/mnist-1/source/sourcedir.tar.gz' };

describe('trainingJobRequest', () => {
  it('encodes hyperparameters as script mode does: JSON in strings', () => {
    const request = trainingJobRequest(
      sampleLaunch({
        hyperparameters: [
          { name: 'epochs', value: '10' },
          { name: 'optimizer', value: 'adam' },
          { name: 'augment', value: 'true' },
          { name: 'layers', value: '[1, 2]' },
          { name: 'big', value: '12345678901234567890' },
        ],
      }),
      context,
    );
    expect(request.HyperParameters).toMatchObject({
      epochs: '10',
      optimizer: '"adam"',
      augment: 'true',
      layers: '[1,2]',
      big: '12345678901234567890',
      sagemaker_program: '"train.py"',
      sagemaker_submit_directory: '"s3://bucket-1/mnist-1/source/sourcedir.tar.gz"',
      sagemaker_region: '"us-east-1"',
    });
  });

  it('sends an image’s own algorithm plain hyperparameters and no script', () => {
    const request = trainingJobRequest(sampleLaunch({ source: { kind: 'image' }, entryPoint: '' }), {
      region: 'us-east-1',
    });
    expect(request.HyperParameters).toEqual({ epochs: '10', optimizer: 'adam' });
  });

  it('leaves out what was not asked for', () => {
    const request = trainingJobRequest(
      sampleLaunch({
        spot: false,
        maxWaitSeconds: undefined,
        checkpoint: undefined,
        tags: [],
        metricDefinitions: [],
      }),
      context,
    );
    expect(request.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 3600 });
    expect(request).not.toHaveProperty('CheckpointConfig');
    expect(request).not.toHaveProperty('Tags');
    expect(request.AlgorithmSpecification).not.toHaveProperty('MetricDefinitions');
  });

  it('marks the launch with its id, beside the reader’s own tags', () => {
    const request = trainingJobRequest(sampleLaunch(), { ...context, launchId: 'abc' });
    expect(request.Tags).toEqual([
      { Key: 'team', Value: 'vision' },
      { Key: launchIdTag, Value: 'abc' },
    ]);
  });
});

describe('the snippets to copy', () => {
  it('quote for the shell what would end a quotation', () => {
    const request = trainingJobRequest(
      sampleLaunch({ hyperparameters: [{ name: 'note', value: "it's $(rm -rf /)" }] }),
      context,
    );
    const command = awsCliCommand(request, { region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9010' });
    expect(command).toContain(`it'\\''s $(rm -rf /)`);
    expect(command).toContain("--endpoint-url 'http://127.0.0.1:9010'");
  });

  it('write Python literals, not JSON', () => {
    const code = pythonSdkCode(sampleLaunch(), { region: 'eu-west-1', sourceDir: './src' });
    expect(code).toContain('use_spot_instances=True');
    expect(code).toContain('hyperparameters={"epochs": 10, "optimizer": "adam"}');
    expect(code).toContain('source_dir="./src"');
    expect(code).toContain('max_wait=7200');
    expect(code).not.toContain('undefined');
  });
});
