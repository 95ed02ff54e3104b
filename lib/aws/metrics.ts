import 'server-only';
import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { hostMetrics, hostNames, type HostSeries } from '../training/host-metrics';
import { type MetricSeries } from '../training/job-snapshot';
import { type TrainingJob } from '../training/training-job';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { type MetricWindow, metricWindows } from './metric-window';
import { translating } from './translate-error';

type MeasuredJob = Pick<
  TrainingJob,
  'name' | 'createdAt' | 'trainingStartedAt' | 'trainingEndedAt' | 'metricDefinitions'
>;

/** Metrics arrive late: CloudWatch may still take some in after the job has ended. */
const lateMs = 120_000;

/** What the job's metric definitions measured over its life, as averages per period; empty before it trains. */
export const readJobMetrics = (backend: Backend, job: MeasuredJob, now: number): Promise<MetricSeries[]> =>
  translating(backend, `read the metrics of training job ${job.name}`, async () => {
    const names = [...new Set(job.metricDefinitions.map(({ name }) => name))];
    const startAt = job.trainingStartedAt;
    if (names.length === 0 || startAt === undefined) return [];
    const endAt = Math.max(startAt, Math.min(now, (job.trainingEndedAt ?? now) + lateMs));
    let series: MetricSeries[] = [];
    for (const window of metricWindows(startAt, endAt, now)) {
      const dimension = { Name: 'TrainingJobName', Value: job.name };
      const points = await readWindow(
        backend,
        names.map((name) => ({ name, dimension })),
        window,
      );
      series = names.map((name, index) => ({ name, points: points[index] ?? [] }));
      if (series.some(({ points }) => points.length > 0)) break;
    }
    return series;
  });

/** A page draws few of them, and gets all of them again and again. */
const maxHostPoints = 240;
/** A job so short has hardly a minute's point: finer ones are asked for first, ms. */
const shortMs = 600_000;

/** What its first instances were busy with, in per cent as CloudWatch has it, by the minute; empty before it trains. */
export const readHostMetrics = (backend: Backend, job: MeasuredHosts, now: number): Promise<HostSeries[]> =>
  translating(backend, `read the instance metrics of training job ${job.name}`, async () => {
    const startAt = job.trainingStartedAt;
    if (startAt === undefined) return [];
    const endAt = Math.max(startAt, Math.min(now, (job.trainingEndedAt ?? now) + lateMs));
    const asked = hostNames(job).flatMap((host) => hostMetrics.map(({ name }) => ({ host, name })));
    const windows = metricWindows(startAt, endAt, now, maxHostPoints);
    let series: HostSeries[] = [];
    for (const window of endAt - startAt > shortMs ? windows.slice(-1) : windows) {
      const points = await readWindow(
        backend,
        asked.map(({ host, name }) => ({ name, dimension: { Name: 'Host', Value: `${job.name}/${host}` } })),
        window,
      );
      series = asked.map((one, index) => ({ ...one, points: points[index] ?? [] }));
      if (series.some((one) => one.points.length > 0)) break;
    }
    return series.filter((one) => one.points.length > 0);
  });

type MeasuredHosts = Pick<TrainingJob, 'name' | 'instanceCount' | 'trainingStartedAt' | 'trainingEndedAt'>;

interface Asked {
  name: string;
  dimension: { Name: string; Value: string };
}

/** @returns the points of each that was asked for, ascending */
const readWindow = async (
  backend: Backend,
  asked: readonly Asked[],
  window: MetricWindow,
): Promise<MetricSeries['points'][]> => {
  const queries: MetricDataQuery[] = asked.map(({ name, dimension }, index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricName: name,
        Dimensions: [dimension],
      },
      Period: window.periodSeconds,
      Stat: 'Average',
    },
  }));
  const points = new Map(queries.map(({ Id }) => [Id, [] as MetricSeries['points']]));
  const pages = readPages(
    (NextToken) =>
      getClients(backend).cloudwatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(window.startAt),
          EndTime: new Date(window.endAt),
          ScanBy: 'TimestampAscending',
          NextToken,
        }),
      ),
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      Timestamps.forEach((timestamp, index) => {
        const value = Values[index];
        if (value !== undefined) points.get(Id)?.push({ at: timestamp.getTime(), value });
      });
    }
  }
  return asked.map((_, index) => (points.get(`m${index}`) ?? []).sort((one, other) => one.at - other.at));
};
