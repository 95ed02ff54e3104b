import { describe, expect, it, vi } from 'vitest';
import { at, datum, dims, failure, useCloudWatch } from '../../../../testing/local/cloudwatch-harness';

const { call, put, putMany } = useCloudWatch();

describe('GetMetricStatistics', () => {
  const statistics = (more: object = {}) =>
    call<{ Label: string; Datapoints: object[] }>('GetMetricStatistics', {
      Namespace: 'N',
      MetricName: 'loss',
      Dimensions: dims,
      StartTime: at(600),
      EndTime: at(0),
      Period: 300,
      Statistics: ['Average', 'SampleCount'],
      ...more,
    });

  it('gives a datapoint for each period, with percentiles', () => {
    put([
      datum(500, 1, { Unit: 'Percent' }),
      datum(400, 5, { Unit: 'Percent' }),
      datum(100, 9, { Unit: 'Percent' }),
    ]);
    expect(statistics({ ExtendedStatistics: ['p90'] })).toEqual({
      Label: 'loss',
      Datapoints: [
        {
          Timestamp: new Date(at(600) * 1000),
          Average: 3,
          SampleCount: 2,
          ExtendedStatistics: new Map([['p90', 5]]),
          Unit: 'Percent',
        },
        {
          Timestamp: new Date(at(300) * 1000),
          Average: 9,
          SampleCount: 1,
          ExtendedStatistics: new Map([['p90', 9]]),
          Unit: 'Percent',
        },
      ],
    });
    expect(statistics({ Unit: 'Count' }).Datapoints).toEqual([]);
  });

  it('takes text for numbers and times, as Query sends them, and no zone as UTC', () => {
    vi.stubEnv('TZ', 'America/New_York');
    put([datum(100, 9)]);
    const reply = statistics({
      StartTime: '2026-11-23T11:50:00',
      EndTime: '2026-11-23T12:00:00Z',
      Period: '300',
    });
    vi.unstubAllEnvs();
    expect(reply.Datapoints).toHaveLength(1);
  });

  it('refuses what AWS refuses', () => {
    expect(() => statistics({ Period: 1, EndTime: at(-1200) })).toThrow(
      failure(
        'InvalidParameterCombinationException',
        'You have requested up to 1800 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
      ),
    );
    expect(() => statistics({ StartTime: at(0) })).toThrow(
      failure(
        'InvalidParameterValueException',
        'The parameter StartTime must be less than the parameter EndTime.',
      ),
    );
    expect(() => statistics({ Statistics: [] })).toThrow(
      failure('InvalidParameterCombinationException', /Must specify either Statistics/),
    );
    expect(() => statistics({ Statistics: ['Median'] })).toThrow(
      failure('InvalidParameterValueException', /Median/),
    );
    expect(() => statistics({ Period: 45 })).toThrow(
      failure('InvalidParameterValueException', /multiple of 60/),
    );
    expect(() => statistics({ Namespace: undefined })).toThrow(
      failure('MissingRequiredParameterException', 'The parameter Namespace is required.'),
    );
  });
});

describe('ListMetrics', () => {
  it('filters by dimension and by activity, and pages by 500', async () => {
    await putMany(Array.from({ length: 501 }, (_, index) => datum(4 * 3600, 1, { MetricName: `m${index}` })));
    put([datum(60, 1, { MetricName: 'fresh', Dimensions: [{ Name: 'Host', Value: 'job/algo-1' }] })]);
    interface Reply {
      Metrics: { MetricName: string; Dimensions: object[] }[];
      NextToken?: string;
    }
    const first = call<Reply>('ListMetrics', { Namespace: 'N' });
    expect(first.Metrics).toHaveLength(500);
    const second = call<Reply>('ListMetrics', { Namespace: 'N', NextToken: first.NextToken });
    expect(second.Metrics.map(({ MetricName }) => MetricName)).toEqual(['m500', 'fresh']);
    expect(second.NextToken).toBeUndefined();
    expect(call<Reply>('ListMetrics', { RecentlyActive: 'PT3H' }).Metrics).toEqual([
      { Namespace: 'N', MetricName: 'fresh', Dimensions: [{ Name: 'Host', Value: 'job/algo-1' }] },
    ]);
    expect(call<Reply>('ListMetrics', { Dimensions: [{ Name: 'Host' }] }).Metrics).toHaveLength(1);
    expect(() => call('ListMetrics', { NextToken: 'zz' })).toThrow(
      failure('InvalidParameterValueException', 'Request parameter NextToken is invalid'),
    );
  });
});
