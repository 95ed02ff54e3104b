import { DescribeTrainingJobCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { decodeTrainingJob } from './decode-training-job';
import { answering, sampleText } from '../../testing/aws/samples';

/** What the SDK makes of a recorded reply. */
const received = async (body: string) =>
  new SageMakerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: answering(body),
  }).send(new DescribeTrainingJobCommand({ TrainingJobName: 'any' }));

const identified = {
  TrainingJobName: 'a',
  TrainingJobArn: 'arn',
  TrainingJobStatus: 'Failed',
  SecondaryStatus: 'Failed',
  CreationTime: new Date(0),
};

describe('decodeTrainingJob', () => {
  it('reads a spot job that was interrupted once, with times in ms and durations in seconds', async () => {
    const job = decodeTrainingJob(await received(await sampleText('describe-interrupted-once')));
    expect(job).toMatchObject({
      name: 'Cifar10-spot-2021-06-02',
      arn: expect.stringContaining('cifar10-spot') as string,
      status: 'Completed',
      createdAt: 1_622_583_655_276,
      trainingStartedAt: 1_622_583_735_104,
      trainingEndedAt: 1_622_584_401_414,
      spot: true,
      maxRuntimeSeconds: 600,
      maxWaitSeconds: 1200,
      trainingSeconds: 666,
      billableSeconds: 199,
      instanceType: 'ml.p3.2xlarge',
      instanceCount: 1,
      channels: [
        { name: 'train', s3Uri: 's3://sagemaker-us-east-1-123456789012/cifar10/train', dataType: 'S3Prefix' },
      ],
      checkpoint: {
        s3Uri: 's3://sagemaker-us-east-1-123456789012/checkpoints/cifar10',
        localPath: '/opt/ml/checkpoints',
      },
      metricDefinitions: [{ name: 'validation:accuracy', regex: 'val_accuracy: ([0-9.eE+-]+)' }],
      finalMetrics: [{ name: 'validation:accuracy', at: 1_622_584_380_000 }],
    });
    expect(job.hyperparameters.sagemaker_program).toBe('"cifar10_keras_main.py"');
    expect(job.transitions.map(({ status }) => status)).toEqual([
      ...['Starting', 'Downloading', 'Training', 'Interrupted'],
      ...['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'],
    ]);
    expect(job.transitions[3]).toEqual({
      status: 'Interrupted',
      startedAt: 1_622_583_961_250,
      endedAt: 1_622_583_990_000,
    });
    expect(job.transitions[4]).not.toHaveProperty('message');
  });

  it('reads instance groups: what they come to, and each as it was given', async () => {
    const sample = JSON.parse(await sampleText('describe-interrupted-once')) as {
      ResourceConfig: Record<string, unknown>;
    };
    sample.ResourceConfig = {
      VolumeSizeInGB: 30,
      InstanceGroups: [
        { InstanceGroupName: 'trainers', InstanceType: 'ml.p3.2xlarge', InstanceCount: 2 },
        { InstanceGroupName: 'feeders', InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
      ],
    };
    const job = decodeTrainingJob(await received(JSON.stringify(sample)));
    expect(job).toMatchObject({
      instanceType: 'ml.c5.xlarge + 2 × ml.p3.2xlarge',
      instanceCount: 3,
      instanceGroups: [
        { name: 'trainers', instanceType: 'ml.p3.2xlarge', instanceCount: 2 },
        { name: 'feeders', instanceType: 'ml.c5.xlarge', instanceCount: 1 },
      ],
    });
  });

  it.each([
    ['a type', { InstanceGroups: [{ InstanceGroupName: 'a', InstanceCount: 2 }] }],
    ['a number', { InstanceGroups: [{ InstanceGroupName: 'a', InstanceType: 'ml.c5.xlarge' }] }],
    [
      'a type in one group of two',
      {
        InstanceGroups: [
          { InstanceGroupName: 'a', InstanceType: 'ml.c5.xlarge', InstanceCount: 1 },
          { InstanceGroupName: 'b', InstanceCount: 2 },
        ],
      },
    ],
  ])('knows neither type nor number of instances where groups lack %s', (_, ResourceConfig) => {
    const job = decodeTrainingJob({ ...identified, ResourceConfig });
    expect([job.instanceType, job.instanceCount]).toEqual([undefined, undefined]);
  });

  it('counts groups rather than what stands beside them', () => {
    const groups = [{ InstanceGroupName: 'a', InstanceType: 'ml.c5.xlarge', InstanceCount: 2 }];
    const config = { InstanceType: '', InstanceCount: 0, InstanceGroups: groups };
    expect(decodeTrainingJob({ ...identified, ResourceConfig: config })).toMatchObject({
      instanceType: 'ml.c5.xlarge',
      instanceCount: 2,
    });
  });

  it('tells what launched a job and that one is serverless, and nothing of either where it is not said', () => {
    const arn = (kind: string) => `arn:aws:sagemaker:us-east-1:123456789012:${kind}/one`;
    const serverless = {
      ...{ JobType: 'FineTuning', CustomizationTechnique: 'SFT', BaseModelArn: arn('hub-content') },
    };
    const launched = {
      ...{ TuningJobArn: arn('hyper-parameter-tuning-job'), LabelingJobArn: arn('labeling-job') },
      ...{ AutoMLJobArn: arn('automl-job'), ServerlessJobConfig: serverless },
    };
    expect(decodeTrainingJob({ ...identified, ...launched })).toMatchObject({
      tuningJobArn: launched.TuningJobArn,
      labelingJobArn: launched.LabelingJobArn,
      autoMlJobArn: launched.AutoMLJobArn,
      serverless: { jobType: 'FineTuning', technique: 'SFT', baseModelArn: serverless.BaseModelArn },
    });
    // As Search tells of one.
    expect(decodeTrainingJob(identified).serverless).toEqual({});
    const usual = decodeTrainingJob({
      ...identified,
      ResourceConfig: { InstanceType: 'ml.c5.xlarge' },
      ...{ TuningJobArn: '', LabelingJobArn: undefined },
    });
    for (const absent of ['tuningJobArn', 'labelingJobArn', 'autoMlJobArn', 'serverless'])
      expect(usual).not.toHaveProperty(absent);
  });

  it('leaves absent what SageMaker has not given, and keeps a status nobody knows', async () => {
    const job = decodeTrainingJob(await received(await sampleText('describe-starting')));
    expect(job.secondaryStatus).toBe('PendingApprovalOfTheMoon');
    expect(job.spot).toBe(false);
    expect(job.hyperparameters).toEqual({});
    for (const absent of [
      ...['trainingSeconds', 'billableSeconds', 'trainingStartedAt', 'trainingEndedAt', 'maxWaitSeconds'],
      ...['checkpoint', 'modelArtifactS3Uri', 'trainingImage', 'failureReason', 'tags'],
    ]) {
      expect(job).not.toHaveProperty(absent);
    }
    expect(job.transitions[0]).toMatchObject({
      message: expect.stringContaining('Insufficient capacity') as string,
    });
    expect(job.transitions[0]).not.toHaveProperty('endedAt');
  });

  it('is the same after a trip through JSON, as a page gets it', async () => {
    const job = decodeTrainingJob(await received(await sampleText('describe-interrupted-once')));
    expect(JSON.parse(JSON.stringify(job))).toEqual(job);
  });

  it('reads the tags that Search gives', () => {
    const job = decodeTrainingJob({
      ...identified,
      Tags: [{ Key: 'Project', Value: 'digits' }, { Key: 'Empty' }],
    });
    expect(job.tags).toEqual({ Project: 'digits', Empty: '' });
  });

  it('refuses what does not even identify a job', () => {
    expect(() => decodeTrainingJob({ TrainingJobName: 'a' })).toThrow(/shape Spotdeck cannot read/);
  });
});
