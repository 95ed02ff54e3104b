/** What is done here is in the lists at once, and stays there while Search answers from before it. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { launchInput } from '../../testing/dashboard/launch-input';
import { launchScript, resumingScript, startLimitedBackend } from '../../testing/dashboard/live-backend';
import { type JobFilters, noFilters } from '../training/job-filters';
import { archivedTag, favouriteTag, markChange, noteChange, noteOf } from '../training/job-tags';
import { type JobPage } from '../training/job-list';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;

const loadUseCases = async () => ({
  ...(await import('./list-jobs')),
  ...(await import('./tag-job')),
  ...(await import('./stop-job')),
  ...(await import('../launch/launch-job')),
  ...(await import('../aws/default-bucket')),
  ...(await import('../aws/tags')),
  ...(await import('../aws/training-jobs')),
  ...(await import('../backfill/job-catalog')),
  ...(await import('../use-cases/run-use-case')),
});

/** Names of the jobs that the list shows after it has asked Search anew. */
const listed = async (filters: Partial<JobFilters> = {}) => {
  const page = (await jobs.runUseCase(jobs.refreshJobs, 'local', {
    filters: { ...noFilters, ...filters },
    sort: { by: 'created', descending: true },
    page: 1,
    pageSize: 25,
  })) as JobPage;
  return page.rows;
};
const names = async (filters: Partial<JobFilters>) => (await listed(filters)).map(({ name }) => name);
const searches = () => live.account.counts()['sagemaker:Search'] ?? 0;

beforeAll(async () => {
  live = await startLimitedBackend();
  jobs = await loadUseCases();
  await launchScript(live.backend, 'done', resumingScript);
  await launchScript(live.backend, 'runs', 'setInterval(() => {}, 1000);');
  await vi.waitFor(
    async () =>
      expect((await listed()).map(({ name, status }) => [name, status])).toEqual([
        ['runs', 'InProgress'],
        ['done', 'Completed'],
      ]),
    { timeout: 60_000, interval: 500 },
  );
}, 90_000);
afterAll(() => live.end());
afterEach(() => {
  expect(live.account.invalid).toEqual([]);
  live.account.limits.searchAsOf = undefined;
});

it('marks and notes stay while Search answers with the tags of before, until it has caught up', async () => {
  const { limits } = live.account;
  limits.searchAsOf = Date.now();
  const before = searches();
  await jobs.runUseCase(jobs.tagJob, 'local', { name: 'done', change: markChange(favouriteTag, true) });
  await jobs.runUseCase(jobs.tagJob, 'local', { name: 'done', change: noteChange('best so far') });
  for (let time = 0; time < 3; time += 1) {
    expect(await names({ favourite: true })).toEqual(['done']);
    expect(await names({ favourite: false })).toEqual(['runs']);
  }
  const { store } = await jobs.jobCatalog('local');
  expect(noteOf(store.readJob('done')?.tags)).toBe('best so far');
  await jobs.runUseCase(jobs.tagJob, 'local', { name: 'done', change: markChange(favouriteTag, false) });
  await jobs.runUseCase(jobs.tagJob, 'local', { name: 'done', change: markChange(archivedTag, true) });
  expect(await names({ favourite: true })).toEqual([]);
  expect(await names({ archived: 'hidden' })).toEqual(['runs']);
  expect(searches()).toBeGreaterThan(before);
  // Search has caught up, and then somebody else takes the mark away.
  limits.searchAsOf = undefined;
  expect(await names({ archived: 'only' })).toEqual(['done']);
  const { arn } = await jobs.describeTrainingJob(live.backend, 'done');
  await jobs.changeTags(live.backend, arn, markChange(archivedTag, false));
  await vi.waitFor(async () => expect(await names({ archived: 'only' })).toEqual([]));
});

it('a job that was launched here is listed although Search does not know it yet', async () => {
  live.account.limits.searchAsOf = Date.now();
  const bucket = await jobs.ensureDefaultBucket(live.backend);
  const files = [{ path: 'train.mjs', bytes: Buffer.from('setInterval(() => {}, 1000);') }];
  const launchId = '11111111-0000-4000-8000-000000000000';
  const launch = { ...launchInput(bucket, 'launched'), launchId, files };
  await jobs.runUseCase(jobs.launchJob, 'local', launch);
  for (let time = 0; time < 3; time += 1) expect(await names({})).toContain('launched');
  await jobs.runUseCase(jobs.stopJob, 'local', { name: 'launched' });
});

it('a job that was stopped here is no longer shown to run, whatever Search says', async () => {
  live.account.limits.searchAsOf = Date.now();
  await jobs.runUseCase(jobs.stopJob, 'local', { name: 'runs' });
  for (let time = 0; time < 3; time += 1)
    expect((await listed()).find(({ name }) => name === 'runs')?.status).not.toBe('InProgress');
});
