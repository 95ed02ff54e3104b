/** AWS as an account without an address of its own sees it, played by the test account: who asks, what is refused, and why. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type LimitedAccount, startLimitedAccount } from '../../../testing/aws/account/limited-account';
import { forgetAws, makeSharedFiles, type SharedFiles } from '../../../testing/aws/shared-files';
import { startBackend, type TestBackend } from '../../../testing/local/start-backend';
import { type SpotdeckError } from '../../errors/spotdeck-error';
import { readAccount } from '../account';
import { callerIdentity } from '../identity';
import { listObjects } from '../objects';
import { listLogStreams, trainingLogGroup } from '../logs';
import { checkPermissions } from '../permissions';
import { searchTrainingJobs } from '../training-jobs';
import { type Backend } from '../backends';

let local: TestBackend;
let account: LimitedAccount;
let files: SharedFiles;

beforeAll(async () => {
  local = await startBackend();
});
afterAll(() => local.end());
beforeEach(async () => {
  forgetAws();
  account = await startLimitedAccount(local.url);
  files = makeSharedFiles();
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
  files.credentials('[default]\naws_access_key_id = AKIDFIRST\naws_secret_access_key = secret\n');
});
afterEach(async () => {
  files.remove();
  forgetAws();
  await account.end();
});

const inRegion = (region: string): Backend => ({ slug: region, label: region, region, available: true });
const refusal = (call: Promise<unknown>): Promise<SpotdeckError> =>
  call.then(
    () => expect.unreachable('it was answered'),
    (error: SpotdeckError) => error,
  );
const calls: readonly ((backend: Backend) => Promise<unknown>)[] = [
  (backend) => searchTrainingJobs(backend, {}),
  (backend) => listLogStreams(backend, trainingLogGroup, 'a/'),
  (backend) => listObjects(backend, { bucket: 'any-bucket', key: '' }),
];

it('a Region that is not enabled is told from a token that is bad, for every service', async () => {
  account.limits.disabledRegions.add('eu-central-2');
  for (const call of calls) {
    const { code, message } = await refusal(call(inRegion('eu-central-2')));
    expect(code).toBe('region-disabled');
    expect(message).toMatch(
      /has not enabled the Region eu-central-2.*enable-region --region-name eu-central-2/,
    );
  }
  expect((await searchTrainingJobs(inRegion('us-east-1'), {})).jobs).toEqual([]);

  account.limits.token = 'invalid';
  for (const region of ['eu-central-2', 'us-east-1'])
    for (const call of calls) {
      const { code, message } = await refusal(call(inRegion(region)));
      expect(code).toBe('no-credentials');
      expect(message).toMatch(/AWS does not take the keys of the profile "default" .*Run `aws configure` to/);
    }
});

it('keys that were replaced in the files are used without a new start, and are another account’s', async () => {
  const backend = inRegion('us-east-1');
  account.limits.token = 'expired';
  expect((await refusal(callerIdentity(backend))).message).toMatch(
    /the credentials of the profile "default" have expired/,
  );
  account.limits.token = 'good';
  files.credentials('[default]\naws_access_key_id = AKIDSECOND\naws_secret_access_key = secret\n');
  await callerIdentity(backend);
  expect(account.calls.at(-1)).toMatchObject({ action: 'sts:GetCallerIdentity', accessKeyId: 'AKIDSECOND' });
});

it('a role that may not be taken is a denial with the role, the action and the profile', async () => {
  files.config(
    '[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = default\n',
  );
  account.limits.denied.set('sts:AssumeRole', 'no-grant');
  const { code, message } = await refusal(
    searchTrainingJobs({ ...inRegion('us-east-1'), profile: 'admin' }, {}),
  );
  expect(code).toBe('access-denied');
  expect(message).toMatch(/the profile "admin" may not take the role arn:aws:iam::111122223333:role\/Admin/);
  expect(message).toMatch(/Allow sts:AssumeRole .* trust policy/);
});

it('who asks is told with the account, the credentials, their end, and the addresses, without a secret', async () => {
  account.limits.denied.set('iam:ListAccountAliases', 'no-grant');
  files.config(
    '[profile admin]\nrole_arn = arn:aws:iam::000000000000:role/Admin\nsource_profile = default\n',
  );
  const own = await readAccount(inRegion('eu-west-1'));
  expect(own).toMatchObject({
    region: 'eu-west-1',
    partition: 'AWS (aws)',
    accountId: '000000000000',
    alias: { unknown: 'access denied (iam:ListAccountAliases)' },
    source: 'the profile "default": keys of "default" in ~/.aws/credentials or ~/.aws/config',
    roles: [],
  });
  expect(own).not.toHaveProperty('until');
  expect(own.addresses.map(({ url }) => url)).toEqual(own.addresses.map(() => account.url));
  expect(own.addresses.map(({ service }) => service)).toEqual(
    expect.arrayContaining(['SageMaker', 'S3', 'IAM']),
  );

  const admin = await readAccount({ ...inRegion('eu-west-1'), profile: 'admin' });
  expect(admin.arn).toMatch(/assumed-role\/Admin\//);
  expect(admin.roles).toEqual([{ profile: 'admin', roleArn: 'arn:aws:iam::000000000000:role/Admin' }]);
  expect(admin.until).toBeGreaterThan(Date.now());
  expect(JSON.stringify([own, admin])).not.toContain('secret');
});

it('a clock that is off is told where AWS answers all the same', async () => {
  account.limits.clockAheadMs = 20 * 60_000;
  const { clockBehindMs = 0 } = await readAccount(inRegion('us-east-1'));
  expect(Math.round(clockBehindMs / 60_000)).toBe(20);
});

it('what the use cases need is checked with IAM, by the kind of each denial, or said to be unchecked', async () => {
  account.limits.denied.set('sagemaker:CreateTrainingJob', 'no-grant');
  account.limits.denied.set('sagemaker:CreateEndpoint', 'scp');
  account.limits.denied.set('s3:PutObject', 'boundary');
  account.limits.denied.set('iam:PassRole', 'explicit');
  const { needs, unchecked } = await checkPermissions(inRegion('eu-west-1'));
  expect(unchecked).toBeUndefined();
  const verdicts = needs
    .flatMap(({ actions }) => actions)
    .map(({ action, verdict }) => [action, verdict?.kind]);
  expect(verdicts.every(([, kind]) => kind !== undefined)).toBe(true);
  expect(Object.fromEntries(verdicts.filter(([, kind]) => kind !== 'allowed'))).toEqual({
    'sagemaker:CreateTrainingJob': 'not-granted',
    'sagemaker:CreateEndpoint': 'organization',
    's3:PutObject': 'boundary',
    'iam:PassRole': 'denied',
  });

  account.limits.denied.set('iam:SimulatePrincipalPolicy', 'no-grant');
  const blind = await checkPermissions(inRegion('eu-west-1'));
  expect(blind.unchecked).toBe('could not check: access denied (iam:SimulatePrincipalPolicy)');
  expect(blind.needs.map(({ what }) => what)).toEqual(needs.map(({ what }) => what));
  expect(blind.needs.flatMap(({ actions }) => actions).some(({ verdict }) => verdict !== undefined)).toBe(
    false,
  );
});
