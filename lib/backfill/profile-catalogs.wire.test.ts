/** Profiles as accounts: those that lead to one account agree, and two accounts are never mixed. */
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type LimitedAccount, startLimitedAccount } from '../../testing/aws/account/limited-account';
import { forgetAws, makeSharedFiles, type SharedFiles } from '../../testing/aws/shared-files';
import { startBackend, type TestBackend } from '../../testing/local/start-backend';

let local: TestBackend;
let account: LimitedAccount;
let files: SharedFiles;
const keysOf = (profile: string) =>
  `[${profile}]\naws_access_key_id = AKID${profile.toUpperCase()}\naws_secret_access_key = secret\n`;

beforeAll(async () => {
  local = await startBackend();
  account = await startLimitedAccount(local.url);
  forgetAws();
  files = makeSharedFiles();
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
  vi.stubEnv('SPOTDECK_DATA_DIR', path.join(local.dataDir, 'dashboard'));
  vi.stubEnv('SPOTDECK_LOCAL_PORT', new URL(local.url).port);
  vi.resetModules();
  files.credentials(['default', 'same', 'denied', 'other'].map(keysOf).join(''));
  account.limits.accounts.set('AKIDOTHER', '111122223333');
});
afterAll(async () => {
  files.remove();
  forgetAws();
  await account.end();
  await local.end();
});

it('two profiles of one account have one catalog and one budget; another account has its own', async () => {
  const { jobCatalog } = await import('./job-catalog');
  const { getBackend } = await import('../aws/backends');
  const { callBudgetOf } = await import('../aws/clients');
  const slugs = ['us-east-1', 'us-east-1~same', 'us-east-1~other', 'eu-west-1~same'];
  const [own, same, other, elsewhere] = await Promise.all(slugs.map(jobCatalog));
  expect(same).toBe(own);
  expect(own?.scope).toEqual({ backend: 'us-east-1', account: '000000000000' });
  expect(other?.scope).toEqual({ backend: 'us-east-1', account: '111122223333' });
  expect(elsewhere?.scope).toEqual({ backend: 'eu-west-1', account: '000000000000' });
  const budgets = slugs.map((slug) => callBudgetOf(getBackend(slug)));
  expect(budgets[1]).toBe(budgets[0]);
  expect(new Set(budgets).size).toBe(3);
});

it('where credentials cannot say, a profile’s jobs are those of its own account, or unknown', async () => {
  account.limits.token = 'expired';
  const { inProcess } = await import('../process/process-memory');
  // As after a start: what was asked is forgotten, what was written is not.
  for (const name of ['identity', 'catalog-accounts', 'last-accounts'])
    inProcess(name, () => new Map<string, unknown>()).clear();
  vi.resetModules();
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('spotdeck.last-accounts')];
  const { jobCatalog } = await import('./job-catalog');
  expect((await jobCatalog('us-east-1~other')).scope.account).toBe('111122223333');
  expect((await jobCatalog('us-east-1')).scope.account).toBe('000000000000');
  await expect(jobCatalog('us-east-1~denied')).rejects.toMatchObject({ code: 'no-credentials' });
  account.limits.token = 'good';
});

it('nothing is asked of a profile before it is looked at', async () => {
  const { listBackends, getBackend } = await import('../aws/backends');
  const before = account.calls.length;
  const listed = await listBackends(getBackend('us-east-1'));
  expect(listed.filter(({ isOtherAccount }) => isOtherAccount).map(({ profile }) => profile)).toEqual([
    'same',
    'denied',
    'other',
  ]);
  expect(account.calls.length).toBe(before);
});

it('the address alone opens where the reader was, else AWS where there are credentials and no local jobs', async () => {
  const { openHome } = await import('../backends/open-home');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const home = (lastPlace?: string) =>
    runUseCase(openHome, 'local', lastPlace === undefined ? {} : { lastPlace });
  expect(await home('/eu-west-1~other/savings?by=tag')).toBe('/eu-west-1~other/savings?by=tag');
  expect(await home('/mars/jobs')).toBe('/us-east-1/jobs');
  expect(await home('//evil.example/jobs')).toBe('/us-east-1/jobs');
  vi.stubEnv('AWS_REGION', 'ap-south-1');
  expect(await home()).toBe('/ap-south-1/jobs');
  const { launchScript } = await import('../../testing/dashboard/live-backend');
  const { getBackend } = await import('../aws/backends');
  await launchScript(getBackend('local'), 'one', "console.log('done');");
  await expect.poll(() => home()).toBe('/local/jobs');
});
