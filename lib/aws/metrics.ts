import 'server-only';
import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type MetricSeries } from '../training/job-snapshot';
import { type TrainingJob } from '../training/training-job';
import { type Backend } from './backends';
import { clientsOf } from './clients';
import { pagesOf } from './pages';
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
      series = await readWindow(backend, job.name, names, window);
      if (series.some(({ points }) => points.length > 0)) break;
    }
    return series;
  });

const readWindow = async (
  backend: Backend,
  jobName: string,
  names: readonly string[],
  window: MetricWindow,
): Promise<MetricSeries[]> => {
  const queries: MetricDataQuery[] = names.map((name, index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: '/aws/sagemaker/TrainingJobs',
        MetricName: name,
        Dimensions: [{ Name: 'TrainingJobName', Value: jobName }],
      },
      Period: window.periodSeconds,
      Stat: 'Average',
    },
  }));
  const points = new Map(queries.map(({ Id }) => [Id, [] as MetricSeries['points']]));
  const pages = pagesOf(
    (NextToken) =>
      clientsOf(backend).cloudwatch.send(
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
  return names.map((name, index) => ({
    name,
    points: (points.get(`m${index}`) ?? []).sort((one, other) => one.at - other.at),
  }));
};
