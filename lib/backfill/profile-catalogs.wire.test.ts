/** Profiles as accounts: those that lead to one account agree, and two accounts are never mixed. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type SeveralAccounts, startSeveralAccounts } from '../../testing/aws/several-accounts';

let accounts: SeveralAccounts;

beforeAll(async () => {
  accounts = await startSeveralAccounts(['default', 'same', 'denied', 'other']);
});
afterAll(() => accounts.end());

it('two profiles of one account have one catalog and one budget; another account has its own', async () => {
  const { jobCatalog } = await import('./job-catalog');
  const { getBackend } = await import('../aws/backends');
  const { getCallBudget } = await import('../aws/clients');
  const slugs = ['us-east-1', 'us-east-1~same', 'us-east-1~other', 'eu-west-1~same'];
  const [own, same, other, elsewhere] = await Promise.all(slugs.map(jobCatalog));
  expect(same).toBe(own);
  expect(own?.scope).toEqual({ backend: 'us-east-1', account: '000000000000' });
  expect(other?.scope).toEqual({ backend: 'us-east-1', account: '111122223333' });
  expect(elsewhere?.scope).toEqual({ backend: 'eu-west-1', account: '000000000000' });
  const budgets = slugs.map((slug) => getCallBudget(getBackend(slug)));
  expect(budgets[1]).toBe(budgets[0]);
  expect(new Set(budgets).size).toBe(3);
});

it('where credentials cannot say, a profile’s jobs are those of its own account, or unknown', async () => {
  accounts.account.limits.token = 'expired';
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
  accounts.account.limits.token = 'good';
});

it('nothing is asked of a profile before it is looked at', async () => {
  const { listBackends, getBackend } = await import('../aws/backends');
  const before = accounts.account.calls.length;
  const listed = await listBackends(getBackend('us-east-1'));
  expect(listed.filter(({ isOtherAccount }) => isOtherAccount).map(({ profile }) => profile)).toEqual([
    'same',
    'denied',
    'other',
  ]);
  expect(accounts.account.calls.length).toBe(before);
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
