import {
  AddTagsCommand,
  type CreateTrainingJobCommandInput,
  CreateTrainingJobCommand,
  DeleteTagsCommand,
  DeleteTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  StopTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bucket,
  createIdleEngine,
  openSageMaker,
  type SageMakerHarness,
  spotRequest,
} from '../../../../testing/local/sagemaker-harness';

const { engine, asked } = createIdleEngine();
let sagemaker: SageMakerHarness;

beforeAll(async () => {
  sagemaker = await openSageMaker({ engine });
  await sagemaker.objects.put(bucket, 'data/train.npy', Buffer.from('x'));
});
afterAll(() => sagemaker.remove());

const create = (name: string, change: Partial<CreateTrainingJobCommandInput> = {}) =>
  sagemaker.client.send(new CreateTrainingJobCommand({ ...spotRequest(name), ...change }));
const describeJob = (TrainingJobName: string) =>
  sagemaker.client.send(new DescribeTrainingJobCommand({ TrainingJobName }));
const refusal = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  return error && `${error.name}: ${error.message}`;
};
const end = (name: string) =>
  sagemaker.jobs.update(name, (job) => {
    Object.assign(job, { status: 'Completed', secondaryStatus: 'Completed' });
  });

describe('CreateTrainingJob', () => {
  test('starts the job, and Describe gives the request back with what SageMaker fills in', async () => {
    const { TrainingJobArn } = await create('Mnist-Spot', {
      HyperParameters: { epochs: '5' },
      CheckpointConfig: { S3Uri: `s3://${bucket}/checkpoints` },
      InputDataConfig: [
        {
          ChannelName: 'training',
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/data` } },
        },
      ],
      Tags: [{ Key: 'Project', Value: 'digits' }],
      DebugHookConfig: { S3OutputPath: `s3://${bucket}/debug` },
    });
    expect(TrainingJobArn).toBe('arn:aws:sagemaker:us-east-1:000000000000:training-job/mnist-spot');
    expect(asked).toContain('start Mnist-Spot');
    const job = await describeJob('Mnist-Spot');
    expect(job).toMatchObject({
      TrainingJobName: 'Mnist-Spot',
      TrainingJobArn,
      TrainingJobStatus: 'InProgress',
      SecondaryStatus: 'Starting',
      HyperParameters: { epochs: '5' },
      EnableManagedSpotTraining: true,
      EnableNetworkIsolation: false,
      CheckpointConfig: { S3Uri: `s3://${bucket}/checkpoints`, LocalPath: '/opt/ml/checkpoints/' },
      InputDataConfig: [{ ChannelName: 'training', CompressionType: 'None', RecordWrapperType: 'None' }],
      OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP' },
      DebugHookConfig: { S3OutputPath: `s3://${bucket}/debug` },
      SecondaryStatusTransitions: [{ Status: 'Starting', StatusMessage: 'Starting the training job' }],
    });
    expect(job.CreationTime).toBeInstanceOf(Date);
    expect(job.SecondaryStatusTransitions?.[0]?.StartTime).toEqual(job.CreationTime);
    for (const unknown of [
      'Tags',
      'BillableTimeInSeconds',
      'TrainingTimeInSeconds',
      'ModelArtifacts',
      'TrainingEndTime',
    ]) {
      expect(job).not.toHaveProperty(unknown);
    }
  });

  test('refuses a name that is taken with ResourceInUse, until the job is deleted', async () => {
    await create('taken');
    expect(await refusal(create('taken'))).toBe(
      'ResourceInUse: Training job names must be unique within an AWS account and region, and a training job with ' +
        'this name already exists (arn:aws:sagemaker:us-east-1:000000000000:training-job/taken)',
    );
    end('taken');
    await sagemaker.client.send(new DeleteTrainingJobCommand({ TrainingJobName: 'taken' }));
    await create('taken');
  });

  test('makes one job of two requests sent at the same time', async () => {
    const answers = await Promise.allSettled([create('double-click'), create('double-click')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(asked.filter((one) => one === 'start double-click')).toHaveLength(1);
  });

  const image = (repository: string) => ({
    AlgorithmSpecification: {
      TrainingImage: `382416733822.dkr.ecr.us-east-1.amazonaws.com/${repository}:1`,
      TrainingInputMode: 'File' as const,
    },
  });
  const channel = (S3Uri: string, ChannelName = 'training') => ({
    ChannelName,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } },
  });

  test.each<[string, Partial<CreateTrainingJobCommandInput>, string]>([
    [
      'MaxWait without spot',
      { EnableManagedSpotTraining: false },
      'Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to true',
    ],
    [
      'spot without MaxWait',
      { StoppingCondition: { MaxRuntimeInSeconds: 60 } },
      'Invalid MaxWaitTimeInSeconds.',
    ],
    [
      'MaxWait below MaxRuntime',
      { StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 59 } },
      'Invalid MaxWaitTimeInSeconds.',
    ],
    [
      'MaxWait below the default MaxRuntime',
      { StoppingCondition: { MaxWaitTimeInSeconds: 86_399 } },
      'Invalid MaxWaitTimeInSeconds.',
    ],
    ['a long wait of a built-in without checkpoints', image('kmeans'), 'Invalid MaxWaitTimeInSeconds.'],
    [
      'an instance type that SageMaker does not know',
      // @ts-expect-error: nor does the SDK know it
      { ResourceConfig: { InstanceType: 'ml.t2.medium', InstanceCount: 1 } },
      "1 validation error detected: Value 'ml.t2.medium' at 'resourceConfig.instanceType' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [ml.',
    ],
    [
      'a bad name',
      { TrainingJobName: 'under_score' },
      "1 validation error detected: Value 'under_score' at 'trainingJobName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}',
    ],
    [
      'several faults at once, counted and named',
      { RoleArn: 'short', Tags: [{ Key: '', Value: 'x' }] },
      "2 validation errors detected: Value 'short' at 'roleArn' failed to satisfy constraint: Member must have length " +
        "greater than or equal to 20; Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have " +
        'length greater than or equal to 1',
    ],
    [
      'a missing member',
      { AlgorithmSpecification: undefined },
      "1 validation error detected: Value null at 'algorithmSpecification' failed to satisfy constraint: " +
        'Member must not be null',
    ],
    [
      'a hyperparameter that is too long',
      { HyperParameters: { long: 'x'.repeat(2501) } },
      'Map value must satisfy constraint: [Member must have length less than or equal to 2500]',
    ],
    [
      'an empty input prefix',
      { InputDataConfig: [channel(`s3://${bucket}/nothing`)] },
      'No S3 objects found under S3 URL',
    ],
    [
      'a missing input bucket',
      { InputDataConfig: [channel('s3://no-such-bucket/data')] },
      'No S3 objects found under S3 URL',
    ],
    [
      'a missing output bucket',
      { OutputDataConfig: { S3OutputPath: 's3://no-such-bucket/out' } },
      'OutputDataConfig S3 bucket',
    ],
    [
      'two channels of one name',
      { InputDataConfig: [channel(`s3://${bucket}/data`), channel(`s3://${bucket}/data`)] },
      'Duplicate channel name',
    ],
    [
      'a metric expression that cannot be compiled without backtracking',
      {
        AlgorithmSpecification: {
          TrainingImage: 'image',
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'loss', Regex: '(?=loss)(.*)' }],
        },
      },
      'Invalid regular expression "(?=loss)(.*)" of metric definition "loss"',
    ],
    [
      'image and algorithm name together',
      { AlgorithmSpecification: { TrainingImage: 'i', AlgorithmName: 'a', TrainingInputMode: 'File' } },
      'Exactly one of TrainingImage and AlgorithmName',
    ],
  ])('refuses %s with ValidationException', async (_what, change, message) => {
    const answer = await refusal(create('refused', change));
    expect(answer).toContain(`ValidationException: `);
    expect(answer).toContain(message);
    expect(await refusal(describeJob('refused'))).toBe('ValidationException: Requested resource not found.');
  });

  test.each<[string, string, Partial<CreateTrainingJobCommandInput>]>([
    [
      'equal-limits',
      'MaxWait equal to MaxRuntime',
      { StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 60 } },
    ],
    ['xgb', 'a long wait of a built-in that checkpoints', image('sagemaker-xgboost')],
    ['two-hosts', 'several instances', { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 } }],
    ['no-checkpoints', 'spot without checkpoints', {}],
  ])('accepts what SageMaker accepts: %s, %s', async (name, _what, change) => {
    await expect(create(name, change)).resolves.toHaveProperty('TrainingJobArn');
  });
});

describe('StopTrainingJob and DeleteTrainingJob', () => {
  test('stop a job that runs, and refuse one that has ended or is unknown', async () => {
    await create('to-stop');
    const stop = (TrainingJobName: string) =>
      sagemaker.client.send(new StopTrainingJobCommand({ TrainingJobName }));
    await stop('to-stop');
    expect(asked).toContain('stop to-stop');
    end('to-stop');
    expect(await refusal(stop('to-stop'))).toBe(
      'ValidationException: The request was rejected because the training job is in status Completed',
    );
    expect(await refusal(stop('nobody'))).toBe('ValidationException: Requested resource not found.');
  });

  test('a running job cannot be deleted', async () => {
    await create('busy');
    const remove = () => sagemaker.client.send(new DeleteTrainingJobCommand({ TrainingJobName: 'busy' }));
    expect(await refusal(remove())).toContain('ResourceInUse: ');
    await describeJob('busy');
  });
});

describe('ListTrainingJobs', () => {
  test('pages in the order asked for, without a job twice or left out', async () => {
    for (let number = 1; number <= 7; number += 1) await create(`listed-${number}`);
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const answer = await sagemaker.client.send(
        new ListTrainingJobsCommand({
          NameContains: 'listed-',
          MaxResults: 3,
          SortBy: 'Name',
          SortOrder: 'Descending',
          NextToken,
        }),
      );
      seen.push(...(answer.TrainingJobSummaries ?? []).map((summary) => summary.TrainingJobName));
      NextToken = answer.NextToken;
    } while (NextToken);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `listed-${number}`));
  });

  test('applies StatusEquals to the page already cut', async () => {
    end('listed-1');
    const answer = await sagemaker.client.send(
      new ListTrainingJobsCommand({
        NameContains: 'listed-',
        MaxResults: 3,
        SortBy: 'Name',
        SortOrder: 'Descending',
        StatusEquals: 'Completed',
      }),
    );
    expect(answer.TrainingJobSummaries).toEqual([]);
    expect(answer.NextToken).toEqual(expect.any(String));
  });

  test('filters by time, both ends exclusive', async () => {
    const { CreationTime } = await describeJob('listed-4');
    const time = CreationTime?.getTime() ?? NaN;
    const answer = await sagemaker.client.send(
      new ListTrainingJobsCommand({
        NameContains: 'listed-',
        CreationTimeAfter: new Date(time - 1),
        CreationTimeBefore: new Date(time + 1),
      }),
    );
    expect(answer.TrainingJobSummaries?.map((summary) => summary.TrainingJobName)).toContain('listed-4');
    const none = await sagemaker.client.send(
      new ListTrainingJobsCommand({ NameContains: 'listed-4', CreationTimeAfter: new Date(time) }),
    );
    expect(none.TrainingJobSummaries).toEqual([]);
  });

  test.each(['garbage', Buffer.from('{"query":"x","value":1,"name":"a"}').toString('base64url')])(
    'refuses the token %s',
    async (NextToken) => {
      const answer = await refusal(sagemaker.client.send(new ListTrainingJobsCommand({ NextToken })));
      expect(answer).toContain('ValidationException: Invalid pagination token because "');
    },
  );
});

describe('tags', () => {
  test('are added over equal keys, listed and deleted', async () => {
    const { TrainingJobArn: ResourceArn } = await create('Tagged', { Tags: [{ Key: 'a', Value: '1' }] });
    const added = await sagemaker.client.send(
      new AddTagsCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '2' },
          { Key: 'b', Value: '' },
        ],
      }),
    );
    const expected = [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ];
    expect(added.Tags).toEqual(expected);
    expect((await sagemaker.client.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual(expected);
    await sagemaker.client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['a', 'unknown'] }));
    expect((await sagemaker.client.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual(
      expected.slice(1),
    );
  });
});
