/** Whatever the launch form takes makes a request that AWS's own service model takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../testing/aws/service-model/check-request';
import { sampleLaunch } from '../../testing/training/launch-sample';
import {
  compressions,
  distributions,
  fileSystemAccesses,
  fileSystemTypes,
  inputModes,
  recordWrappers,
  s3DataTypes,
} from './channel-input';
import { frameworkNames, frameworks } from './training-images';
import { type LaunchInput, launchInputSchema } from './launch-input';
import { preflight } from './preflight';
import { trainingJobRequest } from './launch-request';

/** Text at the edges of what fields take: short, long, with blanks, signs, other scripts and control characters. */
const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ maxLength }),
    fc.string({ unit: 'grapheme', maxLength }),
    fc.string({
      unit: fc.constantFrom(
        'a',
        'Z',
        '0',
        '-',
        '_',
        '.',
        '/',
        ':',
        '=',
        '+',
        '@',
        ' ',
        '\n',
        'é',
        '😀',
        '\t',
      ),
      maxLength,
    }),
    fc.integer({ min: 0, max: maxLength + 2 }).map((length) => 'a'.repeat(length)),
  );
const uri = fc.oneof(
  fc.constantFrom(
    's3://bucket-1',
    's3://bucket-1/',
    's3://bucket-1/a//b.tar.gz',
    's3://bucket-1/ä ö/x.tar.gz',
  ),
  text(1020).map((key) => `s3://bucket-1/${key}`),
);
const seconds = fc.oneof(
  fc.integer({ min: -1, max: 40 * 86_400 }),
  fc.constantFrom(1, 28 * 86_400, 30 * 86_400),
);
const pairs = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(fc.record({ name, value }), { maxLength });

const words = fc.oneof(
  fc.array(text(257), { maxLength: 4 }),
  fc.integer({ min: 99, max: 101 }).map((count) => Array.from({ length: count }, () => 'a')),
);
const ids = (kind: string, maxLength: number) =>
  fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((length) => `${kind}-${'0'.repeat(length)}`),
      text(32).map((rest) => `${kind}-${rest}`),
      fc.nat().map((number) => `${kind}-${number.toString(16)}`),
    ),
    { maxLength },
  );
const key = fc.oneof(
  fc.constantFrom(
    '',
    '0f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    `mrk-${'0a'.repeat(16)}`,
    'arn:aws:kms:us-east-1:111122223333:key/0f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    'alias/training',
    'arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/team/x_1',
    `alias/${'a'.repeat(2050)}`,
  ),
  text(100).map((rest) => `alias/${rest}`),
);

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: text(63),
  source: fc.oneof(
    fc.constant({ kind: 'upload' }),
    fc.constant({ kind: 'image' }),
    uri.map((s3Uri) => ({ kind: 's3', s3Uri })),
  ),
  entryPoint: text(256),
  image: fc.oneof(
    fc
      .constantFrom(...frameworkNames)
      .chain((framework) =>
        fc
          .constantFrom(...Object.keys(frameworks[framework].tags))
          .map((version) => ({ kind: 'framework', framework, version })),
      ),
    text(255).map((address) => ({ kind: 'custom', uri: address })),
  ),
  instanceCount: fc.integer({ min: 0, max: 101 }),
  volumeSizeGb: fc.integer({ min: 0, max: 16_385 }),
  channels: fc.array(
    fc.record(
      {
        ...{ name: text(64), s3Uri: uri, inputMode: fc.constantFrom(...inputModes) },
        contentType: text(257),
        compression: fc.constantFrom(...compressions),
        recordWrapper: fc.constantFrom(...recordWrappers),
        dataType: fc.constantFrom(...s3DataTypes),
        attributeNames: fc.array(text(257), { maxLength: 17 }),
        distribution: fc.constantFrom(...distributions),
        shuffleSeed: fc.oneof(fc.constantFrom('', '-', '-0', '7', '9'.repeat(15), '9'.repeat(16)), text(3)),
      },
      { requiredKeys: ['name', 's3Uri'] },
    ),
    { maxLength: 21 },
  ),
  fileSystems: fc.array(
    fc.record({
      name: text(64),
      type: fc.constantFrom(...fileSystemTypes),
      id: fc.oneof(fc.constantFrom('fs-0123abcd', `fs-${'a'.repeat(18)}`, `fs-${'a'.repeat(19)}`), text(21)),
      path: text(20).map((rest) => `/${rest}`),
      access: fc.constantFrom(...fileSystemAccesses),
    }),
    { maxLength: 21 },
  ),
  subnets: ids('subnet', 17),
  securityGroupIds: ids('sg', 6),
  networkIsolation: fc.boolean(),
  trafficEncryption: fc.boolean(),
  outputKmsKey: key,
  volumeKmsKey: key,
  retryAttempts: fc.oneof(fc.integer({ min: -1, max: 32 }), fc.constantFrom('', ' 3 ', '1.5', 'x')),
  warmPoolSeconds: fc.oneof(fc.integer({ min: -1, max: 21_601 }), fc.constantFrom('', '1h', '7h', 'x')),
  containerEntrypoint: words,
  containerArguments: words,
  hyperparameters: pairs(
    text(256),
    fc.oneof(
      text(2400),
      fc.jsonValue().map((value) => JSON.stringify(value, null, 2)),
      fc.integer({ min: 0, max: 2400 }).map((length) => '"'.repeat(length)),
    ),
    4,
  ),
  environment: pairs(text(512), text(512), 4),
  metricDefinitions: fc.array(
    fc.record({ name: text(255), regex: fc.oneof(text(500), fc.constant('loss: ([0-9.]+)')) }),
    {
      maxLength: 41,
    },
  ),
  spot: fc.boolean(),
  maxRuntimeSeconds: seconds,
  maxWaitSeconds: fc.option(seconds, { nil: undefined }),
  checkpoint: fc.option(
    fc.record({
      s3Uri: uri,
      localPath: fc.option(
        text(4096).map((rest) => `/${rest}`),
        { nil: undefined },
      ),
    }),
    { nil: undefined },
  ),
  outputS3Uri: uri,
  roleArn: fc.oneof(
    text(64).map((name) => `arn:aws:iam::123456789012:role/${name}`),
    text(30).map((name) => `arn:aws-us-gov:iam::123456789012:role${name}`),
  ),
  tags: fc.array(fc.record({ key: text(128), value: text(256) }), { maxLength: 46 }),
};

/** One or two members, drawn at their edges: of drafts that are odd in all of them, none would be taken. */
const change = fc
  .shuffledSubarray(Object.keys(values), { minLength: 1, maxLength: 2 })
  .chain((odd) =>
    fc.record(Object.fromEntries(odd.map((member) => [member, values[member] ?? fc.constant(undefined)]))),
  );
const sentence = /^[A-Z“].*[.!]$/s;

const isRefused = (input: LaunchInput): boolean =>
  preflight(input, { region: 'us-east-1' }).some(({ severity }) => severity === 'error');

describe('a launch that the form takes', () => {
  it('is one that the model of CreateTrainingJob takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(change, (odd) => {
        const parsed = launchInputSchema.safeParse({ ...sampleLaunch(), ...odd });
        for (const { message } of parsed.error?.issues ?? []) {
          expect(message, 'what is refused is said in a sentence of ours').toMatch(sentence);
          expect(message).not.toMatch(/^(Invalid|Too (big|small)|Expected)/);
        }
        if (!parsed.success || isRefused(parsed.data)) return;
        taken += 1;
        const request = trainingJobRequest(parsed.data, {
          region: 'us-east-1',
          sourceS3Uri: 's3://bucket-1/source.tar.gz',
          launchId: '0f9619ff-8b86-4d01-b42d-00cf4fc964ff',
        });
        expect(checkRequest('CreateTrainingJob', request)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(taken).toBeGreaterThan(600);
  });

  it('is checked: the model refuses what AWS would', () => {
    const request = trainingJobRequest(sampleLaunch(), { region: 'us-east-1' });
    expect(checkRequest('CreateTrainingJob', request)).toEqual([]);
    const { RoleArn: _, ...roleless } = request;
    expect(checkRequest('CreateTrainingJob', roleless)).toEqual(['CreateTrainingJob.RoleArn: missing']);
    expect(checkRequest('CreateTrainingJob', { ...request, TrainingJobName: '-x', Colour: 1 })).toEqual([
      'CreateTrainingJob.TrainingJobName: "-x" does not match',
      'CreateTrainingJob.Colour: no such member',
    ]);
    const config = { InstanceType: 'ml.none.such', VolumeSizeInGB: 30, InstanceCount: 1.5 };
    expect(checkRequest('CreateTrainingJob', { ...request, ResourceConfig: config })).toEqual([
      'CreateTrainingJob.ResourceConfig.InstanceType: "ml.none.such" is none of its values',
      'CreateTrainingJob.ResourceConfig.InstanceCount: no whole number',
    ]);
  });
});
