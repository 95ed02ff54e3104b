import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../store/database';
import { createTrainingJobStore } from '../../store/sqlite-training-job-store';
import { createTrainingJobQueries, type TrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobRecord } from '../../store/training-job-store';
import type { Operation, RequestContext } from '../../wire/service';
import { searchableTrainingJob } from './describe-training-job';
import { listTrainingJobs } from './list-training-jobs';
import { search } from './search';
import { compileExpression } from './search-expression';
import type { SearchExpression, SearchFilter } from './search-input';

const context: RequestContext = {
  requestId: 'test',
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://127.0.0.1',
};
const start = Date.UTC(2026, 0, 1);
const statuses = ['Completed', 'Failed', 'Stopped', 'InProgress'] as const;

const record = (number: number): TrainingJobRecord => {
  const status = statuses[number % 4] ?? 'Completed';
  const name = `job-${String(number).padStart(6, '0')}`;
  return {
    name,
    arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}`,
    request: {
      TrainingJobName: name,
      RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
      AlgorithmSpecification: { TrainingInputMode: 'File' },
      HyperParameters: { epochs: String(number % 7) },
      OutputDataConfig: { S3OutputPath: 's3://b/out' },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      StoppingCondition: {},
    },
    tags: { Parity: number % 2 === 0 ? 'even' : 'odd' },
    status,
    secondaryStatus: status === 'InProgress' ? 'Training' : status,
    transitions: [],
    creationTime: start + number * 1000,
    // Several jobs share a time, and the order of change is not the order of creation.
    lastModifiedTime: start + ((number * 37) % 50) * 60_000,
    ...(number % 3 !== 0 && { trainingSeconds: number % 11 }),
    finalMetrics: [],
  };
};

const openJobs = (count: number) => {
  const database = openDatabase(':memory:');
  const store = createTrainingJobStore(database);
  const jobs = Array.from({ length: count }, (_, number) => record(number));
  for (const job of jobs) store.insert(job);
  const queries = createTrainingJobQueries(database);
  return { database, jobs, queries, search: search(queries), list: listTrainingJobs(queries) };
};

interface Answer {
  Results: { TrainingJob: { TrainingJobName: string } }[];
  TotalHits: { Value: number; Relation: string };
  NextToken?: string;
}

const opened = openJobs(120);
const { database, jobs } = opened;
// A refusal is thrown before there is a promise.
const run: Operation = async (input, request) => opened.search(input, request);
afterAll(() => database.close());

/** Follows the pages to their end. */
const searchAll = async (input: object, pageSize = 100) => {
  const names: string[] = [];
  let answer: Answer;
  let token: string | undefined;
  do {
    const page = { Resource: 'TrainingJob', MaxResults: pageSize, ...input, NextToken: token };
    answer = (await run(page, context)) as Answer;
    names.push(...answer.Results.map((result) => result.TrainingJob.TrainingJobName));
    token = answer.NextToken;
  } while (token !== undefined);
  return { names, total: answer.TotalHits };
};

describe('Search', () => {
  test('gives the newest change first by default, with the tags', async () => {
    const { names, total } = await searchAll({}, 7);
    const expected = [...jobs].sort(
      (left, right) => right.lastModifiedTime - left.lastModifiedTime || (left.name < right.name ? 1 : -1),
    );
    expect(names).toEqual(expected.map((job) => job.name));
    expect(total).toEqual({ Value: 120, Relation: 'EqualTo' });
    const answer = (await run({ Resource: 'TrainingJob', MaxResults: 1 }, context)) as Answer;
    expect(answer.Results[0]?.TrainingJob).toMatchObject({ Tags: [{ Key: 'Parity' }] });
    expect(answer.Results[0]?.TrainingJob).not.toHaveProperty('ProfilingStatus');
  });

  test('pages through any property in either direction, jobs without it last', async () => {
    for (const SortOrder of ['Ascending', 'Descending'] as const) {
      const { names } = await searchAll({ SortBy: 'TrainingTimeInSeconds', SortOrder }, 9);
      expect(new Set(names).size).toBe(120);
      const seconds = names.map((name) => jobs.find((job) => job.name === name)?.trainingSeconds);
      const known = seconds.slice(0, 80);
      const sign = SortOrder === 'Ascending' ? 1 : -1;
      expect(known).toEqual([...known].sort((left, right) => sign * ((left ?? NaN) - (right ?? NaN))));
      expect(seconds.slice(80)).toEqual(Array(40).fill(undefined));
    }
  });

  test('gives for any expression and order what testing every job gives', async () => {
    const iso = (offset: number) => new Date(start + offset).toISOString();
    const filter: fc.Arbitrary<SearchFilter> = fc.oneof(
      fc.record({
        Name: fc.constantFrom('CreationTime', 'LastModifiedTime'),
        Operator: fc.constantFrom(
          'GreaterThan',
          'LessThan',
          'GreaterThanOrEqualTo',
          'LessThanOrEqualTo',
          'Equals',
          'NotEquals',
        ),
        Value: fc.integer({ min: 0, max: 50 }).map((minutes) => iso(minutes * 60_000)),
      }),
      fc.record({
        Name: fc.constant('TrainingJobStatus'),
        Operator: fc.constantFrom('Equals', 'NotEquals', 'In'),
        Value: fc.constantFrom('Completed', 'Failed', 'Completed,Stopped'),
      }),
      fc.record({
        Name: fc.constant('TrainingJobName'),
        Operator: fc.constantFrom('Equals', 'NotEquals'),
        Value: fc.constantFrom('job-000003', 'job-000077', 'nobody'),
      }),
      fc.record({
        Name: fc.constant('HyperParameters.epochs'),
        Operator: fc.constantFrom('GreaterThan', 'LessThan'),
        Value: fc.integer({ min: 0, max: 7 }).map(String),
      }),
      fc.constant<SearchFilter>({ Name: 'Tags.Parity', Operator: 'Equals', Value: 'even' }),
    );
    const flat = fc.record({
      Filters: fc.array(filter, { minLength: 1, maxLength: 3 }),
      Operator: fc.constantFrom('And' as const, 'Or' as const),
    });
    const expression: fc.Arbitrary<SearchExpression> = fc.oneof(
      flat,
      fc.record({
        SubExpressions: fc.array(flat, { minLength: 1, maxLength: 3 }),
        Operator: fc.constantFrom('And' as const, 'Or' as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        expression,
        fc.constantFrom('LastModifiedTime', 'TrainingJobName', 'HyperParameters.epochs'),
        async (SearchExpression, SortBy) => {
          const matches = compileExpression(SearchExpression);
          const expected = jobs.filter((job) => matches(searchableTrainingJob(job))).map((job) => job.name);
          const { names, total } = await searchAll({ SearchExpression, SortBy }, 10);
          expect([...names].sort()).toEqual(expected);
          expect(total).toEqual({ Value: expected.length, Relation: 'EqualTo' });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  test('refuses other resources and unknown properties', async () => {
    await expect(run({ Resource: 'Pipeline' }, context)).rejects.toThrow('Pipeline');
    await expect(run({ Resource: 'TrainingJob', SortBy: 'Colour' }, context)).rejects.toThrow(
      'Unknown property',
    );
    await expect(run({ Resource: 'TrainingJob', MaxResults: 101 }, context)).rejects.toThrow(
      'less than or equal to 100',
    );
  });
});

test('with 20,000 jobs no more is read than a page shows, or a total counts one by one', async () => {
  const many = openJobs(20_000);
  const read = { rows: 0 };
  const counting: TrainingJobQueries = {
    ...many.queries,
    page: (query) => {
      const rows = many.queries.page(query);
      read.rows += rows.length;
      return rows;
    },
    *scan(query) {
      for (const row of many.queries.scan(query)) {
        read.rows += 1;
        yield row;
      }
    },
  };
  const rowsOf = async (work: () => unknown) => {
    read.rows = 0;
    await work();
    return read.rows;
  };
  const searchFor = (input: object) =>
    search(counting)({ Resource: 'TrainingJob', MaxResults: 100, ...input }, context);
  const list = (input: object) => listTrainingJobs(counting)({ MaxResults: 100, ...input }, context);
  const since = { Name: 'LastModifiedTime', Operator: 'GreaterThan', Value: '2026-01-01T00:40:00' };
  const odd = { Name: 'Tags.Parity', Value: 'odd' };
  const aPage = 101;
  expect(await rowsOf(() => searchFor({}))).toBe(aPage);
  const changed = { SortOrder: 'Ascending', SearchExpression: { Filters: [since] } };
  expect(await rowsOf(() => searchFor(changed))).toBe(aPage);
  expect(await rowsOf(() => list({ SortBy: 'CreationTime', SortOrder: 'Descending' }))).toBeLessThanOrEqual(
    aPage,
  );
  expect(await rowsOf(() => list({ SortBy: 'Status' }))).toBeLessThanOrEqual(aPage);
  // SQL cannot decide on tags: matches are looked for until the page is full, and counted up to a bound.
  const byTag = await rowsOf(() => searchFor({ SearchExpression: { Filters: [odd] } }));
  expect(byTag).toBeLessThanOrEqual(2 * aPage + 5_001);
  many.database.close();
}, 60_000);
