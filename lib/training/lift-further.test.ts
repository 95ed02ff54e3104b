import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../testing/aws/service-model/check-request';
import { sampleDraft } from '../../testing/training/launch-sample';
import { requestOfDraft } from './carried-over';
import { launchDraftSchema } from './launch-draft-schema';
import { launchInputSchema } from './launch-input';
import { withLifted } from './lift-further';
import { preflight } from './preflight';

const key = '0f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const lifted = (further: object) => withLifted(sampleDraft({ further: JSON.stringify(further) }));

/** Members as they may come, with values that fields can say and others that they cannot. */
const one = <Value>(...values: Value[]) => fc.constantFrom(...values);
const some = <Shape>(members: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> }) =>
  fc.record(members, { requiredKeys: [] });
const channel = some({
  ContentType: one('text/csv', '', 'a\nb', null),
  CompressionType: one('None', 'Gzip', 'Zip'),
  RecordWrapperType: one('None', 'RecordIO'),
  InputMode: one('File', 'FastFile', 'Pipe', 'Other', null),
  ShuffleConfig: one({ Seed: 7 }, { Seed: -3 }, { Seed: 2 ** 53 }, { Seed: 1, Other: 2 }, {}),
  DataSource: some({
    S3DataSource: some({
      S3DataType: one('S3Prefix', 'ManifestFile', 'AugmentedManifestFile', 'Converse', 'New'),
      S3DataDistributionType: one('FullyReplicated', 'ShardedByS3Key'),
      AttributeNames: one<unknown>(['source-ref', 'class'], [], [''], 'x'),
      InstanceGroupNames: one(['a']),
    }),
  }),
});
const fileSystem = (access: string) => ({
  FileSystemDataSource: {
    ...{ FileSystemType: 'EFS', FileSystemId: 'fs-0123abcd' },
    ...{ DirectoryPath: '/data', FileSystemAccessMode: access },
  },
});
const furthers = some({
  VpcConfig: one<unknown>(
    { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1', 'sg-2'] },
    { Subnets: ['subnet-1'] },
    { Subnets: ['elsewhere'], SecurityGroupIds: ['sg-1'] },
    { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'], New: 1 },
    null,
  ),
  EnableNetworkIsolation: one<unknown>(true, false, 'yes', null),
  EnableInterContainerTrafficEncryption: one(true, false),
  OutputDataConfig: some({ KmsKeyId: one(key, 'alias/a', 'not a key', ''), CompressionType: one('NONE') }),
  ResourceConfig: some({
    VolumeKmsKeyId: one(key, 'alias/a'),
    KeepAlivePeriodInSeconds: one<unknown>(600, 0, 30_000, '600', null),
    TrainingPlanArn: one('arn:aws:sagemaker:us-east-1:111122223333:training-plan/p'),
  }),
  RetryStrategy: one<unknown>(
    { MaximumRetryAttempts: 3 },
    { MaximumRetryAttempts: 31 },
    { New: 1 },
    {},
    null,
  ),
  AlgorithmSpecification: some({
    ContainerEntrypoint: one<unknown>(['python', 'a b.py'], [], ['a\nb'], 'python'),
    ContainerArguments: one(['--x', '']),
    TrainingInputMode: one('Pipe'),
  }),
  InputDataConfig: fc.oneof(
    channel.map((members): unknown[] => [{ ChannelName: 'training', ...members }]),
    channel.map((members): unknown[] => [
      { ChannelName: 'shared', InputMode: 'File', DataSource: fileSystem('ro') },
      { ChannelName: 'training', ...members },
    ]),
    one<unknown[]>(
      [],
      [{ ChannelName: 'shared', DataSource: fileSystem('ro') }],
      [{ ChannelName: 'shared', InputMode: 'File', DataSource: fileSystem('rx') }],
      [{ ChannelName: 'shared', InputMode: 'File', ContentType: 'x', DataSource: fileSystem('rw') }],
      [{ ContentType: 'x' }, 7],
    ),
  ),
  MlflowConfig: one({ MlflowResourceArn: 'x' }),
});

describe('what is carried as JSON and has a field', () => {
  it('moves into the field, and the request stays the same, whatever there is', () => {
    let [moved, stayed] = [0, 0];
    fc.assert(
      fc.property(furthers, (further) => {
        const before = sampleDraft({ further: JSON.stringify(further) });
        const after = withLifted(before);
        expect(inOrder(requestOfDraft(after, 'us-east-1'))).toEqual(
          inOrder(requestOfDraft(before, 'us-east-1')),
        );
        expect(withLifted(after)).toEqual(after);
        if (after !== before) moved += 1;
        if (after.further !== undefined) stayed += 1;
      }),
      { numRuns: 500 },
    );
    expect(moved).toBeGreaterThan(200);
    expect(stayed).toBeGreaterThan(100);
  });

  it('leaves the JSON empty where fields say all of it', () => {
    const draft = lifted({
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      OutputDataConfig: { KmsKeyId: 'alias/training' },
      ResourceConfig: { VolumeKmsKeyId: key },
      RetryStrategy: { MaximumRetryAttempts: 3 },
      InputDataConfig: [
        {
          ChannelName: 'training',
          InputMode: 'Pipe',
          ContentType: 'application/x-recordio',
          DataSource: { S3DataSource: { S3DataType: 'ManifestFile' } },
        },
        { ChannelName: 'shared', InputMode: 'File', DataSource: fileSystem('ro') },
      ],
    });
    expect(draft).toMatchObject({
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      outputKmsKey: 'alias/training',
      volumeKmsKey: key,
      retryAttempts: '3',
      channels: [{ inputMode: 'Pipe', contentType: 'application/x-recordio', dataType: 'ManifestFile' }],
      fileSystems: [{ name: 'shared', type: 'EFS', id: 'fs-0123abcd', path: '/data', access: 'ro' }],
    });
    expect(draft.further).toBeUndefined();
    const parsed = launchInputSchema.parse(draft);
    expect(preflight(parsed, { region: 'us-east-1' }).filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
    expect(checkRequest('CreateTrainingJob', requestOfDraft(draft, 'us-east-1'))).toEqual([]);
  });

  it('does so in drafts that an earlier form kept, and leaves what cannot be read as it is', () => {
    const kept = sampleDraft({ further: '{"RetryStrategy": {"MaximumRetryAttempts": 3}, "Colour": 1}' });
    expect(launchDraftSchema.parse(kept)).toMatchObject({
      retryAttempts: '3',
      further: JSON.stringify({ Colour: 1 }, null, 2),
    });
    const broken = sampleDraft({ further: '{"RetryStrategy":' });
    expect(launchDraftSchema.parse(broken)).toEqual(broken);
  });

  it('is said in one place only: what a field says and the JSON says too is refused there', () => {
    const input = launchInputSchema.parse({
      ...sampleDraft({ retryAttempts: '2', subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }),
      further: JSON.stringify({
        RetryStrategy: { MaximumRetryAttempts: 3 },
        VpcConfig: { Subnets: ['subnet-2'] },
        EnableNetworkIsolation: true,
      }),
    });
    const errors = preflight(input, { region: 'us-east-1' }).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ reason }) => reason)).toEqual([
      'RetryStrategy.MaximumRetryAttempts is a field of this form: say it there.',
      'VpcConfig.Subnets is a field of this form: say it there.',
    ]);
  });
});

/** Channels have names and no order. */
const inOrder = ({ InputDataConfig: channels = [], ...request }: ReturnType<typeof requestOfDraft>) => ({
  ...request,
  InputDataConfig: channels.toSorted((a, b) => (String(a.ChannelName) < String(b.ChannelName) ? -1 : 1)),
});
