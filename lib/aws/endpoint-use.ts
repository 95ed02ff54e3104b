import 'server-only';
import { GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { translating } from './translate-error';

export interface EndpointVariantName {
  endpoint: string;
  variant: string;
}

/** GetMetricData takes no more at once. */
const maxQueries = 500;
const dayMs = 86_400_000;

/**
 * When each variant was last asked something, as the end of the five minutes (of older requests, the hour) that
 * CloudWatch counted them in: never too early, so that what follows was idle.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html (Invocations)
 * @param since ms since the epoch
 * @returns ms since the epoch, in the order of `variants`; undefined for one that was not asked since
 */
export const readLastInvocations = (
  backend: Backend,
  variants: readonly EndpointVariantName[],
  since: number,
  now: number,
): Promise<(number | undefined)[]> =>
  translating(backend, 'read when the endpoints were last asked', async () => {
    const last = variants.map((): number | undefined => undefined);
    // One that was asked today need not be looked for further back.
    for (const startAt of new Set([Math.max(since, now - dayMs), since])) {
      const open = variants
        .map((variant, index) => ({ variant, index }))
        .filter(({ index }) => last[index] === undefined);
      for (let at = 0; at < open.length; at += maxQueries) {
        const part = open.slice(at, at + maxQueries);
        const found = await readWindow(
          backend,
          part.map(({ variant }) => variant),
          startAt,
          now,
        );
        part.forEach(({ index }, order) => (last[index] = found[order]));
      }
    }
    return last;
  });

const readWindow = async (
  backend: Backend,
  variants: readonly EndpointVariantName[],
  startAt: number,
  now: number,
): Promise<(number | undefined)[]> => {
  // CloudWatch keeps five minutes for 63 days, hours for 455.
  const Period = now - startAt <= 60 * dayMs ? 300 : 3600;
  const last = variants.map((): number | undefined => undefined);
  const queries: MetricDataQuery[] = variants.map(({ endpoint, variant }, index) => ({
    Id: `v${index}`,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SageMaker',
        MetricName: 'Invocations',
        Dimensions: [
          { Name: 'EndpointName', Value: endpoint },
          { Name: 'VariantName', Value: variant },
        ],
      },
      Period,
      Stat: 'Sum',
    },
  }));
  const pages = readPages(
    (NextToken) =>
      getClients(backend).cloudwatch.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(Math.floor(startAt / (Period * 1000)) * Period * 1000),
          EndTime: new Date(now),
          ScanBy: 'TimestampDescending',
          NextToken,
        }),
      ),
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const index = Number(Id.slice(1));
      Timestamps.forEach((timestamp, order) => {
        const until = timestamp.getTime() + Period * 1000;
        if ((Values[order] ?? 0) > 0) last[index] = Math.max(last[index] ?? 0, until);
      });
    }
  }
  return last;
};
