/** An account at AWS's limits is told to the reader as what it is: throttling, a denial and whose, a fault, a token. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchScript, startLiveBackend } from '../../testing/dashboard/live-backend';
import { type LimitedAccount, startLimitedAccount } from '../../testing/aws/account/limited-account';
import { type Backend } from './backends';
import { callerIdentity } from './identity';
import { listLogStreams, trainingLogGroup } from './logs';
import { bucketExists, listObjects } from './objects';
import { describeTrainingJob, searchTrainingJobs, stopTrainingJob } from './training-jobs';

let live: Awaited<ReturnType<typeof startLiveBackend>>;
let account: LimitedAccount;
let backend: Backend;

beforeAll(async () => {
  live = await startLiveBackend();
  await launchScript(live.backend, 'kept', 'setInterval(() => {}, 1000);');
});
afterAll(async () => {
  await stopTrainingJob(live.backend, 'kept');
  await live.end();
});
beforeEach(async () => {
  account = await startLimitedAccount(live.url);
  backend = { ...live.backend, endpoint: account.url };
});
afterEach(async () => {
  await account.end();
  // Whatever was asked is what AWS's own service models take.
  expect(account.invalid).toEqual([]);
});

const refusal = (call: Promise<unknown>): Promise<{ code: string; message: string }> =>
  call.then(
    () => expect.unreachable('it was answered'),
    (error: { code: string; message: string }) => error,
  );

describe('an account at its limits', () => {
  it('is asked as any other where nothing is wrong, and counts what it is asked', async () => {
    expect((await describeTrainingJob(backend, 'kept')).name).toBe('kept');
    expect((await searchTrainingJobs(backend, {})).jobs.map(({ name }) => name)).toEqual(['kept']);
    expect(await bucketExists(backend, 'nobodys')).toBe(false);
    expect(account.counts()).toEqual({
      'sagemaker:DescribeTrainingJob': 1,
      'sagemaker:Search': 1,
      's3:ListBucket': 1,
    });
  });

  it('throttles above a rate and answers again later; who asked is told what it was', async () => {
    account.limits.rates.set('sagemaker:Search', 2);
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => searchTrainingJobs(backend, {})),
    );
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'throttled' });
    expect(account.calls.filter(({ status }) => status === 400).length).toBeGreaterThan(0);
    account.limits.rates.clear();
    expect((await searchTrainingJobs(backend, {})).jobs).toHaveLength(1);
  });

  it('throttling of one operation holds up no other of the same client', async () => {
    account.limits.rates.set('sagemaker:Search', 1);
    let found = 0;
    const searches = Array.from({ length: 4 }, () =>
      searchTrainingJobs(backend, {}).then(
        () => (found += 1),
        () => (found += 1),
      ),
    );
    await expect.poll(() => account.calls.some(({ status }) => status === 400)).toBe(true);
    expect((await describeTrainingJob(backend, 'kept')).name).toBe('kept');
    expect(found).toBeLessThan(4);
    await Promise.all(searches);
  });

  it.each([
    ['no-grant', /Allow sagemaker:DescribeTrainingJob in the policy of the identity/],
    [
      'explicit',
      /denies sagemaker:DescribeTrainingJob explicitly \(identity-based policy\).*that deny has to go/,
    ],
    ['scp', /service control policy of the organization forbids sagemaker:DescribeTrainingJob/],
    ['scp-no-grant', /organization's service control policy does not allow sagemaker:DescribeTrainingJob/],
    ['boundary', /permissions boundary has to allow sagemaker:DescribeTrainingJob too/],
  ] as const)('tells a denial by %s from the others', async (why, words) => {
    account.limits.denied.set('sagemaker:DescribeTrainingJob', why);
    const { code, message } = await refusal(describeTrainingJob(backend, 'kept'));
    expect(code).toBe('access-denied');
    expect(message).toMatch(words);
    expect((await searchTrainingJobs(backend, {})).jobs).toHaveLength(1);
  });

  it('denies in S3 with the action in its words, and without words where only a HEAD is asked', async () => {
    account.limits.denied.set('s3:ListBucket', 'no-grant');
    const { message } = await refusal(listObjects(backend, { bucket: 'any-bucket', key: '' }));
    expect(message).toMatch(/Allow s3:ListBucket/);
    const head = await refusal(bucketExists(backend, 'any-bucket'));
    expect(head).toMatchObject({ code: 'access-denied' });
    expect(head.message).toMatch(/^Could not find bucket any-bucket: access was denied\. Check/);
  });

  it.each(['expired', 'invalid'] as const)('a token that is %s is a matter of credentials', async (token) => {
    account.limits.token = token;
    const refused = [
      describeTrainingJob(backend, 'kept'),
      listLogStreams(backend, trainingLogGroup, 'kept/'),
      listObjects(backend, { bucket: 'any-bucket', key: '' }),
      callerIdentity(backend),
    ].map(refusal);
    for (const told of refused) expect(await told).toMatchObject({ code: 'no-credentials' });
  });

  it.each([500, 503] as const)('a %i is of the service, with its status and request id', async (status) => {
    account.limits.down.set('sagemaker', status);
    const { code, message } = await refusal(describeTrainingJob(backend, 'kept'));
    expect(code).toBe('service-fault');
    expect(message).toMatch(
      new RegExp(`SageMaker at http://.* failed by itself \\(${status} \\w+, request 0{8}-`),
    );
    expect(await listLogStreams(backend, trainingLogGroup, 'none/')).toEqual([]);
    account.limits.down.set('s3', status);
    expect(await refusal(listObjects(backend, { bucket: 'b-1', key: '' }))).toMatchObject({
      code: 'service-fault',
    });
  });

  it('a service that is not there is unreachable, and another of the account is not', async () => {
    account.limits.down.set('logs', 'refused');
    expect(await refusal(listLogStreams(backend, trainingLogGroup, 'kept/'))).toMatchObject({
      code: 'unreachable',
    });
    expect((await describeTrainingJob(backend, 'kept')).name).toBe('kept');
  });

  it('answers although this machine’s clock is 20 minutes off', async () => {
    account.limits.clockAheadMs = 20 * 60_000;
    expect((await describeTrainingJob(backend, 'kept')).name).toBe('kept');
    expect(account.calls.map(({ status }) => status)).toEqual([403, 200]);
  });

  it('shows in Search what was, forgets what vanished, and counts to its limit', async () => {
    account.limits.searchLagMs = 3_600_000;
    expect((await searchTrainingJobs(backend, {})).jobs).toEqual([]);
    expect((await describeTrainingJob(backend, 'kept')).name).toBe('kept');
    account.limits.searchLagMs = 0;
    account.limits.maxHits = 0;
    expect((await searchTrainingJobs(backend, {})).total).toEqual({ value: 0, exact: false });
    account.limits.vanished.add('kept');
    expect((await searchTrainingJobs(backend, {})).jobs).toEqual([]);
    expect(await refusal(describeTrainingJob(backend, 'kept'))).toMatchObject({ code: 'not-found' });
  });
});
