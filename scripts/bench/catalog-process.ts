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
import { defaultReportQuery, type ReportQuery } from '../../lib/training/report/savings-report';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { type CatalogMeasurements } from './catalog';
import { timedReports, timeLists } from './catalog-questions';

const slug = 'local';

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
  for (const [name, change] of Object.entries(timedReports)) {
    // Nothing is remembered, in memory or on disk, as at the very first report of its kind.
    database.run('DELETE FROM day_sums');
    await time(`report, ${name}, the first`, { ...base, ...change });
    for (let repeat = 0; repeat < 7; repeat++) {
      // One job has changed, as by reading its log, so that no report is answered from memory.
      store.recordEpochs(names.pop() ?? '', { final: true, lostSeconds: 1 + repeat });
      await time(`report, ${name}`, { ...base, ...change });
    }
  }
  for (let groupPage = 2; groupPage < 9; groupPage++) {
    const period = { preset: 'all' as const };
    await time('report, another page of its groups', {
      ...base,
      period,
      group: 'prefix',
      prefixParts: 5,
      groupPage,
    });
  }
  return times;
};

const measure = async (): Promise<CatalogMeasurements> => {
  const sync = await synchronise();
  return {
    ...sync,
    listMs: await timeLists((query) => runUseCase(listJobs, slug, query), Date.now()),
    reportMs: await timeReports(),
  };
};

measure().then(
  (measured) => process.send?.(measured, () => process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
