import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobQueries } from '../catalog/query-jobs';
import { type JobFilters } from '../training/job-filters';
import { savedShareOf } from '../training/report/amounts';
import { maxNameParts } from '../training/report/name-parts';
import { resolvePeriod } from '../training/report/period';
import { defaultReportQuery, type ReportQuery } from '../training/report/savings-report';
import { type TrainingJob } from '../training/training-job';
import { type ReportCatalog } from '../backfill/report-catalog';
import { wasteCauses } from '../training/money/waste';
import {
  defaultWasteQuery,
  type WasteGroup,
  wasteGroups,
  type WasteRow,
} from '../training/report/waste-board';
import { computeReport } from '../reports/compute-report';
import { computeWaste } from '../reports/compute-waste';
import { naiveFailed, naiveSum, oddJobs } from '../../testing/savings/naive-report';
import { reportCatalogOf } from '../../testing/savings/report-catalog-of';

const now = Date.UTC(2026, 10, 21);
const catalogOf = (jobs: readonly TrainingJob[]) => {
  const { report, database, scope } = reportCatalogOf(jobs, now);
  const list = createJobQueries(database, scope);
  const count = (filters: JobFilters) =>
    list.queryJobs({ filters, sort: { by: 'created', descending: true }, page: 1, pageSize: 25 }).total;
  return { report, count };
};

const reportOf = (catalog: ReportCatalog, asked: Partial<ReportQuery>) => {
  const query = { ...defaultReportQuery, ...asked };
  const period = resolvePeriod(query.period, query.zone, now, catalog.queries.ends());
  return computeReport(catalog, query, period, now);
};

/** The waste board is of the report's jobs, adds up with its figures, and leads to the jobs that it counts. */
const expectWaste = (
  catalog: ReportCatalog,
  count: (filters: JobFilters) => number,
  report: ReturnType<typeof reportOf>,
  jobs: readonly TrainingJob[],
  { period, zone, namePrefix, prefixParts, tagKey }: ReportQuery,
  group: WasteGroup,
) => {
  const { excluded, interruptions, opportunities } = report;
  const failed = naiveFailed(jobs, report.period, namePrefix);
  const board = computeWaste(
    [{ report: catalog, idle: [] }],
    {
      ...defaultWasteQuery,
      ...{ period, zone, prefixParts, group },
      ...(namePrefix !== undefined && { namePrefix }),
      ...(tagKey !== undefined && { tagKey }),
    },
    now,
    Infinity,
  );
  const { figures } = board.totals;
  const sum = (value: (row: WasteRow) => number) => board.rows.reduce((total, row) => total + value(row), 0);
  for (const cause of wasteCauses) {
    close(
      sum((row) => row.figures[cause].usd),
      figures[cause].usd,
    );
    // A group that is known to have wasted nothing is not in its column; a job that failed always is.
    const counted = sum((row) => row.figures[cause].count);
    if (cause === 'failed') expect(counted).toBe(figures[cause].count);
    else expect(counted).toBeLessThanOrEqual(figures[cause].count);
  }
  close(
    sum((row) => row.usd),
    board.totals.usd,
  );
  close(
    sum((row) => row.unpricedHours),
    board.totals.unpricedHours,
  );
  expect(figures.failed.count).toBe(excluded.failed.jobs);
  close(figures.failed.usd, excluded.failed.usdPaid ?? 0);
  close(figures.recomputed.usd + failed.usdLost, interruptions.usdLost);
  close(
    figures.onDemand.usd,
    opportunities.spotCandidates.reduce((total, one) => total + Math.max(0, one.usdWouldSave ?? 0), 0),
  );
  for (const { figures: own } of [...board.rows, board.totals]) {
    for (const source of wasteCauses.flatMap((cause) => own[cause].sources)) {
      if (source.filters) expect(count(source.filters)).toBe(source.count);
    }
  }
};

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

test('the totals of a report are those of a naive sum over thousands of random jobs, group by group too', () => {
  const day = fc
    .integer({ min: 0, max: 20 })
    .map((days) => new Date(now - days * 86_400_000).toISOString().slice(0, 10));
  const query: fc.Arbitrary<ReportQuery> = fc.record(
    {
      period: fc.oneof(fc.constant({ preset: 'all' as const }), fc.record({ from: day, to: day })),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Los_Angeles'),
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      group: fc.constantFrom('instance' as const, 'tag' as const, 'prefix' as const),
      tagKey: fc.constantFrom('Project', 'Model', 'Nothing'),
      prefixParts: fc.integer({ min: 1, max: maxNameParts }),
      namePrefix: fc.constantFrom('mnist', 'BERT-v', 'x'),
      checkpointSeconds: fc.constant(5),
    },
    { requiredKeys: ['period', 'zone', 'group', 'prefixParts', 'checkpointSeconds'] },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), query, (seed, asked) => {
      const jobs = oddJobs(seed, 400);
      const { report: catalog, count } = catalogOf(jobs);
      const report = reportOf(catalog, asked);
      const { period } = report;
      const naive = naiveSum(jobs, period.from, period.before, asked.namePrefix);
      const { totals, excluded } = report;
      expect(totals.jobs).toBe(naive.jobs);
      expect(totals.spotJobs).toBe(naive.spotJobs);
      close(totals.trainingHours, naive.hours);
      close(totals.usdOnDemand, naive.onDemand);
      close(totals.usdPaid, naive.paid);
      close(totals.usdSaved, naive.onDemand - naive.paid);
      close(totals.onDemandUsdPaid, naive.paidOnDemand);
      expect(totals.atMostJobs).toBe(naive.atMost);
      const share = savedShareOf(totals);
      if (share !== undefined) close(share * totals.usdOnDemand, totals.usdSaved);
      expect(excluded.failed.jobs).toBe(naive.failed);
      expect(excluded.unbilled.jobs).toBe(naive.unbilled);
      expect(excluded.unpriced.amounts.jobs).toBe(naive.unpriced);
      close(excluded.unpriced.amounts.trainingHours, naive.unpricedHours);

      const rows = [...report.groups.rows];
      for (let groupPage = 2; groupPage <= report.groups.pages; groupPage += 1) {
        rows.push(...reportOf(catalog, { ...asked, groupPage }).groups.rows);
      }
      expect(rows.length).toBe(report.groups.found);
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      for (const parts of [rows, report.bars]) {
        const priced = parts.filter(({ amounts }) => amounts.priced);
        close(
          priced.reduce((sum, { amounts }) => sum + amounts.usdPaid, 0),
          naive.paid,
        );
        close(
          priced.reduce((sum, { amounts }) => sum + amounts.usdOnDemand, 0),
          naive.onDemand,
        );
        expect(priced.reduce((sum, { amounts }) => sum + amounts.jobs, 0)).toBe(naive.jobs);
      }
      const left = rows.reduce(
        (sum, { amounts, unpriced }) => sum + (amounts.priced ? (unpriced?.jobs ?? 0) : amounts.jobs),
        0,
      );
      expect(left).toBe(naive.unpriced);
      for (const bar of report.bars) {
        const own = naiveSum(jobs, bar.from, bar.before, asked.namePrefix);
        expect(bar.amounts.jobs).toBe(bar.amounts.priced ? own.jobs : own.unpriced);
      }
      // By each of the groups in turn.
      expectWaste(catalog, count, report, jobs, asked, wasteGroups[seed % wasteGroups.length]!);
      // Each row leads to as many jobs as it counts.
      for (const row of rows) {
        if (row.filters) expect(count(row.filters), row.key).toBe(row.amounts.jobs);
      }
    }),
    { numRuns: 25, seed: 20_261_125 },
  );
}, 240_000);

test('groups come in pages, and a page beyond the last is the last', () => {
  const [pattern] = [...generateJobs(1, { seed: 3 })];
  const { report: catalog } = catalogOf(
    Array.from({ length: 120 }, (_, index) => ({
      ...pattern!,
      name: `job${index}-x`,
      status: 'Completed',
      secondaryStatus: 'Completed',
      spot: true,
      trainingEndedAt: now - 60_000,
      instanceType: 'ml.m5.xlarge',
      instanceCount: 1,
      trainingSeconds: 3_600 + index,
      billableSeconds: 360,
    })),
  );
  const page = (groupPage?: number) => {
    const { groups } = reportOf(catalog, {
      period: { preset: 'all' },
      group: 'prefix',
      ...(groupPage !== undefined && { groupPage }),
    });
    return {
      first: groups.rows[0]?.key,
      rows: groups.rows.length,
      of: [groups.page, groups.pages, groups.found],
    };
  };
  // Those that trained longest saved most.
  expect(page()).toEqual({ first: 'job119', rows: 50, of: [1, 3, 120] });
  expect(page(2)).toEqual({ first: 'job69', rows: 50, of: [2, 3, 120] });
  expect(page(3)).toEqual({ first: 'job19', rows: 20, of: [3, 3, 120] });
  expect(page(9)).toEqual(page(3));
  const sorted = (descending: boolean) =>
    reportOf(catalog, { period: { preset: 'all' }, group: 'prefix', sort: { by: 'hours', descending } })
      .groups;
  expect(
    sorted(false)
      .rows.map(({ key }) => key)
      .slice(0, 2),
    'of all groups, not of a page',
  ).toEqual(['job0', 'job1']);
  expect(sorted(true).rows[0]?.key).toBe('job119');
});

test('jobs on the edges of a period are in it from its first to its last millisecond', () => {
  const [pattern] = [...generateJobs(1, { seed: 3 })];
  const midnight = Date.UTC(2026, 9, 24, 22);
  const jobAt = (trainingEndedAt: number, name: string): TrainingJob => ({
    ...pattern!,
    name,
    status: 'Completed',
    secondaryStatus: 'Completed',
    trainingEndedAt,
    instanceType: 'ml.m5.xlarge',
    instanceCount: 1,
  });
  // 25 October 2026 in Berlin has 25 hours: it ends at 23:00 UTC.
  const dayEnd = midnight + 25 * 3_600_000;
  const jobs = [midnight - 1, midnight, midnight, dayEnd - 1, dayEnd].map((at, index) =>
    jobAt(at, `edge-${index}`),
  );
  const { report: catalog } = catalogOf(jobs);
  const report = reportOf(catalog, {
    period: { from: '2026-10-25', to: '2026-10-25' },
    zone: 'Europe/Berlin',
    group: 'job',
  });
  expect(report.groups.jobs?.map(({ name }) => name).sort()).toEqual(['edge-1', 'edge-2', 'edge-3']);
  expect(report.totals.jobs).toBe(3);
});

test('what still runs is excluded and counted in a period that is not over, and in no other', () => {
  const { report: catalog } = catalogOf(oddJobs(4, 60));
  const running = (period: ReportQuery['period']) => reportOf(catalog, { period }).excluded.running.jobs;
  expect(running({ preset: '7d' })).toBeGreaterThanOrEqual(5);
  expect(running({ from: '2026-11-01', to: '2026-11-19' })).toBe(0);
});

test('a script that ran on spot and on demand is found with its matched runs, the newest of either kind', () => {
  const pattern = [...generateJobs(60, { seed: 9 })].find(
    ({ spot, status }) => spot && status === 'Completed',
  )!;
  const run = (name: string, spot: boolean, at: number, epochs = '10'): TrainingJob => ({
    ...pattern,
    name,
    spot,
    instanceType: 'ml.g5.2xlarge',
    instanceCount: 2,
    trainingEndedAt: at,
    hyperparameters: {
      ...pattern.hyperparameters,
      epochs,
      // Each launch packs its own archive.
      sagemaker_submit_directory: `"s3://bucket/${name}/sourcedir.tar.gz"`,
      sagemaker_job_name: `"${name}"`,
    },
    trainingSeconds: 1000,
    billableSeconds: spot ? 400 : 1000,
  });
  const jobs = [
    run('old-spot', true, now - 3000),
    run('new-spot', true, now - 2000),
    run('baseline', false, now - 1000),
    run('other-epochs', false, now - 500, '20'),
  ];
  const { report: catalog } = catalogOf(jobs);
  const { matchedRuns, matchedRunsFound } = reportOf(catalog, { period: { preset: '7d' } });
  expect(matchedRunsFound).toBe(1);
  expect(matchedRuns).toMatchObject([
    {
      entryPoint: 'train.py',
      runs: 3,
      spot: { name: 'new-spot' },
      onDemand: { name: 'baseline', usdSaved: 0 },
    },
  ]);
  close(matchedRuns[0]!.spot.usdPaid!, (400 * 2 * 1.515) / 3600);
  close(matchedRuns[0]!.spot.usdOnDemand!, (matchedRuns[0]!.spot.usefulSeconds * 2 * 1.515) / 3600);
});
