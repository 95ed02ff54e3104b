/**
 * A process of its own, so that nothing else takes its time: brings an empty catalog in step with a backend, then times
 * what the pages ask of it. Tells its parent what it measured.
 */
import { subscribe } from 'node:diagnostics_channel';
import { type ClientRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jobCatalog } from '../../lib/backfill/job-catalog';
import { listJobs } from '../../lib/jobs/list-jobs';
import { reportSavings } from '../../lib/savings/report-savings';
import { type JobFilters, noFilters } from '../../lib/training/job-filters';
import { jobSortKeys } from '../../lib/training/job-columns';
import { defaultReportQuery, type ReportQuery } from '../../lib/training/report/savings-report';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { type CatalogMeasurements } from './catalog';

const slug = 'local';
const pageSize = 25;

/** AWS calls by operation, counted on the wire. */
const calls: Record<string, number> = {};
subscribe('http.client.request.start', (message) => {
  const target = (message as { request: ClientRequest }).request.getHeader('x-amz-target');
  const operation =
    String(target ?? 'other')
      .split('.')
      .at(-1) ?? 'other';
  calls[operation] = (calls[operation] ?? 0) + 1;
});

const synchronise = async () => {
  const began = performance.now();
  const catalog = await jobCatalog(slug);
  const release = catalog.sync.view();
  for (;;) {
    const { asOf, firstSync, problem } = catalog.sync.freshness();
    if (problem) throw new Error(problem.message);
    if (asOf !== undefined && firstSync === undefined) break;
    await delay(20);
  }
  const seconds = (performance.now() - began) / 1000;
  release();
  const first = { ...calls };
  const before = calls.Search ?? 0;
  await catalog.sync.refreshNow();
  const incrementalCalls = (calls.Search ?? 0) - before;
  await catalog.sync.stop();
  return {
    jobs: catalog.store.count(),
    syncSeconds: seconds,
    searchCalls: first.Search ?? 0,
    describeCalls: first.DescribeTrainingJob ?? 0,
    incrementalCalls,
  };
};

const filterSets: Partial<JobFilters>[] = [
  {},
  { outcomes: ['failed'] },
  { spot: true, outcomes: ['completed'] },
  { nameContains: ['train'] },
  { instanceTypes: ['ml.g5.xlarge'], spot: false },
  { standing: 'counted', endedFrom: Date.UTC(2026, 9, 1), endedBefore: Date.UTC(2026, 10, 1) },
];

/** Milliseconds of every sort column, either way, first, middle and last page, with each filter. */
const timeLists = async (): Promise<number[]> => {
  const times: number[] = [];
  for (const filters of filterSets) {
    for (const by of jobSortKeys) {
      for (const descending of [true, false]) {
        const query = { filters: { ...noFilters, ...filters }, sort: { by, descending }, pageSize };
        const { total } = await runUseCase(listJobs, slug, { ...query, page: 1 });
        const last = Math.max(1, Math.ceil(total / pageSize));
        for (const page of [1, Math.ceil(last / 2), last]) {
          const began = performance.now();
          await runUseCase(listJobs, slug, { ...query, page });
          times.push(performance.now() - began);
        }
      }
    }
  }
  return times;
};

const reports: Record<string, Partial<ReportQuery>> = {
  '30 days by instance type': {},
  'all time by instance type': { period: { preset: 'all' } },
  'all time by tag': { period: { preset: 'all' }, group: 'tag' },
  'all time by name': { period: { preset: 'all' }, group: 'prefix' },
  'all time by job': { period: { preset: 'all' }, group: 'job' },
  'all time by the whole name': { period: { preset: 'all' }, group: 'prefix', prefixParts: 5 },
};

const timeReports = async (): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = {};
  // The prices are read behind the first report's back.
  const base: ReportQuery = { ...defaultReportQuery, zone: 'Europe/Berlin' };
  while ((await runUseCase(reportSavings, slug, base)).pricesPending) await delay(50);
  const { database, store } = await jobCatalog(slug);
  const time = async (name: string, query: ReportQuery) => {
    const began = performance.now();
    await runUseCase(reportSavings, slug, query);
    (times[name] ??= []).push(performance.now() - began);
  };
  const names = database.column(
    'SELECT name FROM job WHERE terminal = 1 ORDER BY random() LIMIT 100',
    z.string(),
  );
  for (const [name, change] of Object.entries(reports)) {
    // Nothing is remembered, in memory or on disk, as at the very first report of its kind.
    database.run('DELETE FROM day_sums');
    await time(`${name}, the first`, { ...base, ...change });
    for (let repeat = 0; repeat < 7; repeat++) {
      // One job has changed, as by reading its log, so that no report is answered from memory.
      store.recordEpochs(names.pop() ?? '', { final: true, lostSeconds: 1 + repeat });
      await time(name, { ...base, ...change });
    }
  }
  for (let groupPage = 2; groupPage < 9; groupPage++) {
    const period = { preset: 'all' as const };
    await time('another page of its groups', { ...base, period, group: 'prefix', prefixParts: 5, groupPage });
  }
  return times;
};

const measure = async (): Promise<CatalogMeasurements> => {
  const sync = await synchronise();
  return { ...sync, listMs: await timeLists(), reportMs: await timeReports() };
};

measure().then(
  (measured) => process.send?.(measured, () => process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
