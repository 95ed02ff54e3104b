import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetAws, makeSharedFiles, type SharedFiles } from '../../../testing/aws/shared-files';
import { type SpotdeckError } from '../../errors/spotdeck-error';
import { translateAwsError } from '../translate-error';
import { credentialsOf } from './credentials';

let files: SharedFiles;
beforeEach(() => {
  forgetAws();
  files = makeSharedFiles();
});
afterEach(() => {
  files.remove();
  forgetAws();
});

const region = 'eu-west-1';
const found = (profile?: string) => credentialsOf({ region, ...(profile !== undefined && { profile }) })();
const refusal = async (profile?: string): Promise<SpotdeckError> =>
  translateAwsError(
    await found(profile).then(
      () => expect.unreachable('credentials were found'),
      (error: unknown) => error,
    ),
    { region },
    'list the jobs',
  );
const hourMs = 3_600_000;

const keys = 'aws_access_key_id = AKIDKEYS\naws_secret_access_key = kept-secret\n';
const sso = `
[profile corp]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Research
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.awsapps.com/start
`;

describe('a profile that is not there', () => {
  it('is named, with the variable that names it, the files, and those that are there', async () => {
    files.config('[profile research]\nregion = eu-west-1\n');
    files.credentials(`[default]\n${keys}`);
    vi.stubEnv('AWS_PROFILE', 'nope');
    const { code, message } = await refusal();
    expect(code).toBe('no-credentials');
    expect(message).toBe(
      'Could not list the jobs: the profile "nope" that AWS_PROFILE names is neither in ~/.aws/config nor in ' +
        '~/.aws/credentials. Profiles there: "research", "default". Correct it, or run `aws configure --profile nope`. ' +
        'What is shown goes on by itself afterwards.',
    );
  });

  it('is not replaced by the keys of the environment', async () => {
    vi.stubEnv('AWS_PROFILE', 'nope');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'kept-secret');
    expect((await refusal()).message).toContain('"nope" that AWS_PROFILE names');
  });

  it('is looked for in the files that variables name, whose paths are not shown', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', '/somewhere/private/config');
    vi.stubEnv('AWS_PROFILE', 'nope');
    const { message } = await refusal();
    expect(message).toContain('in the file that AWS_CONFIG_FILE names nor in ~/.aws/credentials');
    expect(message).not.toContain('/somewhere');
  });

  it('is told from one that another profile takes its credentials from', async () => {
    files.config('[profile admin]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = gone\n');
    expect((await refusal('admin')).message).toContain(
      'the profile "gone" that the profile "admin" takes its credentials from (source_profile) is neither',
    );
  });

  it.each([
    ['a b', "aws configure --profile 'a b'"],
    ["it's", String.raw`aws configure --profile 'it'\''s'`],
    ['$(rm)', "aws configure --profile '$(rm)'"],
    ['__proto__', 'aws configure --profile __proto__'],
    ['constructor', 'aws configure --profile constructor'],
  ])('has a command that a shell takes: %s', async (name, command) => {
    expect((await refusal(name)).message).toContain(`\`${command}\``);
  });
});

describe('a profile that leads nowhere', () => {
  it.each([
    ['[profile a]\nregion = eu-west-1\n', /"a" holds no credentials/],
    ['[profile a]\nsso_session = x\n', /names the SSO session "x", for which there is no \[sso-session x\]/],
    [
      '[profile a]\nrole_arn = arn:r\nsource_profile = b\n[profile b]\nrole_arn = arn:s\nsource_profile = a\n',
      /in a circle/,
    ],
  ])('says so: %s', async (text, words) => {
    files.config(text);
    const { code, message } = await refusal('a');
    expect(code).toBe('no-credentials');
    expect(message).toMatch(words);
  });
});

describe('an SSO session', () => {
  it('that has expired shows the command, and credentials are asked for again after it was run', async () => {
    files.config(sso);
    files.ssoToken('corp', new Date(Date.now() - hourMs));
    const first = await refusal('corp');
    expect(first).toMatchObject({
      code: 'no-credentials',
      message:
        'Could not list the jobs: the SSO session of the profile "corp" has expired. Run `aws sso login --profile corp`. ' +
        'What is shown goes on by itself afterwards.',
    });
    files.config(`[profile corp]\n${keys}`);
    expect(await found('corp')).toMatchObject({ accessKeyId: 'AKIDKEYS' });
  });

  it('that nobody signed in to is told from one that has expired', async () => {
    files.config(sso);
    expect((await refusal('corp')).message).toMatch(
      /nobody is signed in to the SSO session of the profile "corp"/,
    );
  });

  it('of older profiles, by its address, is told too', async () => {
    files.config(
      '[default]\nsso_start_url = https://old/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n',
    );
    files.ssoToken('https://old/start', new Date(Date.now() - hourMs));
    expect((await refusal()).message).toMatch(/has expired. Run `aws sso login`\./);
  });

  it('is told by the profile that has it where another profile takes a role with it', async () => {
    files.config(`${sso}[profile admin]\nrole_arn = arn:aws:iam::1:role/Admin\nsource_profile = corp\n`);
    files.ssoToken('corp', new Date(Date.now() - hourMs));
    expect((await refusal('admin')).message).toContain('`aws sso login --profile corp`');
  });
});

describe('credentials', () => {
  it('are the environment’s, else the profile’s, and a profile that is named goes before both', async () => {
    files.credentials(`[default]\n${keys}[b]\naws_access_key_id = AKIDB\naws_secret_access_key = s\n`);
    expect(await found()).toMatchObject({ accessKeyId: 'AKIDKEYS' });
    forgetAws();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
    expect(await found()).toMatchObject({ accessKeyId: 'AKIDENVIRONMENT' });
    expect(await found('b')).toMatchObject({ accessKeyId: 'AKIDB' });
  });

  it('that are nowhere are told as that', async () => {
    expect((await refusal()).message).toMatch(
      /there are no AWS credentials: none in the environment, in no profile/,
    );
  });

  it('of a profile that asks for a device’s code name the command that asks for it', async () => {
    files.config(
      '[profile m]\nrole_arn = arn:aws:iam::1:role/M\nsource_profile = default\nmfa_serial = arn:aws:iam::1:mfa/me\n',
    );
    files.credentials(`[default]\n${keys}`);
    expect((await refusal('m')).message).toMatch(
      /"m" asks for a code of a multi-factor device.*aws configure export-credentials --profile m --format env/,
    );
  });

  it('hold no secret in what is said of them', async () => {
    files.config(sso);
    files.ssoToken('corp', new Date(Date.now() - hourMs));
    expect((await refusal('corp')).message).not.toContain('kept-secret');
  });
});
