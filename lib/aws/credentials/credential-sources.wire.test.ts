/**
 * Credentials from where AWS's own tools find them, by the SDK's own chain: each source is named with when its credentials
 * end, requests are signed with what it gave, and one that refuses is told as itself.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LimitedAccount, startLimitedAccount } from '../../../testing/aws/account/limited-account';
import {
  type CredentialSource,
  type CredentialSources,
  givenRoles,
  proofs,
  startCredentialSources,
} from '../../../testing/aws/credential-sources';
import { forgetAws, makeSharedFiles, type SharedFiles } from '../../../testing/aws/shared-files';
import { startBackend, type TestBackend } from '../../../testing/local/start-backend';
import { type SpotdeckError } from '../../errors/spotdeck-error';
import { readAccount } from '../account';
import { type Backend } from '../backends';
import { searchTrainingJobs } from '../training-jobs';

let local: TestBackend;
let account: LimitedAccount;
let sources: CredentialSources;
let files: SharedFiles;

beforeAll(async () => {
  local = await startBackend();
});
afterAll(() => local.end());
beforeEach(async () => {
  forgetAws();
  [account, sources] = await Promise.all([startLimitedAccount(local.url), startCredentialSources()]);
  files = makeSharedFiles();
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
});
afterEach(async () => {
  files.remove();
  forgetAws();
  await Promise.all([account.end(), sources.end()]);
  expect(account.invalid).toEqual([]);
});

const backend = (profile?: string): Backend => ({
  ...{ slug: 'eu-west-1', label: 'eu-west-1', region: 'eu-west-1', available: true },
  ...(profile !== undefined && { profile }),
});
const refusal = (profile?: string): Promise<SpotdeckError> =>
  searchTrainingJobs(backend(profile), {}).then(
    () => expect.unreachable('it was answered'),
    (error: SpotdeckError) => error,
  );

const sso = `
[profile corp]
sso_session = corp
sso_account_id = ${givenRoles.sso.account}
sso_role_name = ${givenRoles.sso.role}
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.awsapps.com/start
[profile older]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
sso_account_id = ${givenRoles.sso.account}
sso_role_name = ${givenRoles.sso.role}
`;
const hourMs = 3_600_000;
const signedInUntil = Math.floor((Date.now() + 8 * hourMs) / 1000) * 1000;

const signIn = () => {
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', sources.url);
  files.config(sso);
  for (const name of ['corp', 'https://corp.awsapps.com/start'])
    files.ssoToken(name, new Date(signedInUntil));
};
const isWorkload = () => {
  account.limits.webIdentity = sources.webIdentity;
  const file = path.join(process.env.HOME ?? '', 'token');
  writeFileSync(file, proofs['web-identity']);
  vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file);
  vi.stubEnv('AWS_ROLE_ARN', givenRoles.webIdentity);
  return file;
};
const isTask = () => {
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${sources.url}/container`);
  vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', proofs.container);
};
const isInstance = () => {
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', sources.url);
};

interface Case {
  title: string;
  source: CredentialSource;
  setUp: () => void;
  profile?: string;
  words: RegExp;
}
const cases: readonly Case[] = [
  {
    title: 'IAM Identity Center',
    source: 'sso',
    setUp: signIn,
    profile: 'corp',
    words:
      /^the profile "corp": IAM Identity Center, session "corp" at https:\/\/corp\.awsapps\.com\/start, role Research, account 111122223333$/,
  },
  {
    title: 'IAM Identity Center of an older profile',
    source: 'sso',
    setUp: signIn,
    profile: 'older',
    words:
      /^the profile "older": IAM Identity Center, https:\/\/corp\.awsapps\.com\/start, role Research, account 111122223333$/,
  },
  {
    title: 'a web identity of the environment',
    source: 'web-identity',
    setUp: isWorkload,
    words: /^a role taken with a web identity token/,
  },
  {
    title: 'a web identity of a profile',
    source: 'web-identity',
    setUp: () => {
      const file = isWorkload();
      vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', undefined);
      vi.stubEnv('AWS_ROLE_ARN', undefined);
      files.config(
        `[profile irsa]\nrole_arn = ${givenRoles.webIdentity}\nweb_identity_token_file = ${file}\n`,
      );
    },
    profile: 'irsa',
    words: /^the profile "irsa": a role taken with a web identity token/,
  },
  {
    title: 'a container',
    source: 'container',
    setUp: isTask,
    words: /^the role of the container that Spotdeck runs in$/,
  },
  {
    title: 'an instance',
    source: 'instance',
    setUp: isInstance,
    words: /^the role of the instance that Spotdeck runs on$/,
  },
];

describe.each(cases)('credentials of $title', ({ source, setUp, profile, words }) => {
  beforeEach(setUp);

  it('are named with when they end, and sign what is asked', async () => {
    const before = Date.now();
    const view = await readAccount(backend(profile));
    expect(view.source).toMatch(words);
    expect(view.accountId).toBe('000000000000');
    expect(view.until).toBeGreaterThanOrEqual(Math.floor((before + hourMs) / 1000) * 1000);
    expect(view.until).toBeLessThanOrEqual(Date.now() + hourMs);
    expect(view.signInUntil).toBe(source === 'sso' ? signedInUntil : undefined);
    await searchTrainingJobs(backend(profile), {});
    // Once for all that was asked.
    expect(sources.given[source]).toHaveLength(1);
    expect(account.calls.at(-1)).toMatchObject({
      action: 'sagemaker:Search',
      accessKeyId: sources.given[source][0],
    });
    expect(JSON.stringify(view)).not.toMatch(/kept-|signature/);
  });

  it('are taken anew before they end', async () => {
    // The SDK renews behind the calls what ends within five minutes.
    sources.lifetimeMs = 240_000;
    const signedBy = async () => {
      await searchTrainingJobs(backend(profile), {});
      return account.calls.findLast(({ action }) => action === 'sagemaker:Search')?.accessKeyId;
    };
    expect(await signedBy()).toBe(sources.given[source][0]);
    await vi.waitFor(async () => expect(await signedBy()).not.toBe(sources.given[source][0]), {
      timeout: 20_000,
    });
    expect(sources.given[source]).toContain(await signedBy());
  });

  it('that are refused are told as what they are, and had again once they are given', async () => {
    sources.refusing.add(source);
    const { code, message } = await refusal(profile);
    expect(code).toBe(source === 'sso' ? 'access-denied' : 'no-credentials');
    expect(message).toMatch(refusedWords[source]);
    sources.refusing.clear();
    expect((await searchTrainingJobs(backend(profile), {})).jobs).toEqual([]);
  });
});

const refusedWords: Record<CredentialSource, RegExp> = {
  sso: /IAM Identity Center does not give the role Research in the account 111122223333.*assignment/,
  'web-identity':
    /no role could be taken with the web identity token .*AssumeRoleWithWebIdentity.*trust policy/,
  container: /the container's credentials could not be had.*Check the role of the task or the pod/,
  instance: /no instance role/,
};

it('an SSO session whose token the portal does not take has the command that signs in again', async () => {
  signIn();
  files.ssoToken('corp', new Date(signedInUntil), 'of-yesterday');
  expect((await refusal('corp')).message).toMatch(/`aws sso login --profile corp`/);
});

it.each([
  ['Ec2InstanceMetadata', isInstance, /the role of the instance/],
  ['EcsContainer', isTask, /the role of the container/],
] as const)(
  'a role that is taken with the credentials of %s is named with both',
  async (from, setUp, words) => {
    setUp();
    files.config(
      `[profile admin]\nrole_arn = arn:aws:iam::000000000000:role/Admin\ncredential_source = ${from}\n`,
    );
    const view = await readAccount(backend('admin'));
    expect(view.source).toMatch(words);
    expect(view.arn).toMatch(/:assumed-role\/Admin\//);
    expect(view.roles).toEqual([{ profile: 'admin', roleArn: 'arn:aws:iam::000000000000:role/Admin' }]);
    expect(view.until).toBeGreaterThan(Date.now());
  },
);
