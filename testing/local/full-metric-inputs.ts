import type { FullInput } from './full-inputs';

/** As in `full-inputs.ts`, for CloudWatch. */
const dimensions = [{ Name: 'Host', Value: 'a' }];
const datum = { MetricName: 'loss', Dimensions: dimensions, Unit: 'None', StorageResolution: 60 };
const metric = { Namespace: 'N', MetricName: 'loss' };

/** @param now seconds since the epoch */
export const cloudWatchInputs = (now: number): readonly FullInput[] => {
  const data = [
    { ...datum, Timestamp: now - 60, Value: 1 },
    { ...datum, Timestamp: now - 60, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
    { ...datum, Timestamp: now - 60, Values: [1], Counts: [1] },
  ];
  const range = { StartTime: now - 600, EndTime: now };
  return [
    ...data.map((one) => ({
      operation: 'PutMetricData',
      input: {
        Namespace: 'N',
        MetricData: [one],
        EntityMetricData: [
          { Entity: { KeyAttributes: { Type: 'Service' }, Attributes: { A: 'b' } }, MetricData: [one] },
        ],
      },
    })),
    {
      operation: 'GetMetricData',
      input: {
        MetricDataQueries: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: { ...metric, Dimensions: dimensions },
              Period: 60,
              Stat: 'Sum',
              Unit: 'None',
            },
            Label: '${LABEL}',
            ReturnData: true,
            Period: 60,
            AccountId: '000000000000',
          },
          { Id: 'e1', Expression: 'm1 * 2' },
        ],
        ...range,
        NextToken: '',
        ScanBy: 'TimestampAscending',
        MaxDatapoints: 100,
        LabelOptions: { Timezone: '+0000' },
      },
    },
    {
      operation: 'GetMetricData',
      input: {
        MetricDataQueries: [
          { Id: 'e1', Expression: 'm1 * 2' },
          { Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'p90' }, ReturnData: false },
        ],
        ...range,
      },
    },
    {
      operation: 'GetMetricStatistics',
      input: {
        ...metric,
        Dimensions: dimensions,
        ...range,
        Period: 60,
        Statistics: ['Sum'],
        ExtendedStatistics: ['p90'],
        Unit: 'None',
      },
    },
    {
      operation: 'ListMetrics',
      input: {
        ...metric,
        Dimensions: dimensions,
        RecentlyActive: 'PT3H',
        NextToken: '',
        OwningAccount: '000000000000',
      },
    },
  ];
};
