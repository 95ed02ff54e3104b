import { expect, it } from 'vitest';
import { type TrainingJob } from '@/lib/training/training-job';
import { describeJson } from './describe-json';

const job: TrainingJob = {
  name: 'mnist-1',
  arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/mnist-1',
  status: 'InProgress',
  secondaryStatus: 'Training',
  createdAt: Date.UTC(2026, 10, 23, 12),
  transitions: [{ status: 'Starting', startedAt: Date.UTC(2026, 10, 23, 12), message: 'Starting the job' }],
  spot: true,
  maxRuntimeSeconds: 3600,
  hyperparameters: { epochs: '5' },
  environment: {},
  channels: [{ name: 'training', s3Uri: 's3://bucket/data', dataType: 'S3Prefix' }],
  checkpoint: { s3Uri: 's3://bucket/checkpoints' },
  metricDefinitions: [{ name: 'loss', regex: 'loss: (.*)' }],
  finalMetrics: [],
};

it("speaks in SageMaker's member names", () => {
  expect(describeJson(job)).toMatchObject({
    TrainingJobName: 'mnist-1',
    CreationTime: '2026-11-23T12:00:00.000Z',
    AlgorithmSpecification: { MetricDefinitions: [{ Name: 'loss', Regex: 'loss: (.*)' }] },
    InputDataConfig: [
      {
        ChannelName: 'training',
        DataSource: { S3DataSource: { S3Uri: 's3://bucket/data', S3DataType: 'S3Prefix' } },
      },
    ],
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    CheckpointConfig: { S3Uri: 's3://bucket/checkpoints' },
    SecondaryStatusTransitions: [
      { Status: 'Starting', StartTime: '2026-11-23T12:00:00.000Z', StatusMessage: 'Starting the job' },
    ],
  });
});

it('leaves out what SageMaker has not given, rather than giving it a value', () => {
  const described = describeJson(job);
  for (const member of [
    'BillableTimeInSeconds',
    'TrainingStartTime',
    'FailureReason',
    'Tags',
    'ModelArtifacts',
  ]) {
    expect(described).not.toHaveProperty(member);
  }
  expect(described.StoppingCondition).not.toHaveProperty('MaxWaitTimeInSeconds');
  expect(JSON.stringify(described)).not.toContain('null');
});
