/**
 * No request keeps the others waiting, told by counting: of whatever grows with what is stored, an operation reads a
 * bounded number of rows between two pauses, and makes a bounded piece of a long answer.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerResponse } from 'node:http';
import { partOf } from '../../../testing/part-of';
import { openDatabase, type Sqlite } from '../store/database';
import { createHostingStore } from '../store/sqlite-hosting-store';
import { createLogStore } from '../store/sqlite-log-store';
import { createMetricStore } from '../store/sqlite-metric-store';
import { createTrainingJobStore } from '../store/sqlite-training-job-store';
import { createTrainingJobQueries } from '../store/training-job-queries';
import { type TrainingJobRecord } from '../store/training-job-store';
import { writeQueryReply } from '../wire/query-protocol';
import type { Operation, RpcService } from '../wire/service';
import { createCloudWatchService } from './cloudwatch/cloudwatch-service';
import { createLogsService } from './logs/logs-service';
import { listHosting } from './sagemaker/list-hosting';
import { search } from './sagemaker/search';
import { requestContext as context } from '../../../testing/local/request-context';

/** Rows read since the last pause, and the most there were between two. */
const work = vi.hoisted(() => ({ rows: 0, most: 0, pauses: 0 }));
vi.mock('../core/turns', () => ({
  async inTurns<Output>(steps: Generator<void, Output>): Promise<Output> {
    for (;;) {
      const step = steps.next();
      work.most = Math.max(work.most, work.rows);
      if (step.done) return step.value;
      work.rows = 0;
      work.pauses += 1;
      await Promise.resolve();
    }
  },
}));

const countRows = (database: Sqlite): Sqlite => {
  const prepare = database.prepare.bind(database);
  const counting = (sql: string) => {
    const statement = prepare(sql);
    const all = statement.all.bind(statement);
    const get = statement.get.bind(statement);
    statement.all = (...values: unknown[]) => {
      const rows = all(...values);
      work.rows += rows.length;
      return rows;
    };
    statement.get = (...values: unknown[]) => {
      work.rows += 1;
      return get(...values) as unknown;
    };
    return statement;
  };
  return Object.assign(database, { prepare: counting });
};

const now = Date.UTC(2026, 10, 24);
const clock = { now: () => now, after: () => () => {} };
let database: Sqlite;

beforeEach(() => {
  database = countRows(openDatabase(':memory:'));
  return () => void database.close();
});

/** The answer, and how the work for it was divided. */
const measured = async <Answer>(act: () => Answer | Promise<Answer>) => {
  Object.assign(work, { rows: 0, most: 0, pauses: 0 });
  const answer = await act();
  return { answer, mostRows: Math.max(work.most, work.rows), pauses: work.pauses };
};
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('training jobs', () => {
  const record = (number: number): TrainingJobRecord => ({
    name: `job-${number}`,
    arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/job-${number}`,
    request: {
      TrainingJobName: `job-${number}`,
      RoleArn: 'role',
      AlgorithmSpecification: { TrainingInputMode: 'File' },
      HyperParameters: { epochs: String((number * 7) % 1009) },
      OutputDataConfig: { S3OutputPath: 's3://b/out' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      StoppingCondition: {},
    },
    tags: {},
    status: 'Completed',
    secondaryStatus: 'Completed',
    transitions: [],
    creationTime: number,
    lastModifiedTime: number,
    finalMetrics: [],
  });

  it.each<[string, object]>([
    ['in an order without a column', { SortBy: 'HyperParameters.epochs' }],
    [
      'that none matches',
      { SearchExpression: { Filters: [{ Name: 'HyperParameters.epochs', Value: 'none' }] } },
    ],
  ])('are searched %s a few at a time', async (_, input) => {
    createTrainingJobStore(database).insertAll(numbers(3000).map(record));
    const run = search(createTrainingJobQueries(database));
    const { mostRows, pauses } = await measured(() => run({ Resource: 'TrainingJob', ...input }, context));
    expect(mostRows).toBeLessThanOrEqual(100);
    expect(pauses).toBeGreaterThan(100);
  });
});

it('models and endpoints are listed a few at a time, in any order', async () => {
  const { models } = createHostingStore(database);
  for (const number of numbers(1000)) {
    const name = `model-${(number * 7) % 1000}`;
    models.insert({ name, arn: name, tags: {}, creationTime: number >> 2, request: { ModelName: name } });
  }
  const show = (listed: { page: { name: string }[] }) => listed.page.map(({ name }) => name);
  const { answer, mostRows } = await measured(() =>
    listHosting('ListModels', models.all(), { SortBy: 'Name', SortOrder: 'Ascending' }, show),
  );
  expect(answer).toEqual(
    ['0', '1', '10', '100', '101', '102', '103', '104', '105', '106'].map((one) => `model-${one}`),
  );
  expect(mostRows).toBeLessThanOrEqual(100);
});

describe('log streams', () => {
  const fill = (streams: number, events: number) => {
    const logs = createLogStore(database, clock);
    for (const stream of numbers(streams)) {
      logs.put(
        'group',
        `stream-${stream}`,
        numbers(events).map((at) => ({ timestamp: now + at, message: `${at}` })),
      );
    }
    return createLogsService({ logs, clock, afterRemoval: () => undefined }).operations;
  };
  const filter = (operations: Readonly<Record<string, Operation>>, input: object) =>
    measured(
      async () =>
        (await operations.FilterLogEvents!({ logGroupName: 'group', ...input }, context)) as {
          events: { logStreamName: string; timestamp: number }[];
          nextToken?: string;
        },
    );

  it.each([true, false])('of one time are merged in turns, startFromHead %s', async (startFromHead) => {
    const operations = fill(1000, 3);
    const { answer, mostRows } = await filter(operations, { startFromHead });
    expect(answer.events).toHaveLength(3000);
    const order = answer.events.map(({ timestamp, logStreamName }) => `${timestamp} ${logStreamName}`);
    const sorted = order.toSorted();
    expect(order).toEqual(startFromHead ? sorted : sorted.reverse());
    expect(mostRows).toBeLessThanOrEqual(5000);
  });

  it('without an event that is left are passed in turns', async () => {
    const operations = fill(1000, 1);
    database.exec('DELETE FROM log_events');
    const { answer, pauses } = await filter(operations, {});
    expect(answer.events).toEqual([]);
    expect(pauses).toBeGreaterThan(10);
  });
});

describe('samples of a metric', () => {
  const minute = 60_000;
  const samples = 30_000;
  /** All of one minute, or spread over as many as there can be points. */
  const fill = (minutes: number) => {
    const metrics = createMetricStore(database);
    metrics.put(
      numbers(samples).map((index) => ({
        ...{ namespace: 'N', metricName: 'm', dimensions: {}, sampleCount: 1 },
        timestamp: now - (index % minutes) * minute,
        ...{ sum: index, minimum: index, maximum: index },
      })),
    );
    return createCloudWatchService({ metrics, clock }).operations;
  };
  const range = {
    Namespace: 'N',
    MetricName: 'm',
    StartTime: (now - 1000 * minute) / 1000,
    EndTime: now / 1000 + 60,
  };

  it.each([1, 7, 1000])('are summed and ranked in turns, in %i minutes', async (minutes) => {
    const operations = fill(minutes);
    const statistics = ['SampleCount', 'Sum', 'Minimum', 'Maximum'];
    const { answer, mostRows, pauses } = await measured(
      async () =>
        (await operations.GetMetricStatistics!(
          { ...range, Period: 86_400, Statistics: statistics, ExtendedStatistics: ['p50'] },
          context,
        )) as { Datapoints: object[] },
    );
    expect(answer.Datapoints).toEqual([
      expect.objectContaining({
        SampleCount: samples,
        Sum: (samples * (samples - 1)) / 2,
        Minimum: 0,
        Maximum: samples - 1,
        ExtendedStatistics: new Map([['p50', samples / 2 - 1]]),
      }),
    ]);
    expect(mostRows).toBeLessThanOrEqual(6000);
    expect(pauses).toBeGreaterThan(5);
  });
});

it('a long answer of the Query protocol is made in turns', async () => {
  const sent: string[] = [];
  const response = Object.assign(partOf<ServerResponse>({}), {
    writeHead: () => response,
    end: (body: Buffer) => {
      sent.push(body.toString());
      return response;
    },
  });
  const points = numbers(2000).map((index) => ({ Timestamp: new Date(now), Average: index }));
  const values = numbers(5000);
  const { pauses } = await measured(() =>
    writeQueryReply(response, partOf<RpcService>({}), 'Get', { Datapoints: points, Values: values }, context),
  );
  expect(pauses).toBeGreaterThan(40);
  expect(sent[0]).toContain('<Average>1999</Average></member></Datapoints><Values><member>0</member>');
});
