import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from '../catalog/job-store';
import { createPriceStore } from '../catalog/price-store';
import { createJobQueries } from '../catalog/query-jobs';
import { createReportQueries } from '../catalog/report-queries';
import { type JobFilters } from '../training/job-filters';
import { savedShareOf } from '../training/report/amounts';
import { maxNameParts } from '../training/report/name-parts';
import { type Period, resolvePeriod } from '../training/report/period';
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
import { computeReport } from './report-savings';
import { computeWaste } from './report-waste';
import { partOf } from '../../testing/part-of';

const now = Date.UTC(2026, 10, 21);
const usdPerHour: Record<string, number> = {
  'ml.m5.xlarge': 0.23,
  'ml.c5.2xlarge': 0.408,
  'ml.g4dn.xlarge': 0.7364,
  'ml.g5.2xlarge': 1.515,
};

/** Jobs as an account has them, and some as it seldom has them. */
const oddJobs = (seed: number, count: number): TrainingJob[] =>
  [...generateJobs(count, { seed, every: 3_600_000, running: 5 })].map((job, index) => {
    const { tags: _, trainingSeconds: __, billableSeconds: ___, ...bare } = job;
    switch ((index * 7 + seed) % 23) {
      case 0:
        return { ...job, instanceCount: 1 + (index % 8) };
      case 1:
        return { ...bare, tags: job.tags };
      case 2:
        return { ...job, trainingSeconds: 0, billableSeconds: 0 };
      case 3:
        return { ...bare, trainingSeconds: job.trainingSeconds, billableSeconds: job.billableSeconds };
      case 4:
        return { ...job, instanceType: undefined };
      case 5:
        return { ...job, instanceCount: undefined };
      case 6:
        return { ...job, name: job.name.split('-').join('') };
      case 7:
        return { ...job, checkpoint: undefined };
      case 8:
        return { ...job, status: 'Unheard', secondaryStatus: 'Of' };
      default:
        return job;
    }
  });

/** What the log of some interrupted jobs told: every other one's was read, every third of those not to the full. */
const lossOf = (
  { transitions }: TrainingJob,
  index: number,
): { seconds: number; exact: boolean } | undefined =>
  index % 2 === 1 || !transitions.some(({ status }) => status === 'Interrupted')
    ? undefined
    : { seconds: index % 50, exact: index % 3 !== 0 };

const catalogOf = (jobs: readonly TrainingJob[]) => {
  const scope = { backend: 'local', account: '0' };
  const database = openCatalogDatabase(':memory:');
  const store = createJobStore(database, scope);
  store.storeJobs(jobs, now, 'search');
  jobs.forEach((job, index) => {
    const lost = lossOf(job, index);
    if (lost) store.recordEpochs(job.name, { final: true, lostSeconds: lost.seconds, lostExact: lost.exact });
  });
  const prices = createPriceStore(database, scope);
  for (const [instanceType, usd] of Object.entries(usdPerHour)) {
    const price = { instanceType, region: 'us-east-1', usdPerHour: usd, source: 'test' };
    prices.save({ instanceType, price, byHand: false, readAt: now });
  }
  const known = Object.entries(usdPerHour).map(([instanceType, usd]) => ({
    instanceType,
    region: 'us-east-1',
    usdPerHour: usd,
    source: 'test',
    byHand: false,
  }));
  const report = partOf<ReportCatalog>({
    catalog: partOf<ReportCatalog['catalog']>({ database, scope, store }),
    queries: createReportQueries(database, scope),
    prices: partOf<ReportCatalog['prices']>({ known: () => known }),
    region: 'us-east-1',
  });
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

const ended = ['Completed', 'Failed', 'Stopped'];
const endOf = (job: TrainingJob): number =>
  job.trainingEndedAt ?? job.transitions.at(-1)?.endedAt ?? job.lastModifiedAt ?? job.createdAt;

/** Seconds that an on-demand job would have taken, read off the transitions, which are whole here. */
const usefulOf = (job: TrainingJob, index: number): { seconds: number; exact: boolean } => {
  const { transitions, trainingSeconds = 0, trainingStartedAt = 0 } = job;
  if (!transitions.some(({ status }) => status === 'Interrupted')) {
    return { seconds: trainingSeconds, exact: true };
  }
  const spans = (status: string) => transitions.filter((one) => one.status === status);
  const length = ({ startedAt, endedAt = endOf(job) }: TrainingJob['transitions'][number]) =>
    Math.max(0, Math.min(endedAt, endOf(job)) - startedAt) / 1000;
  const sum = (status: string) => spans(status).reduce((total, one) => total + length(one), 0);
  const [loaded] = spans('Downloading');
  const starting = loaded ? Math.max(0, loaded.startedAt - trainingStartedAt) / 1000 : 0;
  const once = starting + (loaded ? length(loaded) : 0);
  const most = Math.min(trainingSeconds, Math.round(once + sum('Training') + sum('Uploading')));
  const lost = lossOf(job, index);
  return { seconds: most - (lost?.exact ? lost.seconds : 0), exact: lost?.exact ?? false };
};

/** What Describe and the logs say of each job, added up one by one. */
const naiveSum = (jobs: readonly TrainingJob[], from: number, before: number, prefix = '') => {
  const sum = { jobs: 0, spotJobs: 0, failed: 0, unbilled: 0, unpriced: 0, atMost: 0 };
  const usd = { hours: 0, onDemand: 0, paid: 0, paidOnDemand: 0, unpricedHours: 0 };
  jobs.forEach((job, index) => {
    if (!ended.includes(job.status) || endOf(job) < from || endOf(job) >= before) return;
    if (!job.name.toLowerCase().startsWith(prefix.toLowerCase())) return;
    const { trainingSeconds, billableSeconds, instanceCount, instanceType } = job;
    const price = usdPerHour[instanceType ?? ''];
    if (job.status === 'Failed') sum.failed += 1;
    else if (trainingSeconds === undefined || billableSeconds === undefined || instanceCount === undefined) {
      sum.unbilled += 1;
    } else if (price === undefined) {
      sum.unpriced += 1;
      usd.unpricedHours += (trainingSeconds * instanceCount) / 3600;
    } else {
      const useful = usefulOf(job, index);
      const paid = (billableSeconds * instanceCount * price) / 3600;
      sum.jobs += 1;
      usd.hours += (trainingSeconds * instanceCount) / 3600;
      if (!job.spot) usd.paidOnDemand += paid;
      else {
        sum.spotJobs += 1;
        sum.atMost += useful.exact ? 0 : 1;
        usd.paid += paid;
        usd.onDemand += (useful.seconds * instanceCount * price) / 3600;
      }
    }
  });
  return { ...sum, ...usd };
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
    catalog,
    {
      ...defaultWasteQuery,
      ...{ period, zone, prefixParts, group },
      ...(namePrefix !== undefined && { namePrefix }),
      ...(tagKey !== undefined && { tagKey }),
    },
    [],
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

/** What failed jobs lost on spot, in the money of the report. */
const naiveFailed = (jobs: readonly TrainingJob[], { from, before }: Period, prefix = '') => {
  let usdLost = 0;
  jobs.forEach((job, index) => {
    if (job.status !== 'Failed' || endOf(job) < from || endOf(job) >= before || !job.spot) return;
    if (!job.name.toLowerCase().startsWith(prefix.toLowerCase())) return;
    const { trainingSeconds = 0, billableSeconds, instanceCount, instanceType } = job;
    const lost = lossOf(job, index);
    if (!lost || billableSeconds === undefined || instanceCount === undefined || trainingSeconds <= 0) return;
    const seconds = (lost.seconds * instanceCount * billableSeconds) / trainingSeconds;
    usdLost += (seconds * (usdPerHour[instanceType ?? ''] ?? 0)) / 3600;
  });
  return { usdLost };
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
