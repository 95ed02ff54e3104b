import { describe, expect, it } from 'vitest';
import { sampleLaunch } from '../../testing/training/launch-sample';
import { checkRequest } from '../../testing/aws/service-model/check-request';
import ours from './service-model/create-training-job.json';
import theirs from '../../testing/aws/service-model/sagemaker.json';
import { furtherProblems, readFurther, withFurther } from './further-settings';
import { launchInputSchema } from './launch-input';
import { trainingJobRequest } from './launch-request';
import { preflight } from './preflight';
import { refusedByModel, trainingInstanceTypes } from './service-model/create-training-job';

const requestWith = (further: object, change: Parameters<typeof sampleLaunch>[0] = {}) =>
  trainingJobRequest(sampleLaunch({ ...change, further: JSON.stringify(further) }), { region: 'us-east-1' });

describe('further settings', () => {
  it.each([
    ['', undefined],
    ['  \n', undefined],
    ['{"RetryStrategy": {"MaximumRetryAttempts": 3}}', undefined],
    ['{\n"a": 1,\n}', /^This is not JSON/],
    ['[1]', /^Give members/],
    ['null', /^Give members/],
    ['"x"', /^Give members/],
    [`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, /nested too deeply/],
    [`${'['.repeat(50_000)}`, /not JSON/],
  ])('%# are read, or refused in a sentence', (text, problem) => {
    const read = readFurther(text);
    if (problem === undefined) expect(read.problem).toBeUndefined();
    else expect(read.problem).toMatch(problem);
    const parsed = launchInputSchema.safeParse({ ...sampleLaunch(), further: text });
    expect(parsed.success).toBe(problem === undefined);
  });

  it('are merged into the request: null leaves out, lists are replaced, channels are told by their names', () => {
    const request = requestWith({
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      AlgorithmSpecification: { TrainingInputMode: 'Pipe' },
      HyperParameters: { sagemaker_container_log_level: null, sagemaker_own: 'x' },
      InputDataConfig: [
        { ChannelName: 'training', ContentType: 'text/csv' },
        {
          ChannelName: 'shared',
          DataSource: {
            FileSystemDataSource: {
              FileSystemId: 'fs-01234567',
              FileSystemType: 'EFS',
              DirectoryPath: '/data',
              FileSystemAccessMode: 'ro',
            },
          },
        },
      ],
    });
    expect(request).toMatchObject({
      VpcConfig: { Subnets: ['subnet-1'] },
      AlgorithmSpecification: { TrainingInputMode: 'Pipe', TrainingImage: expect.any(String) as string },
      HyperParameters: { sagemaker_own: 'x', epochs: '10' },
      InputDataConfig: [
        { ChannelName: 'training', ContentType: 'text/csv', InputMode: 'File' },
        { ChannelName: 'shared' },
      ],
    });
    expect(request.HyperParameters).not.toHaveProperty('sagemaker_container_log_level');
    expect(checkRequest('CreateTrainingJob', request)).toEqual([]);
  });

  it('change no object of the language, whatever they are called', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
    ) as object;
    withFurther({}, hostile as Record<string, unknown>);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(refusedByModel(requestWith(hostile))).toContain('__proto__: no such member');
  });

  it.each<[object, string | undefined]>([
    [
      { EnableManagedSpotTraining: false },
      'error: EnableManagedSpotTraining is a field of this form: say it there.',
    ],
    [
      { ResourceConfig: { InstanceCount: 9 } },
      'error: ResourceConfig.InstanceCount is a field of this form: say it there.',
    ],
    [
      { HyperParameters: { epochs: '1' } },
      'error: HyperParameters.epochs is a field of this form: say it there.',
    ],
    [{ HyperParameters: { sagemaker_own: '1' } }, undefined],
    [
      { HyperParameters: { sagemaker_program: 'x.py' } },
      'error: HyperParameters.sagemaker_program is a field of this form: say it there.',
    ],
    [
      { InputDataConfig: [{ ContentType: 'x' }] },
      'error: Each entry of InputDataConfig needs its ChannelName.',
    ],
    [
      { InputDataConfig: [{ ChannelName: 'training', InputMode: 'Pipe' }] },
      'error: InputDataConfig.*.InputMode is a field of this form: say it there.',
    ],
    [
      { InputDataConfig: [{ ChannelName: 'training', InputMode: 'FastFile' }] },
      'error: InputDataConfig.*.InputMode is a field of this form: say it there.',
    ],
    [
      { InputDataConfig: [{ ChannelName: 'other', DataSource: { S3DataSource: { S3Uri: 's3://b/x' } } }] },
      undefined,
    ],
    [{ RoleArn: null }, 'error: RoleArn cannot be left out.'],
    [
      { ResourceConfig: null },
      'warning: ResourceConfig is left out of the request, whatever this form’s fields say.',
    ],
    [{ RetryStrategy: null }, undefined],
  ])('%j: %s', (further, problem) =>
    expect(
      furtherProblems(further as Record<string, unknown>, { channels: ['training'], hasScript: true }).map(
        ({ severity, text }) => `${severity}: ${text}`,
      ),
    ).toEqual(problem === undefined ? [] : [problem]),
  );

  it('are held against AWS’s model, which is the same that tests have', () => {
    expect(refusedByModel(requestWith({ VpcConfig: { Subnets: [] }, Colour: 1 }))).toEqual([
      'VpcConfig.SecurityGroupIds: missing',
      'VpcConfig.Subnets: 0 elements, of 1 to 16',
      'Colour: no such member',
    ]);
    expect(refusedByModel(requestWith({ RetryStrategy: { MaximumRetryAttempts: 31 } }))).toHaveLength(1);
    const shapes = new Map(Object.entries(theirs.shapes));
    for (const [name, shape] of Object.entries(ours.shapes)) expect(shape, name).toEqual(shapes.get(name));
    expect(trainingInstanceTypes.size).toBeGreaterThan(200);
  });

  it('take the place of an instance type and of an image, which are asked for otherwise', () => {
    const findings = (further: object) =>
      preflight(
        sampleLaunch({
          instanceType: '',
          image: { kind: 'custom', uri: '' },
          further: JSON.stringify(further),
        }),
        { region: 'us-east-1' },
      )
        .filter(({ severity }) => severity === 'error')
        .map(({ field }) => field);
    expect(findings({})).toEqual(['instanceType', 'image.uri']);
    expect(
      findings({ ResourceConfig: { InstanceGroups: [] }, AlgorithmSpecification: { AlgorithmName: 'a' } }),
    ).toEqual([]);
    expect(
      preflight(sampleLaunch({ instanceType: 'ml.q9.huge' }), {
        region: 'us-east-1',
        isUnknownType: true,
      })[0],
    ).toMatchObject({ field: 'instanceType', reason: 'SageMaker trains on no ml.q9.huge.' });
  });
});
