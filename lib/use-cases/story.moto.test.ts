/**
 * The use cases against moto's server, an implementation of AWS's APIs that nobody of this project wrote. What moto
 * lacks costs its own part, said in words, and the rest stands.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startMoto } from '../../testing/moto/start-moto';
import { noFilters } from '../training/job-filters';
import { type JobQuery } from '../training/job-list';

let moto: Awaited<ReturnType<typeof startMoto>>;
let cases: Awaited<ReturnType<typeof load>>;
const dataDir = mkdtempSync(path.join(tmpdir(), 'spotdeck-moto-'));

const load = async () => ({
  ...(await import('./run-use-case')),
  ...(await import('../jobs/list-jobs')),
  ...(await import('../jobs/read-job')),
  ...(await import('../jobs/download-log')),
  ...(await import('../jobs/stop-job')),
  ...(await import('../jobs/delete-job')),
  ...(await import('../launch/launch-job')),
  ...(await import('../launch/network-choices')),
  ...(await import('../launch/open-launch-form')),
  ...(await import('../launch/preflight-job')),
  ...(await import('../endpoints/open-deploy-form')),
  ...(await import('../endpoints/deploy-job')),
  ...(await import('../endpoints/list-endpoints')),
  ...(await import('../endpoints/describe-endpoint')),
  ...(await import('../endpoints/delete-endpoint')),
  ...(await import('../aws/backends')),
  ...(await import('../aws/clients')),
  ...(await import('../aws/objects')),
});

beforeAll(async () => {
  moto = await startMoto();
  vi.stubEnv('SPOTDECK_LOCAL_PORT', String(moto.port));
  vi.stubEnv('SPOTDECK_DATA_DIR', dataDir);
  vi.resetModules();
  cases = await load();
});
afterAll(async () => {
  await moto.end();
  rmSync(dataDir, { recursive: true, force: true });
});

const name = 'mnist-moto';
const id = '11111111-0000-4000-8000-000000000000';
const files = [{ path: 'train.py', bytes: Buffer.from('print("loss: 0.5")') }];
const query: JobQuery = {
  filters: noFilters,
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: 25,
};
const role = (roleName: string) => `arn:aws:iam::123456789012:role/${roleName}`;
const makeRole = (RoleName: string, service: string) =>
  cases.getClients(cases.getBackend('local')).iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
const launch = async () => {
  const { initial } = await cases.runUseCase(cases.openLaunchForm, 'local', { kind: 'scratch' });
  expect(initial.roleArn, 'the only role that SageMaker may assume').toBe(role('spotdeck'));
  return {
    ...initial,
    name,
    entryPoint: 'train.py',
    checkpoint: { s3Uri: initial.outputS3Uri + 'checkpoints/moto/' },
    metricDefinitions: [{ name: 'loss', regex: 'loss: ([0-9.]+)' }],
    tags: [{ key: 'team', value: 'vision' }],
  };
};

describe('against moto', () => {
  it('a job is launched from the form, found in the list with its tags, and its name is taken', async () => {
    await makeRole('spotdeck', 'sagemaker.amazonaws.com');
    await makeRole('other', 'lambda.amazonaws.com');
    const draft = await launch();
    const wrong = await cases.runUseCase(cases.preflightJob, 'local', { ...draft, roleArn: role('other') });
    expect(wrong.findings.map(({ severity, field }) => `${severity} ${field}`)).toEqual([
      'error roleArn',
      'warning roleArn',
    ]);
    const { findings } = await cases.runUseCase(cases.preflightJob, 'local', draft);
    expect(
      findings.map(({ reason }) => reason),
      'moto simulates no policies',
    ).toEqual([expect.stringMatching(/^Could not check what the role may do: AWS has a fault/)]);
    expect(await cases.runUseCase(cases.launchJob, 'local', { ...draft, launchId: id, files })).toEqual({
      name,
    });
    const page = await cases.runUseCase(cases.refreshJobs, 'local', query);
    expect(page.rows).toMatchObject([{ name, spot: true, instanceType: 'ml.g5.xlarge' }]);
    expect(page.freshness.problem).toBeUndefined();
    const taken = await cases.runUseCase(cases.preflightJob, 'local', draft);
    expect(taken.findings.map(({ severity, field }) => `${severity} ${field}`)).toContain('error name');
  });

  it('the form lists the account’s subnets, security groups and keys, and finds what is of none', async () => {
    const { subnets, securityGroups, unread } = await cases.runUseCase(cases.networkChoices, 'local', {});
    expect(unread).toEqual([]);
    expect(subnets.length, 'moto has a default VPC with a subnet a zone').toBeGreaterThan(2);
    const [subnet, group] = [subnets[0]!, securityGroups[0]!];
    expect(subnet).toMatchObject({ vpcId: group.vpcId, zone: expect.stringMatching(/^us-east-1/) as string });
    expect(await cases.runUseCase(cases.encryptionKeys, 'local', {})).toMatchObject({ unread: [] });
    const inVpc = {
      ...(await launch()),
      name: 'vpc-moto',
      subnets: [subnet.id],
      securityGroupIds: [group.id],
    };
    const fieldsOf = async (draft: typeof inVpc) =>
      (await cases.runUseCase(cases.preflightJob, 'local', draft)).findings.flatMap(({ field }) =>
        field === 'roleArn' ? [] : [field],
      );
    expect(await fieldsOf(inVpc)).toEqual([]);
    expect(await fieldsOf({ ...inVpc, securityGroupIds: ['sg-nobodys'] })).toEqual(['securityGroupIds.0']);
  });

  it('its page has job, log, metrics and checkpoints, as they come', async () => {
    const { logs, cloudwatch } = cases.getClients(cases.getBackend('local'));
    const logGroupName = '/aws/sagemaker/TrainingJobs';
    const logStreamName = `${name}/algo-1-${Math.floor(Date.now() / 1000)}`;
    // moto has the group of its own job already.
    await logs.send(new CreateLogGroupCommand({ logGroupName })).catch(() => {});
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const at = Date.now();
    const logEvents = [1, 2, 3].flatMap((epoch) => [
      { timestamp: at + epoch * 10, message: `Epoch ${epoch}/3` },
      { timestamp: at + epoch * 10 + 5, message: `1/1 - 0s - loss: ${(1 / epoch).toFixed(2)}` },
    ]);
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    // moto describes each job with the same metric definitions, whatever it was launched with.
    const { job } = await cases.runUseCase(cases.readJob, 'local', { name });
    const metric = job.metricDefinitions[0]?.name ?? '';
    await cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricData: [
          {
            ...{ MetricName: metric, Value: 0.33, Timestamp: new Date() },
            Dimensions: [{ Name: 'TrainingJobName', Value: name }],
          },
        ],
      }),
    );
    const { bucket, key } = cases.parseS3Uri((await launch()).checkpoint.s3Uri);
    await cases.putObject(cases.getBackend('local'), { bucket, key: `${key}checkpoint-3.json` }, '{}');

    const text = await new Response(
      (await cases.runUseCase(cases.downloadLog, 'local', { name })).body,
    ).text();
    expect(text).toContain('Epoch 3/3');
    await vi.waitFor(
      async () => {
        const snapshot = await cases.runUseCase(cases.readJob, 'local', { name });
        expect(snapshot.reading.attempts[0]?.reached).toBe(3);
        expect(snapshot.checkpoints?.map(({ file }) => file)).toEqual(['checkpoint-3.json']);
        expect(snapshot.metrics.map((each) => each.name)).toContain(metric);
        // moto sells no machine: the price is unknown, and said to be.
        expect(snapshot.problems.filter(({ part }) => part !== 'price')).toEqual([]);
      },
      { timeout: 30_000 },
    );
  });

  it('a model is deployed, listed, described and deleted', async () => {
    const backend = cases.getBackend('local');
    const { job } = await cases.runUseCase(cases.readJob, 'local', { name });
    await cases.putObject(backend, cases.parseS3Uri(job.modelArtifactS3Uri ?? ''), 'model');
    expect(await cases.runUseCase(cases.openDeployForm, 'local', { jobName: name })).toMatchObject({
      jobName: name,
    });
    await cases.runUseCase(cases.deployJob, 'local', {
      ...{ jobName: name, endpointName: name, instanceType: 'ml.m5.large', instanceCount: 1, deployId: id },
    });
    const { endpoints } = await cases.runUseCase(cases.listEndpoints, 'local', {});
    expect(endpoints.map((endpoint) => endpoint.name)).toEqual([name]);
    expect(await cases.runUseCase(cases.describeEndpoint, 'local', { name })).toBeDefined();
    await cases.runUseCase(cases.deleteEndpoint, 'local', { name });
    expect((await cases.runUseCase(cases.listEndpoints, 'local', {})).endpoints).toEqual([]);
  });

  it.each([
    ['stopping', () => cases.runUseCase(cases.stopJob, 'local', { name })],
    ['deleting', () => cases.runUseCase(cases.deleteJob, 'local', { name })],
  ])('%s, which moto lacks, is a fault in words, and the list stands', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({
      code: 'service-fault',
      message: expect.stringMatching(/SageMaker at http:\/\/127\.0\.0\.1:\d+ failed by itself \(500 /),
    });
    expect((await cases.runUseCase(cases.refreshJobs, 'local', query)).rows).toHaveLength(1);
  });
});
