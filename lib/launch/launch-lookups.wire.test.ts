import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchInput } from '../training/launch-input';
import {
  firstLaunchId as firstId,
  launchInput,
  startLaunches,
  waitingFiles as files,
} from '../../testing/dashboard/launch-input';

let live: Awaited<ReturnType<typeof startLaunches>>['live'];
let cases: Awaited<ReturnType<typeof load>>;
let bucket: string;

const load = async () => ({
  ...(await import('./execution-roles')),
  ...(await import('./instance-offers')),
  ...(await import('./launch-job')),
  ...(await import('./network-choices')),
  ...(await import('./open-launch-form')),
  ...(await import('./preflight-job')),
  ...(await import('./training-quota')),
  ...(await import('../use-cases/run-use-case')),
});

const input = (name: string, changes: Partial<LaunchInput> = {}) => launchInput(bucket, name, changes);

beforeAll(async () => {
  ({ live, cases, bucket } = await startLaunches(load));
});
afterAll(() => live.end());

describe('what could not be looked up', () => {
  afterEach(() => {
    live.account.limits.down.clear();
    live.account.limits.denied.clear();
  });
  const down = (service: 'sagemaker' | 's3' | 'sts') => live.account.limits.down.set(service, 500);
  const denied = (action: string) => live.account.limits.denied.set(action, 'no-grant');
  const reasons = async (changes: Partial<LaunchInput> = {}) =>
    (await cases.runUseCase(cases.preflightJob, 'local', input('looked-up', changes))).findings
      .filter(({ reason }) => reason.startsWith('Could not check'))
      .map(({ severity, field, reason }) => `${severity} ${field}: ${reason}`);
  const channels = [{ name: 'training', s3Uri: `s3://elsewhere/data/`, inputMode: 'File' as const }];

  it('is said by preflight, with the permission that is missing', async () => {
    expect(await reasons()).toEqual([]);
    denied('s3:ListBucket');
    expect((await reasons({ channels })).sort()).toEqual([
      'warning channels.0.s3Uri: Could not check what lies in channel training: access denied (s3:ListBucket).',
      'warning checkpoint.s3Uri: Could not check the bucket of the checkpoints: access denied (s3:ListBucket).',
    ]);
    denied('sagemaker:DescribeTrainingJob');
    denied('sagemaker:Search');
    expect(await reasons()).toEqual(
      expect.arrayContaining([
        'warning name: Could not check whether the name is free: access denied (sagemaker:DescribeTrainingJob).',
        'warning checkpoint.s3Uri: Could not check whether another job writes to the checkpoint prefix: access denied (sagemaker:Search).',
      ]),
    );
  });

  it('is a fault of AWS where it is one', async () => {
    down('s3');
    expect(await reasons()).toEqual([
      'warning checkpoint.s3Uri: Could not check the bucket of the checkpoints: AWS has a fault.',
    ]);
  });

  it('finds a role that SageMaker cannot assume before anything is uploaded, and says where it could not look', async () => {
    const trusting = (service: string) =>
      JSON.stringify({
        Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
      });
    const { roles } = live.account.limits;
    roles.set('Trainer', trusting('sagemaker.amazonaws.com')).set('Lambda', trusting('lambda.amazonaws.com'));
    const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
    expect(await cases.runUseCase(cases.executionRoles, 'local', {})).toEqual([arn('Trainer')]);
    const saidOf = async (name: string) => {
      const launch = input('never', { roleArn: arn(name) });
      const { findings } = await cases.runUseCase(cases.preflightJob, 'local', launch);
      return findings.flatMap(({ field, severity, reason }) =>
        field === 'roleArn' ? [`${severity}: ${reason}`] : [],
      );
    };
    expect(await saidOf('Trainer')).toEqual([]);
    expect(await saidOf('Lambda')).toEqual([
      'error: SageMaker may not assume the role Lambda: its trust policy does not let sagemaker.amazonaws.com.',
    ]);
    expect(await saidOf('path/Nobody')).toEqual(['error: The account has no role Nobody.']);
    live.account.calls.length = 0;
    await expect(
      cases.runUseCase(cases.launchJob, 'local', {
        ...input('never', { roleArn: arn('Lambda') }),
        ...{ launchId: firstId, files },
      }),
    ).rejects.toMatchObject({ code: 'invalid-input', field: 'roleArn' });
    expect(Object.keys(live.account.counts())).toEqual(['iam:GetRole']);
    denied('iam:GetRole');
    expect(await saidOf('Lambda')).toEqual([
      'warning: Could not check whether SageMaker may assume the role: access denied (iam:GetRole).',
    ]);
    roles.clear();
  });

  it.each(['sagemaker', 's3', 'sts'] as const)(
    'does not keep the form from opening: %s is down',
    async (service) => {
      down(service);
      const opened = await cases.runUseCase(cases.openLaunchForm, 'local', {
        kind: 'example',
        example: 'mnist-tensorflow',
      });
      expect(opened.initial.source).toEqual({ kind: 'example', example: 'mnist-tensorflow' });
      if (service === 'sagemaker') {
        expect(opened.unread).toEqual(['Could not read which role the newest job has: AWS has a fault.']);
        expect(opened.initial.roleArn).toBe('');
      }
    },
  );

  it('finds what the role may not do of what this launch needs, by action and resource, and whether it may be passed', async () => {
    const { roles, roleLacks, denied: refusals } = live.account.limits;
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    for (const name of ['Whole', 'Poor', 'Barred', 'Unpassed', 'Secret'])
      roles.set(name, JSON.stringify({ Statement: trust }));
    roleLacks.set('Whole', new Map());
    roleLacks.set(
      'Poor',
      new Map([
        ['s3:GetObject', 'no-grant'],
        ['logs:PutLogEvents', 'no-grant'],
      ] as const),
    );
    roleLacks.set('Barred', new Map([['s3:PutObject', 'explicit']] as const));
    const saidOf = async (role: string) => {
      const launch = input('never', {
        ...{ roleArn: `arn:aws:iam::111122223333:role/${role}`, outputS3Uri: 's3://results/models' },
        channels: [{ name: 'train', s3Uri: 's3://data/mnist/', inputMode: 'File' }],
      });
      const { findings } = await cases.runUseCase(cases.preflightJob, 'local', launch);
      return findings.flatMap(({ field, severity, reason }) =>
        reason.includes('role') || reason.includes('could not') || reason.startsWith('Could not')
          ? [`${severity} at ${field}: ${reason}`]
          : [],
      );
    };
    expect(await saidOf('Whole')).toEqual([]);
    const account = bucket.split('-').at(-1);
    const logs = `arn:aws:logs:us-east-1:${account}:log-group:/aws/sagemaker/TrainingJobs:log-stream:*`;
    const checkpoint = `arn:aws:s3:::${bucket}/checkpoints/never/*`;
    expect(await saidOf('Poor')).toEqual([
      'warning at channels.0.s3Uri: No policy of the role Poor allows s3:GetObject on arn:aws:s3:::data/mnist/*, for the data of channel train.',
      `warning at checkpoint.s3Uri: No policy of the role Poor allows s3:GetObject on ${checkpoint}, for the checkpoints.`,
      `warning at roleArn: No policy of the role Poor allows logs:PutLogEvents on ${logs}, for the job’s log.`,
    ]);
    expect(await saidOf('Barred')).toEqual([
      'error at outputS3Uri: A policy forbids the role Barred s3:PutObject on arn:aws:s3:::results/models/never/output/model.tar.gz, for the model.',
      `error at checkpoint.s3Uri: A policy forbids the role Barred s3:PutObject on ${checkpoint}, for the checkpoints.`,
    ]);
    roleLacks.set('Unpassed', new Map()).set('spotdeck', new Map([['iam:PassRole', 'no-grant']] as const));
    expect(await saidOf('Unpassed')).toEqual([
      'error at roleArn: You may not pass the role Unpassed to SageMaker: no policy of yours allows iam:PassRole on it.',
    ]);
    refusals.set('iam:SimulatePrincipalPolicy', 'scp');
    expect(await saidOf('Secret')).toEqual([
      'warning at roleArn: Could not check what the role may do, and whether you may pass it: access denied (iam:SimulatePrincipalPolicy).',
    ]);
    roles.clear();
    roleLacks.clear();
  });

  it('asks IAM nothing more while a name is typed, and asks of the name itself where not every name is allowed', async () => {
    const { roles, roleLacks } = live.account.limits;
    const trusting = JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sagemaker.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    });
    roles.set('Typing', trusting).set('Narrow', trusting).set('Lambda-2', '{}');
    roleLacks.set('Typing', new Map()).set('Narrow', new Map([['s3:PutObject', 'no-grant']] as const));
    const iamCallsOf = async (role: string, name: string) => {
      const roleArn = `arn:aws:iam::111122223333:role/${role}`;
      const before = live.account.calls.length;
      await cases.runUseCase(cases.preflightJob, 'local', input(name, { roleArn }));
      return live.account.calls
        .slice(before)
        .filter(({ service }) => service === 'iam')
        .map(({ operation }) => operation);
    };
    expect(await iamCallsOf('Typing', 'm')).toContain('GetRole');
    for (const name of ['mn', 'mni', 'mnist-1', 'another'])
      expect(await iamCallsOf('Typing', name), name).toEqual([]);
    await iamCallsOf('Narrow', 'm');
    // A policy may be for some names alone: the answer for one is none for another.
    expect(new Set(await iamCallsOf('Narrow', 'mn'))).toEqual(new Set(['SimulatePrincipalPolicy']));
    // What would keep the launch from being made is not remembered: it may have been mended since.
    await iamCallsOf('Lambda-2', 'm');
    roles.set('Lambda-2', trusting);
    expect(await iamCallsOf('Lambda-2', 'm')).toEqual(['GetRole']);
    roles.clear();
    roleLacks.clear();
  });

  it('lists subnets, security groups and keys, and finds what is of no or of several VPCs; a denial names its action', async () => {
    const { network, keys, roleLacks, denied: refusals } = live.account.limits;
    roleLacks.set('spotdeck', new Map());
    const choices = () => cases.runUseCase(cases.networkChoices, 'local', {});
    refusals.set('ec2:DescribeSubnets', 'no-grant').set('kms:ListAliases', 'scp');
    for (const [index, zone] of ['us-east-1b', 'us-east-1a', 'us-east-1c'].entries())
      network.subnets.push({ id: `subnet-${index}`, vpcId: index === 2 ? 'vpc-b' : 'vpc-a', zone });
    network.subnets.push({ id: 'subnet-9', vpcId: 'vpc-a', zone: 'us-east-1a', name: 'training', free: 7 });
    for (const vpcId of ['vpc-a', 'vpc-b'])
      network.securityGroups.push({ id: `sg-${vpcId}`, vpcId, name: 'default' });
    for (const alias of ['alias/b', 'alias/aws/s3', 'alias/a']) keys.set(alias, `key-of-${alias}`);
    const subnets = ['subnet-0', 'subnet-9'];
    const saidOf = async (change: Partial<LaunchInput>) =>
      (
        await cases.runUseCase(
          cases.preflightJob,
          'local',
          input('never', { subnets, securityGroupIds: ['sg-vpc-a'], ...change }),
        )
      ).findings.flatMap(({ field, severity, reason }) =>
        /^(subnets|securityGroupIds)/.test(field) ? [`${severity} at ${field}: ${reason}`] : [],
      );
    expect(await choices()).toMatchObject({
      subnets: [],
      securityGroups: [{ id: 'sg-vpc-a' }, { id: 'sg-vpc-b' }],
      unread: ['Could not read the subnets: access denied (ec2:DescribeSubnets).'],
    });
    expect(await cases.runUseCase(cases.encryptionKeys, 'local', {})).toEqual({
      keys: [],
      unread: ['Could not read the KMS keys: access denied (kms:ListAliases).'],
    });
    expect(await saidOf({})).toEqual([
      'warning at subnets: Could not check the subnets: access denied (ec2:DescribeSubnets).',
    ]);
    refusals.clear();
    const { subnets: listed, unread } = await choices();
    expect(unread).toEqual([]);
    expect(listed.map(({ id }) => id)).toEqual(['subnet-1', 'subnet-9', 'subnet-0', 'subnet-2']);
    expect(listed[1]).toEqual({
      ...{ id: 'subnet-9', vpcId: 'vpc-a', zone: 'us-east-1a', name: 'training', freeAddresses: 7 },
    });
    expect(await cases.runUseCase(cases.encryptionKeys, 'local', {})).toEqual({
      keys: ['a', 'b'].map((name) => ({
        alias: `alias/${name}`,
        arn: `arn:aws:kms:us-east-1:111122223333:key/key-of-alias/${name}`,
      })),
      unread: [],
    });
    expect(await saidOf({})).toEqual([]);
    expect(await saidOf({ subnets: ['subnet-0', 'subnet-2'] })).toEqual([
      'error at subnets: These are of several VPCs: vpc-a, vpc-b.',
    ]);
    expect(await saidOf({ securityGroupIds: ['sg-vpc-b'] })).toEqual([
      'error at securityGroupIds: These are of several VPCs: vpc-a, vpc-b.',
    ]);
    expect(await saidOf({ subnets: ['subnet-gone'] })).toEqual([
      'error at subnets.0: There is no subnet subnet-gone in this Region of the account.',
    ]);
    expect(await saidOf({ securityGroupIds: [] })).toEqual([
      'error at securityGroupIds: In a VPC the instances need a security group.',
    ]);
    roleLacks.clear();
  });

  it('tells the quota of a type and what runs of it, or why it cannot', async () => {
    const { quotas } = live.account.limits;
    const quotaOf = (instanceType: string, spot = true) =>
      cases.runUseCase(cases.trainingQuota, 'local', { instanceType, spot });
    denied('servicequotas:ListServiceQuotas');
    await expect(quotaOf('ml.g5.xlarge')).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('Allow servicequotas:ListServiceQuotas in the policy') as string,
    });
    live.account.limits.denied.clear();
    for (const name of ['ml.c5.xlarge for processing job', 'ml.g5.xlarge for training job'])
      quotas.set(`${name} usage`, 3);
    quotas.set('ml.g5.xlarge for spot training job usage', 8).set('ml.m5.large for endpoint usage', 2);
    expect(await quotaOf('ml.g5.xlarge')).toEqual({
      ...{ max: 8, used: 0 },
      increaseUrl:
        'https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas/L-00000002?region=us-east-1',
    });
    expect(await quotaOf('ml.g5.xlarge', false)).toMatchObject({ max: 3 });
    expect(await quotaOf('ml.m5.large')).toBeNull();
  });

  it('leaves the prices of instance types away, and says so', async () => {
    const offers = () => cases.runUseCase(cases.instanceOffers, 'local', {});
    denied('pricing:GetProducts');
    expect(await offers()).toMatchObject({
      prices: [],
      unread: ['Could not read the prices: access denied (pricing:GetProducts).'],
    });
    live.account.limits.denied.clear();
    const { prices, unread } = await offers();
    expect(prices).toContainEqual({ instanceType: 'ml.g5.2xlarge', usdPerHour: 1.515 });
    expect(unread).toEqual([]);
  });

  it('is a form from a job by Search where Describe is denied, and an empty one where nothing tells', async () => {
    const origin = { kind: 'job', job: 'twice', purpose: 'clone' } as const;
    // Launched now or by a test before: that it is there is what counts.
    await cases
      .runUseCase(cases.launchJob, 'local', { ...input('twice'), launchId: firstId, files })
      .catch(() => {});
    denied('sagemaker:DescribeTrainingJob');
    const bySearch = await cases.runUseCase(cases.openLaunchForm, 'local', origin);
    expect(bySearch.unread).toEqual([
      'Could not read what this form has no field for in the job twice: access denied (sagemaker:DescribeTrainingJob).',
    ]);
    expect(bySearch.initial).toMatchObject({ entryPoint: 'train.mjs', source: { kind: 's3' } });
    denied('sagemaker:Search');
    const empty = await cases.runUseCase(cases.openLaunchForm, 'local', origin);
    expect(empty.unread).toEqual([
      'Could not read which role the newest job has: access denied (sagemaker:Search).',
      'Could not read the job twice: access denied (sagemaker:DescribeTrainingJob).',
    ]);
    expect(empty.initial).toMatchObject({ entryPoint: '', roleArn: '' });
    live.account.limits.denied.clear();
    await expect(
      cases.runUseCase(cases.openLaunchForm, 'local', { ...origin, job: 'nobodys' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
