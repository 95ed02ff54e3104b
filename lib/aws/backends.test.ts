import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeSharedFiles } from '../../testing/aws/shared-files';
import { type Backend, getBackend, listBackends } from './backends';

const forget = () => {
  for (const name of ['aws-availability', 'aws-availability-asked', 'credential-chains'])
    delete (globalThis as { [key: symbol]: unknown })[Symbol.for(`spotdeck.${name}`)];
};

beforeEach(() => {
  forget();
  // A machine without credentials: nothing in the environment, in files, or from an instance.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
  for (const name of [
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
});
afterEach(() => {
  vi.unstubAllEnvs();
  forget();
});

describe('backends', () => {
  it('are the local one, first and always available, and the Regions of AWS', async () => {
    const [local, ...regions] = await listBackends();
    expect(local).toMatchObject({ slug: 'local', region: 'us-east-1', available: true });
    expect(local?.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(regions.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['us-east-1', 'eu-west-1']));
    expect(regions.every(({ slug, region, endpoint }) => slug === region && endpoint === undefined)).toBe(
      true,
    );
  });

  it('say why AWS is unavailable and what to do, where there are no credentials', async () => {
    const [, region] = await listBackends();
    expect(region?.available).toMatchObject({
      reason: expect.stringContaining('There are no AWS credentials') as string,
      remedy: expect.stringContaining('aws configure') as string,
    });
  });

  it('offer the Regions once there are credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    expect((await listBackends()).every(({ available }) => available === true)).toBe(true);
  });

  it('are found by the first segment of a page, and nothing else is one', () => {
    expect(getBackend('us-west-2')).toMatchObject({ region: 'us-west-2' });
    for (const slug of ['mars', 'LOCAL', '', '__proto__', 'us-west-2/']) {
      expect(() => getBackend(slug)).toThrow(/no backend/);
    }
  });
});

describe('profiles', () => {
  const region = 'us-east-1';
  it('are accounts of their own beside the Regions, found by their address, and nothing is asked of them', async () => {
    const files = makeSharedFiles();
    files.config(
      '[profile research]\nregion = eu-west-1\n[profile a.b@c]\noutput = json\n[profile gov]\nregion = us-gov-west-1\n[sso-session s]\n',
    );
    files.credentials('[default]\naws_access_key_id = AKID\naws_secret_access_key = s\n');
    const accountsOf = (backends: Backend[]) =>
      backends.filter(({ isOtherAccount }) => isOtherAccount).map(({ slug }) => slug);
    expect(accountsOf(await listBackends(getBackend(region)))).toEqual([
      'us-east-1~research',
      'us-east-1~a.b~40c',
      'us-gov-west-1~gov',
    ]);
    // From this machine no Region is looked at yet: each begins in its own.
    expect(accountsOf(await listBackends(getBackend('local')))).toContain('eu-west-1~research');
    const research = getBackend('eu-west-1~research');
    expect(research).toMatchObject({ region: 'eu-west-1', profile: 'research' });
    const seen = await listBackends(research);
    expect(accountsOf(seen)).toEqual(['eu-west-1', 'eu-west-1~a.b~40c', 'us-gov-west-1~gov']);
    expect(seen.map(({ slug }) => slug)).toContain('us-west-2~research');
    const gov = (await listBackends(getBackend('us-gov-west-1~gov'))).filter((one) => !one.isOtherAccount);
    expect(gov.map(({ slug }) => slug)).toEqual(['local', 'us-gov-west-1~gov', 'us-gov-east-1~gov']);
    expect(() => getBackend('us-east-1~~zz')).toThrow(/no backend/);
    files.remove();
  });
});
