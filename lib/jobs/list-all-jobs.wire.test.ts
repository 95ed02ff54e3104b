/** Several accounts and Regions in one list: each is told by itself, and none keeps another from being shown. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SeveralAccounts, startSeveralAccounts } from '../../testing/aws/several-accounts';
import { launchScript } from '../../testing/dashboard/live-backend';
import { noFilters } from '../training/job-filters';
import { type JobPage, type JobQuery } from '../training/job-list';

let accounts: SeveralAccounts;

const query: JobQuery = {
  filters: noFilters,
  sort: { by: 'name', descending: false },
  page: 1,
  pageSize: 25,
};

beforeAll(async () => {
  accounts = await startSeveralAccounts();
  const { getBackend } = await import('../aws/backends');
  const script = "console.log('done');";
  await launchScript(getBackend('local'), 'both-have-it', script);
  await launchScript(getBackend('local'), 'local-one', script);
  await launchScript(getBackend('us-east-1'), 'both-have-it', script);
  await launchScript(getBackend('us-east-1'), 'remote-one', script);
});
afterAll(() => accounts.end());

const list = async (
  useCase: 'listAllJobs' | 'refreshAllJobs',
  places: string[],
  asked = query,
): Promise<JobPage> => {
  const jobs = await import('./list-all-jobs');
  const { runUseCase } = await import('../use-cases/run-use-case');
  return runUseCase(jobs[useCase], 'local', { places, query: asked });
};
const told = ({ rows }: JobPage) => rows.map(({ where, name }) => `${where} ${name}`);
const both = ['local both-have-it', 'us-east-1 both-have-it', 'local local-one', 'us-east-1 remote-one'];

it('shows the jobs of each once, however many profiles lead there, and says of each how it is', async () => {
  await expect
    .poll(async () => told(await list('refreshAllJobs', ['local', 'us-east-1', 'us-east-1~same', 'mars-1'])))
    .toEqual(both);
  const page = await list('listAllJobs', ['local', 'us-east-1', 'us-east-1~same', 'mars-1']);
  expect(page).toMatchObject({ total: 4, totalUnfiltered: 4 });
  expect(page.freshness.problem).toBeUndefined();
  expect(page.places).toMatchObject([
    { slug: 'local', jobs: 2 },
    { slug: 'us-east-1', jobs: 2 },
    { slug: 'us-east-1~same', sameAs: 'us-east-1' },
    { slug: 'mars-1', freshness: { problem: { code: 'not-found' } } },
  ]);
  const some = await list('listAllJobs', ['local', 'us-east-1'], {
    ...query,
    filters: { ...noFilters, where: ['us-east-1'] },
  });
  expect(told(some)).toEqual(['us-east-1 both-have-it', 'us-east-1 remote-one']);
});

it('chooses what was opened before where nothing is chosen', async () => {
  expect(told(await list('listAllJobs', []))).toEqual(both);
});

it('keeps what is known of one that cannot be read, and waits for none that does not answer', async () => {
  accounts.account.limits.token = 'expired';
  accounts.account.limits.down.set('sts', 'silent');
  const page = await list('refreshAllJobs', ['local', 'us-east-1', 'us-east-1~other']);
  expect(told(page)).toEqual(both);
  const [own, remoteState, never] = page.places ?? [];
  expect(own?.freshness?.problem).toBeUndefined();
  expect(remoteState).toMatchObject({ jobs: 2, freshness: { problem: { code: 'no-credentials' } } });
  expect(remoteState?.freshness?.asOf).toBeTypeOf('number');
  // It was never opened and does not say who it is: it is told of, and shown once it answers.
  expect(never).toEqual({ slug: 'us-east-1~other' });
  accounts.account.limits.down.clear();
  accounts.account.limits.token = 'good';
});

it('follows all of them, and shows one that could not be opened once it can be', async () => {
  const { followPlace, watchAllJobs } = await import('./follow-all-jobs');
  const { systemClock } = await import('../process/clock');
  const { SpotdeckError } = await import('../errors/spotdeck-error');
  const { getBackend } = await import('../aws/backends');
  const pages: JobPage[] = [];
  let isSignedIn = false;
  const end = watchAllJobs(
    ['local', 'us-east-1'],
    query,
    { ...systemClock, after: (ms, act) => systemClock.after(Math.min(ms, 50), act) },
    (page) => pages.push(page),
    async (slug, ...rest) => {
      if (slug === 'us-east-1' && !isSignedIn) throw new SpotdeckError('no-credentials', 'Sign in.');
      return followPlace(slug, ...rest);
    },
  );
  const problems = () =>
    pages.at(-1)?.places?.map(({ freshness }) => freshness?.problem?.message) ?? ['not shown yet'];
  await expect.poll(problems).toEqual([undefined, 'Sign in.']);
  expect(told(pages.at(-1)!)).toEqual(['local both-have-it', 'local local-one']);
  isSignedIn = true;
  await expect.poll(() => told(pages.at(-1)!)).toEqual(both);
  await launchScript(getBackend('local'), 'later', "console.log('done');");
  await expect.poll(() => told(pages.at(-1)!), { timeout: 30_000 }).toContain('local later');
  end();
});

it('gives all of them as CSV, each with where it is and whose money is simulated', async () => {
  const { exportAllJobs } = await import('./export-all-jobs');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const { body, fileName } = await runUseCase(exportAllJobs, 'local', {
    places: ['local', 'us-east-1'],
    filters: { ...noFilters, nameContains: ['both'] },
  });
  const rows = (await new Response(body).text()).trimEnd().split('\r\n');
  expect(fileName).toMatch(/^spotdeck-jobs-all-\d{4}-\d\d-\d\d\.csv$/);
  expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
    ['name', 'account and Region', 'money is'],
    ['both-have-it', 'Local backend', 'simulated'],
    ['both-have-it', 'us-east-1', 'real'],
  ]);
});
