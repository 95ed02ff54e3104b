/** A job that somebody deleted, or AWS Batch after a failed attempt, stays as what it was wherever it is named, and is marked. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { launchScript, resumingScript, startLimitedBackend } from '../../testing/dashboard/live-backend';
import { comparisonCsv } from '../training/compare/compare-csv';
import { type JobPage, type JobQuery } from '../training/job-list';
import { defaultReportQuery } from '../training/report/savings-report';

const name = 'AWSBatch-attempt-1';
const query: JobQuery = {
  filters: { nameContains: [], outcomes: [], instanceTypes: [], launchers: [], tags: [], where: [] },
  sort: { by: 'created', descending: true },
  page: 1,
  pageSize: 25,
};

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let jobs: Awaited<ReturnType<typeof loadUseCases>>;

const loadUseCases = async () => ({
  ...(await import('./compare-jobs')),
  ...(await import('./export-jobs')),
  ...(await import('./list-jobs')),
  ...(await import('./read-job')),
  ...(await import('./delete-job')),
  ...(await import('../backfill/watch-job')),
  ...(await import('../savings/report-savings')),
  ...(await import('../use-cases/run-use-case')),
});

const listed = async () => (await jobs.runUseCase(jobs.refreshJobs, 'local', query)) as JobPage;
const read = () => jobs.runUseCase(jobs.readJob, 'local', { name });

/** In all that names the job: what it came to is counted on, and the mark says that it is no longer there. */
const expectMarked = async (goneAt: number) => {
  const since = new Date(goneAt).toISOString();
  const compared = await jobs.runUseCase(jobs.compareJobs, 'local', { names: [name] });
  expect(compared).toMatchObject({ missing: [], jobs: [{ name, goneAt }] });
  expect(comparisonCsv(compared.jobs, () => 'lowest')).toContain(`${name},Completed,${since},`);
  const { body } = await jobs.runUseCase(jobs.exportJobs, 'local', query.filters);
  expect(await new Response(body).text()).toContain(since);
  const period = { preset: 'all' as const };
  const report = await jobs.runUseCase(jobs.reportSavings, 'local', {
    ...{ ...defaultReportQuery, period, group: 'job' as const },
  });
  expect(report.groups.jobs).toMatchObject([{ name, goneAt }]);
  expect(report.totals.jobs, 'it is counted as what it was').toBe(1);
};

beforeAll(async () => {
  live = await startLimitedBackend();
  jobs = await loadUseCases();
  await launchScript(live.backend, name, resumingScript);
  await vi.waitFor(async () => expect((await read()).job.status).toBe('Completed'), {
    timeout: 60_000,
    interval: 500,
  });
  await vi.waitFor(async () => expect((await listed()).rows[0]).toMatchObject({ name, launchedBy: 'batch' }));
}, 90_000);
afterAll(() => live.end());
afterEach(() => {
  // Whatever was asked is what AWS's own service models take.
  expect(live.account.invalid).toEqual([]);
  live.account.limits.denied.clear();
  live.account.limits.rates.clear();
});

it.each(['denied', 'throttled'])(
  'is not marked where asking for it is %s',
  async (refused) => {
    const { limits } = live.account;
    limits.vanished.add(name);
    if (refused === 'denied') limits.denied.set('sagemaker:DescribeTrainingJob', 'no-grant');
    else limits.rates.set('sagemaker:DescribeTrainingJob', 0);
    jobs.refreshJob('local', name);
    await vi.waitFor(async () => expect((await read()).problems.map(({ part }) => part)).toContain('job'), {
      timeout: 60_000,
    });
    expect((await read()).job.goneAt).toBeUndefined();
    expect((await listed()).rows[0]?.goneAt).toBeUndefined();
    limits.vanished.clear();
  },
  90_000,
);

it('is marked in page and list with all that was known, unmarked when it comes back, and can be taken out', async () => {
  const { limits } = live.account;
  const before = await read();
  limits.vanished.add(name);
  jobs.refreshJob('local', name);
  await vi.waitFor(
    async () => {
      jobs.refreshJob('local', name);
      expect((await read()).job.goneAt).toBeTypeOf('number');
    },
    { timeout: 60_000, interval: 500 },
  );
  const gone = await read();
  expect(gone.job).toMatchObject({ ...before.job, goneAt: gone.job.goneAt });
  expect(gone.reading.attempts).toEqual(before.reading.attempts);
  expect((await listed()).rows[0]).toMatchObject({ name, goneAt: gone.job.goneAt });
  await expectMarked(gone.job.goneAt ?? 0);
  limits.vanished.clear();
  jobs.refreshJob('local', name);
  await vi.waitFor(async () => expect((await read()).job).not.toHaveProperty('goneAt'), { timeout: 60_000 });
  await vi.waitFor(async () => expect((await listed()).rows[0]).not.toHaveProperty('goneAt'));
  limits.vanished.add(name);
  expect(await jobs.runUseCase(jobs.deleteJob, 'local', { name })).toEqual({ deleted: name });
  expect((await listed()).rows).toEqual([]);
  await expect(jobs.runUseCase(jobs.deleteJob, 'local', { name })).rejects.toMatchObject({
    code: 'not-found',
  });
}, 120_000);
