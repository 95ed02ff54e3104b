import { describe, expect, it } from 'vitest';
import {
  at,
  datum,
  dims,
  failure,
  minute,
  useCloudWatch,
} from '../../../../testing/local/cloudwatch-harness';

const { call, put, putMany } = useCloudWatch();

interface DataReply {
  MetricDataResults: {
    Id: string;
    Label: string;
    Timestamps: Date[];
    Values: number[];
    StatusCode: string;
  }[];
  NextToken?: string;
}
const statQuery = (id: string, stat: string, more: object = {}) => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: 'N', MetricName: 'loss', Dimensions: dims },
    Period: minute,
    Stat: stat,
    ...more,
  },
});
const getData = (queries: object[], more: object = {}) =>
  call<DataReply>('GetMetricData', {
    MetricDataQueries: queries,
    StartTime: at(10 * minute),
    EndTime: at(0),
    ScanBy: 'TimestampAscending',
    ...more,
  });
const values = (reply: DataReply) => reply.MetricDataResults.map((result) => result.Values);

describe('PutMetricData and GetMetricData', () => {
  it('gives every statistic of the samples in a period', async () => {
    put([datum(5 * minute, 1), datum(5 * minute - 20, 3), datum(5 * minute - 30, 8)]);
    const stats = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum', 'p50', 'p100'];
    const reply = await Promise.resolve(getData(stats.map((stat, index) => statQuery(`q${index}`, stat))));
    expect(values(reply)).toEqual([[3], [4], [12], [1], [8], [3], [8]]);
    expect(reply.MetricDataResults[0]).toEqual({
      Id: 'q0',
      Label: 'loss',
      Timestamps: [new Date((at(5 * minute) - (at(5 * minute) % 60)) * 1000)],
      Values: [3],
      StatusCode: 'Complete',
    });
  });

  it('takes values with counts and statistic sets; a set hides percentiles', () => {
    put([
      { MetricName: 'loss', Dimensions: dims, Timestamp: at(300), Values: [1, 10], Counts: [9, 1] },
      {
        MetricName: 'loss',
        Dimensions: dims,
        Timestamp: at(120),
        StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 },
      },
    ]);
    const reply = getData(
      ['SampleCount', 'Average', 'p90', 'p99'].map((stat, index) => statQuery(`q${index}`, stat)),
    );
    expect(values(reply)).toEqual([[10, 4], [1.9, 2.5], [1], [10]]);
  });

  it('sorts newest first unless asked otherwise, and leaves out queries with ReturnData false', () => {
    put([datum(300, 1), datum(120, 2)]);
    const reply = getData([statQuery('a', 'Sum'), { ...statQuery('b', 'Sum'), ReturnData: false }], {
      ScanBy: undefined,
    });
    expect(values(reply)).toEqual([[2, 1]]);
  });

  it.each(['TimestampAscending', 'TimestampDescending'])(
    'pages over points and queries in order %s',
    (ScanBy) => {
      put([300, 240, 180, 120, 60].map((ago) => datum(ago, ago)));
      put([datum(300, 7, { MetricName: 'other' })]);
      const other = statQuery('c', 'Sum', {
        Metric: { Namespace: 'N', MetricName: 'other', Dimensions: dims },
      });
      const queries = [statQuery('a', 'Sum'), statQuery('b', 'Maximum'), other];
      const seen: Record<string, number[]> = {};
      let NextToken: string | undefined;
      let pages = 0;
      do {
        const reply = getData(queries, { ScanBy, NextToken, MaxDatapoints: 3 });
        expect(reply.MetricDataResults.flatMap((result) => result.Values).length).toBeLessThanOrEqual(3);
        for (const { Id, Values } of reply.MetricDataResults) (seen[Id] ??= []).push(...Values);
        NextToken = reply.NextToken;
        pages += 1;
      } while (NextToken);
      const points = [300, 240, 180, 120, 60];
      const ordered = ScanBy === 'TimestampAscending' ? points : points.toReversed();
      expect(seen).toEqual({ a: ordered, b: ordered, c: [7] });
      expect(pages).toBe(4);
    },
  );

  it('marks a result that goes on as partial', () => {
    put([datum(300, 1), datum(240, 2)]);
    const reply = getData([statQuery('a', 'Sum'), statQuery('b', 'Sum')], { MaxDatapoints: 1 });
    expect(reply.MetricDataResults.map(({ StatusCode }) => StatusCode)).toEqual([
      'PartialData',
      'PartialData',
    ]);
  });

  it('gives seconds only to samples of high resolution', () => {
    put([datum(25, 1, { StorageResolution: 1 }), datum(15, 2, { StorageResolution: 1 })]);
    const reply = getData([statQuery('a', 'Sum', { Period: 10 })], { StartTime: at(60), EndTime: at(0) });
    expect(values(reply)).toEqual([[1, 2]]);
  });

  it('answers with nothing where the period is too fine for the age of the start', async () => {
    put([datum(60, 1, { StorageResolution: 1 })]);
    const from = async (seconds: number, period: number) =>
      values(
        await Promise.resolve(
          getData([statQuery('a', 'Sum', { Period: period })], { StartTime: at(seconds) }),
        ),
      )[0];
    expect(await from(3 * 3600 - 60, 30)).toEqual([1]);
    expect(await from(3 * 3600 + 60, 30)).toEqual([]);
    expect(await from(3 * 3600 + 60, 60)).toEqual([1]);
    expect(await from(16 * 86_400, 60)).toEqual([]);
    expect(await from(16 * 86_400, 300)).toEqual([1]);
    expect(await from(64 * 86_400, 300)).toEqual([]);
    expect(await from(64 * 86_400, 3600)).toEqual([1]);
  });

  it('refuses queries that cannot be', () => {
    const get =
      (queries: object[], more: object = {}) =>
      () =>
        getData(queries, more);
    expect(get([statQuery('A', 'Sum')])).toThrow(
      failure('ValidationError', /must start with a lowercase letter/),
    );
    expect(get([statQuery('a', 'Sum'), statQuery('a', 'Sum')])).toThrow(
      failure('ValidationError', /not unique/),
    );
    expect(get([{ Id: 'e', Expression: 'm1*2' }])).toThrow(
      failure('ValidationError', /there is no query with the id m1/),
    );
    expect(get([statQuery('a', 'TM(10%:90%)')])).toThrow(
      failure('ValidationError', /TM\(10%:90%\).*not supported/),
    );
    expect(get([statQuery('a', 'Sum', { Period: 61 })])).toThrow(
      failure('ValidationError', /multiple of 60/),
    );
    expect(get([statQuery('a', 'Sum')], { StartTime: at(0) })).toThrow(
      failure('ValidationError', /StartTime must not equal parameter EndTime/),
    );
    expect(get([statQuery('a', 'Sum')], { NextToken: 'x' })).toThrow(
      failure('InvalidNextToken', 'The next token specified is invalid.'),
    );
  });
});

describe('PutMetricData', () => {
  const at1 = 'MetricData.member.1';
  it.each<[string, object, string, string | RegExp]>([
    ['no value at all', { Value: undefined }, 'InvalidParameterCombinationException', /At least one/],
    ['two kinds of value', { Values: [1] }, 'InvalidParameterValueException', /mutually exclusive/],
    [
      'more than two hours ahead',
      { Timestamp: at(-7300) },
      'InvalidParameterValueException',
      `The parameter ${at1}.Timestamp must specify a time no more than two hours in the future.`,
    ],
    [
      'more than two weeks ago',
      { Timestamp: at(15 * 86_400) },
      'InvalidParameterValueException',
      `The parameter ${at1}.Timestamp must specify a time within the past two weeks.`,
    ],
    [
      'NaN',
      { Value: 'NaN' },
      'InvalidParameterValueException',
      `The value NaN for parameter ${at1}.Value is invalid.`,
    ],
    [
      'no name',
      { MetricName: undefined },
      'MissingRequiredParameterException',
      `The parameter ${at1}.MetricName is required.`,
    ],
    [
      'too many dimensions',
      { Dimensions: Array.from({ length: 31 }, (_, index) => ({ Name: `d${index}`, Value: 'v' })) },
      'InvalidParameterValueException',
      /Dimensions is invalid/,
    ],
    [
      'counts of another size',
      { Value: undefined, Values: [1, 2], Counts: [1] },
      'InvalidParameterValueException',
      /same size/,
    ],
    ['an unknown unit', { Unit: 'Furlongs' }, 'InvalidParameterValueException', /Furlongs/],
    ['a resolution of 30', { StorageResolution: 30 }, 'InvalidParameterValueException', /StorageResolution/],
  ])('refuses %s and stores nothing', (_title, more, code, message) => {
    const text = typeof message === 'string' ? new RegExp(message.replace(/[.()]/g, '\\$&')) : message;
    expect(() => put([datum(60, 1, more), datum(60, 1)])).toThrow(failure(code, text));
    expect(call<{ Metrics: object[] }>('ListMetrics', {}).Metrics).toEqual([]);
  });

  const thousand = (more: object = {}) =>
    Array.from({ length: 1000 }, (_, index) =>
      datum(60, 1, {
        MetricName: `m${index}`,
        Value: undefined,
        Values: Array.from({ length: 150 }, (_, nth) => nth / 8),
        Counts: Array.from({ length: 150 }, () => 2),
        ...(index === 776 ? more : {}),
      }),
    );

  it('takes a thousand metrics of 150 values with their counts, and lets others be served meanwhile', async () => {
    let turns = 0;
    let isDone = false;
    const seen = new Set<object>();
    const watched = thousand().map(
      (one) => new Proxy(one, { ownKeys: (of) => (seen.add(of), Reflect.ownKeys(of)) }),
    );
    const taken = putMany(watched).then(() => (isDone = true));
    // What comes with the request, and is nothing yet, is not gone through at once.
    expect(seen.size).toBeLessThan(100);
    while (!isDone) {
      await new Promise(setImmediate);
      turns += 1;
    }
    await taken;
    expect(seen.size).toBe(1000);
    expect(turns).toBeGreaterThan(3);
    const statistics = call<{ Datapoints: object[] }>('GetMetricStatistics', {
      Namespace: 'N',
      MetricName: 'm999',
      Dimensions: dims,
      StartTime: at(600),
      EndTime: at(0),
      Period: 600,
      Statistics: ['SampleCount', 'Sum', 'Maximum'],
    });
    expect(statistics.Datapoints).toMatchObject([{ SampleCount: 300, Sum: 2793.75, Maximum: 18.625 }]);
  });

  it('names what is wrong in a long request as in a short one, and stores nothing', async () => {
    await expect(putMany(thousand({ Unit: 'Furlongs' }))).rejects.toThrow(
      failure(
        'InvalidParameterValueException',
        'The value Furlongs for parameter MetricData.member.777.Unit is invalid. (not a unit)',
      ),
    );
    expect(call<{ Metrics: object[] }>('ListMetrics', {}).Metrics).toEqual([]);
  });

  it('accepts the borders of time', () => {
    put([datum(14 * 86_400, 1), datum(-7200, 1)]);
    expect(call<{ Metrics: object[] }>('ListMetrics', {}).Metrics).toHaveLength(1);
  });

  it('keeps AWS’s own namespaces free', () => {
    expect(() => put([datum(1, 1)], 'AWS/EC2')).toThrow(
      failure('InvalidParameterValueException', /AWS\/EC2/),
    );
  });
});
