import { type ReportCatalog } from '../backfill/report-catalog';
import { type JobStore } from '../catalog/job-store';
import { type BilledJob, type FoundMatch } from '../catalog/report-jobs';
import { durationSeconds } from '../training/job-end';
import { jobMoneyOf } from '../training/money/job-money';
import { buildReport, suitsWithin } from '../training/report/build-report';
import { jobOrder } from '../training/report/row-order';
import { interruptionCostsOf } from '../training/report/interruption-costs';
import { entryPointOf } from '../training/report/matched-runs';
import { barsOf, type Period, readableUnit } from '../training/report/period';
import {
  type ComputedReport,
  type MatchedJob,
  type MatchedRuns,
  type ReportJob,
  type ReportQuery,
} from '../training/report/savings-report';
import { type TrainingJob } from '../training/training-job';
import { type TrainingModel } from '../training-log/model';
import { maxTagKeys } from './period-of-parts';

const maxJobs = 50;
const maxMatchedRuns = 20;
/** Checkpoint intervals are looked at in so many of the newest jobs. */
const maxCheckpointed = 5_000;

/**
 * The savings report of one catalog, from what it holds.
 * @param now ms since the epoch
 * @param groupsOnPage Infinity: all of them
 */
export const computeReport = (
  { queries, prices: book, catalog, region }: ReportCatalog,
  query: ReportQuery,
  period: Period,
  now: number,
  groupsOnPage?: number,
): ComputedReport => {
  const unit = readableUnit(period, query.unit);
  const bars = barsOf(period, unit);
  const of = {
    from: period.from,
    before: period.before,
    ...(query.namePrefix !== undefined && { namePrefix: query.namePrefix }),
  };
  const sums = queries.sumByBar(of, bars);
  const listed = book.all();
  const prices = new Map(listed.map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour]));
  const interruptions = interruptionCostsOf(sums, prices);
  const tagKeys = query.group === 'tag' ? queries.tagKeys(maxTagKeys) : [];
  const tagKey = query.tagKey ?? tagKeys[0];
  const { groups, ...derived } = buildReport(
    {
      query,
      period,
      bars,
      sums,
      // What still runs can only end in a period that is not over.
      running: period.before > now ? queries.countRunning(query.namePrefix) : 0,
      prices,
      interruptions,
      ...(query.group === 'tag' &&
        tagKey !== undefined && { groupSums: queries.sumByTag(of, tagKey), tagKey }),
      ...(query.group === 'prefix' && { groupSums: queries.sumByPrefix(of, query.prefixParts) }),
      candidates: queries.sumCandidates(of, (instanceType) => suitsWithin(interruptions.rates, instanceType)),
      checkpointed: queries.checkpointedJobs(of, maxCheckpointed),
    },
    groupsOnPage,
  );
  const found = queries.matches(of, maxMatchedRuns);
  const types = new Set(sums.map(({ instanceType }) => instanceType));
  return {
    query,
    period,
    unit,
    ...derived,
    groups: {
      by: query.group,
      ...(query.group === 'tag' && tagKey !== undefined && { tagKey }),
      ...groups,
      ...(query.group === 'job' && {
        jobs: queries.jobsBySavings(of, maxJobs).map(reportJobOf).sort(jobOrder(query.sort)),
      }),
    },
    tagKeys,
    matchedRuns: found.matches.map((match) => matchedRunsOf(catalog, match)),
    matchedRunsFound: found.found,
    prices: listed.filter(({ instanceType }) => types.has(instanceType)),
    region,
  };
};

const reportJobOf = ({ usdPerHour, createdAt: _, ...job }: BilledJob): ReportJob => ({
  ...job,
  ...jobMoneyOf({ ...job, forNothing: false }, usdPerHour),
});

const matchedRunsOf = (
  { store }: ReportCatalog['catalog'],
  { runs, spot, onDemand }: FoundMatch,
): MatchedRuns => {
  const job = store.readJob(spot.name);
  return {
    entryPoint: job ? entryPointOf(job) : 'unknown script',
    runs,
    spot: readMatchedJob(store, spot, job),
    onDemand: readMatchedJob(store, onDemand, store.readJob(onDemand.name)),
  };
};

/** What the last epoch of the last attempt gave. */
const lastMetrics = (reading: TrainingModel | undefined): Record<string, number> => {
  const series = reading?.attempts.findLast((attempt) => attempt.series.length > 0)?.series.at(-1);
  return series?.epochs.at(-1)?.metrics ?? series?.points.at(-1)?.metrics ?? {};
};

const readMatchedJob = (store: JobStore, found: BilledJob, job: TrainingJob | undefined): MatchedJob => {
  const reported = Object.fromEntries((job?.finalMetrics ?? []).map(({ name, value }) => [name, value]));
  const metrics =
    Object.keys(reported).length > 0 || !job ? reported : lastMetrics(store.readBackfill(job)?.reading);
  return {
    ...reportJobOf(found),
    durationSeconds: durationSeconds(found, found.endedAt),
    metrics,
  };
};
