import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Sqlite } from '../../store/database';
import { createMetricStore } from '../../store/sqlite-metric-store';
import { type AwsError } from '../../core/aws-error';
import { createCloudWatchService } from './cloudwatch-service';
import { functionNames } from './math/math-functions';
import { requestContext as context } from '../../../../testing/local/request-context';
import { MathError, parseExpression } from './math/parse-expression';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const minutesAgo = (minutes: number) => now / 1000 - minutes * 60;
let database: Sqlite;
let service: ReturnType<typeof createCloudWatchService>;

interface Result {
  Id: string;
  Label: string;
  Values: number[];
  Timestamps: Date[];
  StatusCode: string;
}

beforeEach(() => {
  database = openDatabase(':memory:');
  service = createCloudWatchService({
    metrics: createMetricStore(database),
    clock: { now: () => now, after: () => () => {} },
  });
});
afterEach(() => database.close());

const call = <Output>(operation: string, input: object) =>
  service.operations[operation]!(input, context) as Output;
/** One value a minute, the last a minute ago; undefined leaves a gap. */
const put = (MetricName: string, values: (number | undefined)[]) =>
  call('PutMetricData', {
    Namespace: 'N',
    MetricData: values.flatMap((Value, index) =>
      Value === undefined
        ? []
        : [
            {
              MetricName,
              Value,
              Timestamp: minutesAgo(values.length - index),
              Dimensions: [{ Name: 'Job', Value: 'a' }],
            },
          ],
    ),
  });
const metric = (Id: string, MetricName: string, more: object = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'N', MetricName, Dimensions: [{ Name: 'Job', Value: 'a' }] },
    Period: 60,
    Stat: 'Sum',
  },
  ReturnData: false,
  ...more,
});
const get = (queries: object[], more: object = {}) =>
  call<{ MetricDataResults: Result[]; NextToken?: string }>('GetMetricData', {
    MetricDataQueries: queries,
    StartTime: minutesAgo(10),
    EndTime: minutesAgo(0),
    ScanBy: 'TimestampAscending',
    ...more,
  });
const math = (Expression: string) =>
  get([metric('m1', 'one'), metric('m2', 'two'), metric('other', 'three'), { Id: 'e1', Expression }])
    .MetricDataResults;
const refusal = (expression: string): string => {
  try {
    math(expression);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ValidationError' });
    return (error as AwsError).message;
  }
  throw new Error(`${expression} was taken`);
};

describe('metric math', () => {
  beforeEach(() => {
    put('one', [1, 2, 3, 4]);
    put('two', [10, 0, undefined, 5]);
    put('three', [-1.5, -1.5, -1.5, -1.5]);
  });

  it.each<[string, number[]]>([
    ['m1', [1, 2, 3, 4]],
    ['m1 + 1', [2, 3, 4, 5]],
    ['1 - m1', [0, -1, -2, -3]],
    ['m1+m2', [11, 2, 9]],
    ['m1 / m2', [0.1, 0.8]],
    ['-m1 * 2 + 10', [8, 6, 4, 2]],
    ['2 * (m1 - 1)', [0, 2, 4, 6]],
    ['m1 - m1 - m1', [-1, -2, -3, -4]],
    ['100*m1/SUM(m1)', [10, 20, 30, 40]],
    ['m1 - AVG(m1)', [-1.5, -0.5, 0.5, 1.5]],
    ['m1 + MIN(m2) + MAX(m2)', [11, 12, 13, 14]],
    ['SUM(METRICS())', [9.5, 0.5, 1.5, 7.5]],
    ['MAX(METRICS("m"))', [10, 2, 3, 5]],
    ["MIN(METRICS('m'))", [1, 0, 3, 4]],
    ['AVG(METRICS("m"))', [5.5, 1, 3, 4.5]],
    ['ABS(other)', [1.5, 1.5, 1.5, 1.5]],
    ['CEIL(other)', [-1, -1, -1, -1]],
    ['FLOOR(other)', [-2, -2, -2, -2]],
    ['DIFF(m1)', [1, 1, 1]],
    ['DIFF_TIME(m2)', [60, 120]],
    ['RATE(m1) * PERIOD(m1)', [1, 1, 1]],
    ['RUNNING_SUM(m1)', [1, 3, 6, 10]],
    ['SUM([m1, m2])', [11, 2, 3, 9]],
    ['MAX([m1, other * -4]) - 1', [5, 5, 5, 5]],
    ['AVG([m1])', [1, 2, 3, 4]],
    ['SUM([METRICS("m"), m1])', [12, 4, 6, 13]],
    ['sum(metrics())', [9.5, 0.5, 1.5, 7.5]],
    ['m1 * 1e1', [10, 20, 30, 40]],
  ])('%s', (expression, values) => {
    const [result, ...others] = math(expression);
    expect(others).toEqual([]);
    expect(result).toMatchObject({ Id: 'e1', Label: 'e1', StatusCode: 'Complete' });
    expect(result?.Values).toHaveLength(values.length);
    result?.Values.forEach((value, index) => expect(value).toBeCloseTo(values[index]!, 9));
  });

  it('gives each series of a list as a result of its own, labelled by its metric', () => {
    const results = math('METRICS() * 2');
    expect(results.map(({ Id, Label, Values }) => [Id, Label, Values])).toEqual([
      ['e1', 'one', [2, 4, 6, 8]],
      ['e1', 'two', [20, 0, 10]],
      ['e1', 'three', [-3, -3, -3, -3]],
    ]);
  });

  it('lets expressions refer to each other, in any order', () => {
    const queries = [
      { Id: 'last', Expression: 'middle + m1' },
      { Id: 'middle', Expression: 'm1 * 10', ReturnData: false },
      metric('m1', 'one'),
    ];
    expect(get(queries).MetricDataResults).toMatchObject([{ Id: 'last', Values: [11, 22, 33, 44] }]);
  });

  it.each([
    ['m9 + 1', 'there is no query with the id m9'],
    ['e1 + 1', 'refers to itself'],
    ['SUM(m1)', 'comes to a number'],
    ['1 + 1', 'comes to a number'],
    ['m1 +', 'ends where a value is expected'],
    ['m1 m2', 'an operator is missing before "m2"'],
    ['(m1', '")" is missing at the end'],
    ['m1 * * m2', 'a value is expected where "*" is'],
    ['m1 ^ 2', 'the character "^" is not supported'],
    ['m1 > 2', 'the character ">" is not supported'],
    ['ANOMALY_DETECTION_BAND(m1)', 'the function ANOMALY_DETECTION_BAND is not supported'],
    ["SEARCH('{N} x', 'Sum')", 'stands where a value is expected'],
    ['SUM(1)', 'SUM takes one time series'],
    ['SUM(m1, m2)', 'SUM takes one time series'],
    ['SUM([m1, 1])', 'an array has time series, and no numbers'],
    ['SUM([m1', '"," is missing at the end'],
    ['METRICS(m1)', 'METRICS takes nothing'],
    ['METRICS() + METRICS()', 'two lists of time series'],
    ['"m1"', 'stands where a value is expected'],
    [`${'('.repeat(200)}m1${')'.repeat(200)}`, 'nested more than 32 deep'],
    [`${'-'.repeat(1000)}m1`, 'nested more than 32 deep'],
  ])('refuses %s', (expression, why) => {
    const message = refusal(expression);
    expect(message).toContain("Error in expression 'e1'");
    expect(message).toContain(why);
  });

  it('refuses a circle, a long chain, and more work than a request may make', async () => {
    const circle = [{ Id: 'a', Expression: 'b + m1' }, { Id: 'b', Expression: 'a * 2' }, metric('m1', 'one')];
    expect(() => get(circle)).toThrow('refers to itself');
    const chain = Array.from({ length: 100 }, (_one, index) => ({
      Id: `c${index}`,
      Expression: `c${index + 1} + 1`,
    }));
    expect(() => get([...chain, metric('c100', 'one')])).toThrow('more than 20 others');
    const many = Array.from({ length: 250 }, (_one, index) => metric(`m${index}`, 'one'));
    const heavy = Array.from({ length: 250 }, (_one, index) => ({
      Id: `h${index}`,
      Expression: Array(15).fill('SUM(METRICS()+1+1+1)').join('+'),
    }));
    let [turns, isDone] = [0, false];
    const refused = Promise.resolve(get([...many, ...heavy])).finally(() => (isDone = true));
    const said = expect(refused).rejects.toThrow('more than 500000 points');
    for (; !isDone; turns += 1) await new Promise(setImmediate);
    await said;
    // Others have their turns meanwhile.
    expect(turns).toBeGreaterThan(1);
  });

  it('pages through the results of expressions and metrics as one list', () => {
    const queries = [metric('m1', 'one', { ReturnData: true }), { Id: 'e1', Expression: 'METRICS() * 2' }];
    const whole = get(queries).MetricDataResults.map(({ Label, Values }) => [Label, ...Values]);
    const paged = new Map<string, number[]>();
    let NextToken: string | undefined;
    do {
      const page = get(queries, { MaxDatapoints: 3, ...(NextToken && { NextToken }) });
      page.MetricDataResults.forEach(({ Id, Values }) =>
        paged.set(Id, [...(paged.get(Id) ?? []), ...Values]),
      );
      NextToken = page.NextToken;
    } while (NextToken);
    expect([...paged.values()]).toEqual(whole.map(([, ...values]) => values));
  });

  it('reads any text as an expression or refuses it in words', () => {
    const part = fc.constantFrom(
      'm1',
      'm2',
      '1',
      '.5',
      '+',
      '-',
      '*',
      '/',
      '(',
      ')',
      ',',
      '"a"',
      ' ',
      ...functionNames,
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect(error).toBeInstanceOf(MathError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('computes what JavaScript computes of the same numbers', () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('m1', '2', '0.5', '7'),
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*'), tie('tree'))
          .map((parts) => `(${parts.join(' ')})`),
        tie('tree').map((inner) => `-(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        fc.pre(expression.includes('m1'));
        const [result] = math(expression);

        const compute = new Function('m1', `return ${expression.replaceAll('--', '- -')}`) as (
          m1: number,
        ) => number;
        expect(result?.Values.map((value) => value + 0)).toEqual(
          [1, 2, 3, 4].map((value) => compute(value) + 0),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('labels', () => {
  beforeEach(() => put('loss', [4, 1, 2.3456]));
  const label = (Label: string | undefined, more: object = {}) =>
    get([metric('m', 'loss', { ReturnData: true, Label })], more).MetricDataResults[0]?.Label;

  it.each<[string | undefined, string]>([
    [undefined, 'loss'],
    ['', ''],
    ['mine', 'mine'],
    ['$5 {x} $', '$5 {x} $'],
    ['${LABEL} of ${PROP("Dim.Job")}', 'loss of a'],
    ["${PROP('Namespace')}/${PROP('MetricName')} ${PROP('Stat')} ${PROP('Period')}", 'N/loss Sum 60'],
    ["${PROP('Region')} ${PROP('AccountId')} ${PROP('Dim.None')}", 'us-east-1 000000000000 --'],
    ['${MIN} ${MAX} ${AVG} ${SUM}', '1 4 2.449 7.346'],
    ['${FIRST} ${LAST} ${DATAPOINT_COUNT}', '4 2.346 3'],
    ['${MIN_TIME} ${ LAST_TIME }', '2026-11-23 11:58 UTC 2026-11-23 11:59 UTC'],
  ])('%s is %s', (wanted, shown) => {
    expect(label(wanted)).toBe(shown);
  });

  it('give times in the zone that is asked for', () => {
    expect(label('${FIRST_TIME}', { LabelOptions: { Timezone: '+0530' } })).toBe('2026-11-23 17:27 +0530');
    expect(() => label('x', { LabelOptions: { Timezone: 'Europe/Paris' } })).toThrow('not a time zone');
  });

  it('say of nothing that there is nothing', () => {
    const query = metric('m', 'none', { ReturnData: true, Label: '${AVG} ${MAX_TIME} ${DATAPOINT_COUNT}' });
    expect(get([query]).MetricDataResults[0]?.Label).toBe('-- -- 0');
  });

  it('refuse by name what they cannot fill in', () => {
    expect(() => label('${ANOMALY}')).toThrow('The part ${ANOMALY} of MetricDataQueries.member.1.Label');
    expect(() => label("${LAST_TIME ['h:mm a']}")).toThrow('is not supported');
  });
});
