import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import {
  AddTagsCommand,
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  paginateSearch,
  SearchCommand,
  waitUntilTrainingJobCompletedOrStopped,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceArchive } from '../../../../testing/local/engine-harness';
import {
  bucket,
  openSageMaker,
  type SageMakerHarness,
  spotRequest,
} from '../../../../testing/local/sagemaker-harness';

/** SageMaker with the engine that really trains, seen by each kind of client. */
const script = `
import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync(process.env.SM_MODEL_DIR, { recursive: true });
writeFileSync(process.env.SM_MODEL_DIR + '/weights.txt', 'w');
console.log('val_accuracy: 0.8339');
`;

let sagemaker: SageMakerHarness;

beforeAll(async () => {
  sagemaker = await openSageMaker();
  await sagemaker.objects.put(bucket, 'source.tar.gz', await sourceArchive({ 'train.mjs': script }));
});
afterAll(() => sagemaker.remove());

const request = (name: string) => ({
  ...spotRequest(name),
  AlgorithmSpecification: {
    TrainingImage: 'image',
    TrainingInputMode: 'File' as const,
    MetricDefinitions: [{ Name: 'val:accuracy', Regex: 'val_accuracy: ([0-9.]+)' }],
  },
  HyperParameters: {
    sagemaker_program: '"train.mjs"',
    sagemaker_submit_directory: `"s3://${bucket}/source.tar.gz"`,
    epochs: '3',
  },
});

const train = async (name: string) => {
  const { TrainingJobArn } = await sagemaker.client.send(new CreateTrainingJobCommand(request(name)));
  await waitUntilTrainingJobCompletedOrStopped(
    { client: sagemaker.client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { TrainingJobName: name },
  );
  return TrainingJobArn;
};

describe('the SDK for JavaScript', () => {
  test('sees a job through to its artifacts, times, savings and final metrics', async () => {
    await train('whole');
    const job = await sagemaker.client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'whole' }));
    expect(job).toMatchObject({
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: `s3://${bucket}/out/whole/output/model.tar.gz` },
      FinalMetricDataList: [{ MetricName: 'val:accuracy', Value: Math.fround(0.8339) }],
    });
    expect(job.SecondaryStatusTransitions?.map((transition) => transition.Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    const downloading = job.SecondaryStatusTransitions?.[1];
    expect(job.TrainingStartTime).toEqual(downloading?.StartTime);
    expect(job.TrainingTimeInSeconds).toBeGreaterThanOrEqual(1);
    expect(job.BillableTimeInSeconds).toBeLessThanOrEqual(job.TrainingTimeInSeconds ?? NaN);
  });

  test('finds jobs by tag, hyperparameter and metric, and pages through them', async () => {
    const ResourceArn = await train('found-1');
    await sagemaker.client.send(
      new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'Project', Value: 'digits' }] }),
    );
    const answer = await sagemaker.client.send(
      new SearchCommand({
        Resource: 'TrainingJob',
        SearchExpression: {
          Filters: [
            { Name: 'Tags.Project', Operator: 'Equals', Value: 'digits' },
            { Name: 'Metrics.val:accuracy', Operator: 'GreaterThan', Value: '0.8' },
          ],
          SubExpressions: [
            {
              Operator: 'Or',
              Filters: [
                { Name: 'HyperParameters.epochs', Operator: 'Equals', Value: '3' },
                { Name: 'TrainingJobStatus', Operator: 'Equals', Value: 'Failed' },
              ],
            },
          ],
        },
      }),
    );
    expect(answer.TotalHits).toEqual({ Value: 1, Relation: 'EqualTo' });
    expect(answer.Results?.[0]?.TrainingJob).toMatchObject({
      TrainingJobName: 'found-1',
      Tags: [{ Key: 'Project', Value: 'digits' }],
      HyperParameters: { epochs: '3' },
    });
    expect(answer.Results?.[0]?.TrainingJob?.LastModifiedTime).toBeInstanceOf(Date);

    const names: (string | undefined)[] = [];
    const pages = paginateSearch({ client: sagemaker.client, pageSize: 1 }, { Resource: 'TrainingJob' });
    for await (const page of pages)
      names.push(...(page.Results ?? []).map((one) => one.TrainingJob?.TrainingJobName));
    expect([...names].sort()).toEqual(['found-1', 'whole']);
  });
});

const run = promisify(execFile);
const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  AWS_MAX_ATTEMPTS: '1',
};
const works = (program: string, args: string[]) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

describe.skipIf(!works('aws', ['--version']))('the AWS CLI', () => {
  const aws = async (...args: string[]) => {
    const { stdout } = await run(
      'aws',
      ['--endpoint-url', sagemaker.url, '--output', 'json', 'sagemaker', ...args],
      {
        env: environment,
      },
    );
    return (stdout === '' ? {} : JSON.parse(stdout)) as Record<string, unknown>;
  };

  test('creates, describes, lists and searches a job, and is told what is wrong', async () => {
    const created = await aws('create-training-job', '--cli-input-json', JSON.stringify(request('by-cli')));
    expect(created).toEqual({
      TrainingJobArn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/by-cli',
    });
    expect(await aws('describe-training-job', '--training-job-name', 'by-cli')).toMatchObject({
      TrainingJobName: 'by-cli',
      EnableManagedSpotTraining: true,
    });
    expect(await aws('list-training-jobs', '--name-contains', 'by-cli')).toMatchObject({
      TrainingJobSummaries: [{ TrainingJobName: 'by-cli' }],
    });
    const filter = '{"Filters":[{"Name":"TrainingJobName","Operator":"Equals","Value":"by-cli"}]}';
    expect(await aws('search', '--resource', 'TrainingJob', '--search-expression', filter)).toMatchObject({
      Results: [{ TrainingJob: { TrainingJobName: 'by-cli' } }],
    });
    await expect(aws('describe-training-job', '--training-job-name', 'nobody')).rejects.toThrow(
      'An error occurred (ValidationException) when calling the DescribeTrainingJob operation: Requested resource not found.',
    );
  });
});

describe.skipIf(!works('python3', ['-c', 'import boto3']))('boto3', () => {
  test('creates and describes a job and gets SageMaker error codes', async () => {
    const program = `
import boto3, json, os, sys
from botocore.exceptions import ClientError
client = boto3.client('sagemaker', endpoint_url=sys.argv[1])
request = json.loads(sys.argv[2])
arn = client.create_training_job(**request)['TrainingJobArn']
client.get_waiter('training_job_completed_or_stopped').wait(
    TrainingJobName=request['TrainingJobName'], WaiterConfig={'Delay': 1, 'MaxAttempts': 30})
job = client.describe_training_job(TrainingJobName=request['TrainingJobName'])
try:
    client.create_training_job(**request)
    code = None
except client.exceptions.ResourceInUse as error:
    code = error.response['Error']['Code']
runtime = boto3.client('sagemaker-runtime', endpoint_url=sys.argv[1])
try:
    runtime.invoke_endpoint(EndpointName='nobody', Body=b'x')
    missing = None
except ClientError as error:
    missing = error.response['Error']
print(json.dumps({'arn': arn, 'status': job['TrainingJobStatus'], 'year': job['CreationTime'].year, 'code': code,
                  'missing': missing}))
`;
    const args = ['-c', program, sagemaker.url, JSON.stringify(request('By-Boto'))];
    const { stdout } = await run('python3', args, { env: environment });
    expect(JSON.parse(stdout)).toEqual({
      arn: 'arn:aws:sagemaker:us-east-1:000000000000:training-job/by-boto',
      status: 'Completed',
      year: new Date().getUTCFullYear(),
      code: 'ResourceInUse',
      missing: { Code: 'ValidationError', Message: 'Endpoint nobody of account 000000000000 not found.' },
    });
  });
});
