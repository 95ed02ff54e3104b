/** AWS as an account without an address of its own sees it, played by the test account: what is refused, and why. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type LimitedAccount, startLimitedAccount } from '../../../testing/aws/account/limited-account';
import { forgetAws, makeSharedFiles, type SharedFiles } from '../../../testing/aws/shared-files';
import { startBackend, type TestBackend } from '../../../testing/local/start-backend';
import { type SpotdeckError } from '../../errors/spotdeck-error';
import { callerIdentity } from '../identity';
import { listObjects } from '../objects';
import { listLogStreams, trainingLogGroup } from '../logs';
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
