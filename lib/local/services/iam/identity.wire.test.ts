import {
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest, sendRaw } from '../../../../testing/local/raw-request';
import { startBackend, type TestBackend } from '../../../../testing/local/start-backend';

let backend: TestBackend;
let iam: IAMClient;
let sts: STSClient;
const role = 'arn:aws:iam::000000000000:role/service-role/trainer';

beforeAll(async () => {
  backend = await startBackend();
  iam = new IAMClient(backend.client);
  sts = new STSClient(backend.client);
});
afterAll(async () => {
  iam.destroy();
  sts.destroy();
  await backend.end();
});

describe('IAM', () => {
  it('takes every name as a role, with a policy that SageMaker may assume it', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Trainer' }));
    expect(Role).toMatchObject({
      RoleName: 'Trainer',
      Arn: 'arn:aws:iam::000000000000:role/Trainer',
      Path: '/',
    });
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [{ Principal: { Service: 'sagemaker.amazonaws.com' } }],
    });
    await expect(iam.send(new GetRoleCommand({ RoleName: 'no role' }))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('lists the role of the examples', async () => {
    const { Roles, IsTruncated } = await iam.send(new ListRolesCommand({ MaxItems: 1 }));
    expect(Roles?.map(({ RoleName }) => RoleName)).toEqual(['spotdeck']);
    expect(IsTruncated).toBe(false);
    expect((await iam.send(new ListRolesCommand({ PathPrefix: '/other/' }))).Roles).toEqual([]);
  });

  it('says of every action on every resource that it is allowed, page by page', async () => {
    const ask = (Marker?: string) =>
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: role,
          ActionNames: ['s3:GetObject', 's3:PutObject'],
          ResourceArns: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'],
          MaxItems: 3,
          Marker,
        }),
      );
    const first = await ask();
    expect(first.IsTruncated).toBe(true);
    const second = await ask(first.Marker);
    const results = [...(first.EvaluationResults ?? []), ...(second.EvaluationResults ?? [])];
    expect(
      results.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
        EvalActionName,
        EvalResourceName,
        EvalDecision,
      ]),
    ).toEqual([
      ['s3:GetObject', 'arn:aws:s3:::a/*', 'allowed'],
      ['s3:GetObject', 'arn:aws:s3:::b/*', 'allowed'],
      ['s3:PutObject', 'arn:aws:s3:::a/*', 'allowed'],
      ['s3:PutObject', 'arn:aws:s3:::b/*', 'allowed'],
    ]);
  });

  it('refuses a policy to simulate by name', async () => {
    const asked = iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: ['s3:GetObject'],
        PolicyInputList: ['{}'],
      }),
    );
    await expect(asked).rejects.toThrow('PolicyInputList is not supported by the local backend');
  });
});

describe('STS', () => {
  it('gives credentials of a role, whose holder is then known as its session', async () => {
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'me', DurationSeconds: 900 }),
    );
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/trainer/me');
    const left = Number(Credentials?.Expiration) - Date.now();
    expect(left).toBeGreaterThan(890_000);
    expect(left).toBeLessThanOrEqual(900_000);
    const session = new STSClient({
      ...backend.client,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken,
      },
    });
    expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:sts::000000000000:assumed-role/trainer/me',
      UserId: AssumedRoleUser?.AssumedRoleId,
      Account: '000000000000',
    });
    session.destroy();
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      'arn:aws:iam::000000000000:user/spotdeck',
    );
  });

  it('takes a presigned GetCallerIdentity, and a token of another service for none', async () => {
    const query =
      'Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z' +
      '&X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=0';
    const reply = await sendRaw(
      backend.port,
      rawRequest(`GET /?${query}`, { 'X-Amz-Security-Token': 'spotdeck-session-x' }),
    );
    expect(reply.status).toBe(200);
    expect(reply.body).toContain(':user/spotdeck');
  });

  it.each([
    [{ RoleArn: 'arn:aws:iam::123456789012:role/other', RoleSessionName: 'me' }, 'of another account'],
    [{ RoleArn: role, RoleSessionName: 'm e' }, 'RoleSessionName'],
    [{ RoleArn: role, RoleSessionName: 'me', DurationSeconds: 1 }, 'DurationSeconds'],
    [{ RoleArn: role, RoleSessionName: 'me', Policy: '{}' }, 'Policy is not supported by the local backend'],
  ])('refuses %j', async (input, message) => {
    await expect(sts.send(new AssumeRoleCommand(input))).rejects.toThrow(message);
  });
});
