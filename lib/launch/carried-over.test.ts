/** A job begun from another one: its request is the other's, but for what is named. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeTrainingJob } from '../aws/decode-training-job';
import { differencesFrom, requestMembers, requestOfDraft, withAllOf } from '../training/carried-over';
import { draftFromJob, type LaunchDraft } from '../training/launch-draft';

interface Shape {
  type: string;
  members?: Record<string, string>;
  member?: string;
  key?: string;
  value?: string;
  required?: string[];
  enum?: string[];
  min?: number;
  max?: number;
}
const { inputs, shapes } = JSON.parse(
  readFileSync(new URL('../../testing/aws/service-model/sagemaker.json', import.meta.url), 'utf8'),
) as { inputs: Record<string, string>; shapes: Record<string, Shape> };
const requestShape = inputs.CreateTrainingJob ?? 'CreateTrainingJobRequest';

/** Values of a shape of the model: whatever members it has by then. */
const valuesOf = (name: string): fc.Arbitrary<unknown> => {
  const shape = shapes[name];
  switch (shape?.type) {
    case 'structure':
      return fc.record(
        Object.fromEntries(Object.entries(shape.members ?? {}).map(([key, of]) => [key, valuesOf(of)])),
        { requiredKeys: shape.required ?? [] },
      );
    case 'list':
      return name === 'InputDataConfig'
        ? fc.uniqueArray(valuesOf(shape.member ?? ''), {
            minLength: 1,
            maxLength: 2,
            selector: (channel) => (channel as { ChannelName?: string }).ChannelName,
          })
        : fc.array(valuesOf(shape.member ?? ''), { minLength: 1, maxLength: 2 });
    case 'map':
      return fc.dictionary(
        fc.constantFrom('epochs', 'lr', 'sagemaker_program', 'sagemaker_own'),
        valuesOf(shape.value ?? ''),
        { minKeys: 1 },
      );
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'long':
      return fc.integer({ min: shape.min ?? 1, max: (shape.min ?? 1) + 9 });
    default:
      return shape?.enum
        ? fc.constantFrom(...shape.enum)
        : fc.constantFrom('a', 's3://bucket-1/x/', '"quoted"', '7');
  }
};

const {
  TrainingJobName: _name,
  Tags: _tags,
  SessionChainingConfig: _session,
  ...members
} = shapes[requestShape]?.members ?? {};
const describedJobs = fc
  .record(Object.fromEntries(Object.entries(members).map(([key, shape]) => [key, valuesOf(shape)])), {
    requiredKeys: [],
  })
  .map((request) => ({
    TrainingJobName: 'source-1',
    TrainingJobArn: 'arn:aws:sagemaker:us-east-1:111122223333:training-job/source-1',
    TrainingJobStatus: 'Completed',
    SecondaryStatus: 'Completed',
    CreationTime: new Date(0),
    ...request,
  }));

const clone = (described: Record<string, unknown>): LaunchDraft =>
  withAllOf(
    described,
    draftFromJob(
      decodeTrainingJob(described as Parameters<typeof decodeTrainingJob>[0]),
      'clone',
      'clone-1',
      { bucket: 'bucket-1', roleArn: '' },
    ),
    'us-east-1',
  );
const named = (described: Record<string, unknown>) =>
  differencesFrom(described, clone(described), 'us-east-1').map(({ member }) => member);

const plain = {
  TrainingJobName: 'source-1',
  TrainingJobArn: 'arn:aws:sagemaker:us-east-1:111122223333:training-job/source-1',
  TrainingJobStatus: 'Completed',
  SecondaryStatus: 'Completed',
  CreationTime: new Date(0),
  RoleArn: 'arn:aws:iam::111122223333:role/train',
  AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
  HyperParameters: { epochs: '3', optimizer: 'adam' },
  InputDataConfig: [
    {
      ChannelName: 'training',
      CompressionType: 'None',
      RecordWrapperType: 'None',
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: 's3://bucket-1/data/',
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://bucket-1/', KmsKeyId: '' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
  EnableManagedSpotTraining: true,
  EnableNetworkIsolation: false,
};

describe('a clone', () => {
  it('of a job that the form has a field for in all is the same, and nothing is named', () => {
    expect(named(plain)).toEqual([]);
    expect(clone(plain).further).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ['VpcConfig', { VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] } }],
    ['OutputDataConfig.KmsKeyId', { OutputDataConfig: { S3OutputPath: 's3://bucket-1/', KmsKeyId: 'key' } }],
    ['EnableNetworkIsolation', { EnableNetworkIsolation: true }],
    ['EnableInterContainerTrafficEncryption', { EnableInterContainerTrafficEncryption: true }],
    ['RetryStrategy', { RetryStrategy: { MaximumRetryAttempts: 3 } }],
    [
      'ResourceConfig.KeepAlivePeriodInSeconds',
      { ResourceConfig: { ...plain.ResourceConfig, KeepAlivePeriodInSeconds: 600 } },
    ],
    ['ResourceConfig.VolumeKmsKeyId', { ResourceConfig: { ...plain.ResourceConfig, VolumeKmsKeyId: 'key' } }],
    [
      'InputDataConfig.0.ContentType',
      { InputDataConfig: [{ ...plain.InputDataConfig[0], ContentType: 'text/csv' }] },
    ],
    [
      'InputDataConfig.0.InputMode',
      { InputDataConfig: [{ ...plain.InputDataConfig[0], InputMode: 'Pipe' }] },
    ],
    [
      'InputDataConfig.0.DataSource.FileSystemDataSource',
      {
        InputDataConfig: [
          { ChannelName: 'training', DataSource: { FileSystemDataSource: { FileSystemId: 'fs-1' } } },
        ],
      },
    ],
    [
      'AlgorithmSpecification.ContainerEntrypoint',
      { AlgorithmSpecification: { ...plain.AlgorithmSpecification, ContainerEntrypoint: ['python'] } },
    ],
    ['HyperParameters.sagemaker_own', { HyperParameters: { ...plain.HyperParameters, sagemaker_own: 'x' } }],
    [
      'InputDataConfig.0.DataSource.S3DataSource.S3DataType',
      {
        InputDataConfig: [
          {
            ChannelName: 'training',
            ShuffleConfig: { Seed: 7 },
            DataSource: {
              S3DataSource: {
                S3DataType: 'ManifestFile',
                S3Uri: 's3://bucket-1/m.json',
                S3DataDistributionType: 'ShardedByS3Key',
              },
            },
          },
        ],
      },
    ],
    [
      'ResourceConfig.InstanceGroups',
      {
        ResourceConfig: {
          VolumeSizeInGB: 30,
          InstanceGroups: [
            { InstanceGroupName: 'a', InstanceType: 'ml.g5.xlarge', InstanceCount: 2 },
            { InstanceGroupName: 'b', InstanceType: 'ml.m5.large', InstanceCount: 1 },
          ],
        },
      },
    ],
    [
      'AlgorithmSpecification.AlgorithmName',
      {
        AlgorithmSpecification: {
          AlgorithmName: 'arn:aws:sagemaker:us-east-1:111122223333:algorithm/a',
          TrainingInputMode: 'Pipe',
        },
      },
    ],
  ])('carries %s as it is, in its field or as a further setting', (member, change) => {
    const described = { ...plain, ...change };
    expect(named(described)).toEqual([]);
    expect(leavesOf(requestOfDraft(clone(described), 'us-east-1'))).toEqual(
      expect.objectContaining(
        new Map([...leavesOf(change)].filter(([path]) => path.startsWith(`${member}`))),
      ),
    );
    expect(JSON.stringify(requestOfDraft(clone(described), 'us-east-1'))).toContain(
      member.split('.').findLast((part) => !/^\d+$/.test(part)),
    );
  });

  it('on demand is without spot, its wait and its checkpoints, and carries what else there is', () => {
    const described = {
      ...plain,
      RetryStrategy: { MaximumRetryAttempts: 3 },
      RemoteDebugConfig: { EnableRemoteDebug: true },
    };
    const job = decodeTrainingJob(described as Parameters<typeof decodeTrainingJob>[0]);
    const begun = draftFromJob(job, 'on-demand', 'baseline-1', { bucket: 'bucket-1', roleArn: '' });
    const draft = withAllOf(described, begun, 'us-east-1');
    expect(draft.retryAttempts).toBe('3');
    expect(JSON.parse(draft.further ?? '')).toEqual({ RemoteDebugConfig: { EnableRemoteDebug: true } });
    expect(differencesFrom(described, draft, 'us-east-1').map(({ member }) => member)).toEqual([
      'EnableManagedSpotTraining',
      'StoppingCondition.MaxWaitTimeInSeconds',
    ]);
  });

  it('has time series of metrics as the source has them, unasked or not', () => {
    const member = 'AlgorithmSpecification.EnableSageMakerMetricsTimeSeries';
    const kept = (isKept: boolean, own: Record<string, unknown>) =>
      named({
        ...plain,
        AlgorithmSpecification: {
          ...plain.AlgorithmSpecification,
          EnableSageMakerMetricsTimeSeries: isKept,
          ...own,
        },
      });
    const definitions = { MetricDefinitions: [{ Name: 'loss', Regex: 'loss: (.*)' }] };
    const image = {
      TrainingImage: '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-cpu-py312',
    };
    expect(kept(true, definitions)).toEqual([]);
    expect(kept(true, image)).toEqual([]);
    expect(kept(false, {})).toEqual([]);
    expect(kept(false, definitions), member).toEqual([]);
    expect(kept(true, {}), member).toEqual([]);
  });

  it('has each member of the source, or names it, whatever the source is', () => {
    fc.assert(
      fc.property(describedJobs, (described) => {
        const draft = clone(described);
        const found = differencesFrom(described, draft, 'us-east-1').map(({ member }) => member);
        const source = Object.fromEntries(
          Object.entries(described).filter(([member]) => requestMembers.includes(member)),
        );
        const before = leavesOf(source);
        const after = leavesOf(inOrderOf(source, requestOfDraft(draft, 'us-east-1')));
        const unnamed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (path) => before.get(path) !== after.get(path) && !isCovered(path, found, before.get(path)),
        );
        expect(unnamed).toEqual([]);
        const left = differencesFrom(described, draft, 'us-east-1').filter(
          ({ after }) => after === undefined,
        );
        // What no job of SageMaker’s has: a count of instances without their type, a wait on demand.
        expect(
          left.filter(({ member }) => !/^(ResourceConfig\.Instance|StoppingCondition\.MaxWait)/.test(member)),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is held against every member that CreateTrainingJob has by the model, but tags and one that Describe keeps to itself', () => {
    expect([...requestMembers].sort()).toEqual(
      Object.keys(shapes[requestShape]?.members ?? {})
        .filter((member) => member !== 'Tags' && member !== 'SessionChainingConfig')
        .sort(),
    );
  });
});

interface Channels {
  InputDataConfig?: { ChannelName?: string }[];
}
/** Channels have no order. */
const inOrderOf = (source: Channels, { InputDataConfig: own = [], ...request }: Channels): object => {
  const names = (source.InputDataConfig ?? []).map(({ ChannelName }) => ChannelName);
  const inOrder = own.toSorted((a, b) => names.indexOf(a.ChannelName) - names.indexOf(b.ChannelName));
  return { ...request, ...(inOrder.length > 0 && { InputDataConfig: inOrder }) };
};

/** Every leaf by its path, as JSON. */
const leavesOf = (value: unknown, path = ''): Map<string, string> => {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, each]) => [...leavesOf(each, path === '' ? key : `${path}.${key}`)]),
  );
};

/** Named, or a part of what is named; or said by SageMaker where nothing was asked. */
const isCovered = (path: string, found: readonly string[], before: string | undefined): boolean =>
  found.some((member) => path === member || path.startsWith(`${member}.`)) ||
  /^(TrainingJobName|HyperParameters\.sagemaker_job_name|Tags\..*)$/.test(path) ||
  (path === 'AlgorithmSpecification.EnableSageMakerMetricsTimeSeries' && before === 'true') ||
  (/^InputDataConfig\.\d+\.InputMode$/.test(path) && before === undefined) ||
  ['false', '""', '"None"', '"GZIP"', '"FullyReplicated"', '"/opt/ml/checkpoints"'].includes(
    before ?? 'false',
  );
