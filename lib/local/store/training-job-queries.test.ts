import { describe, expect, it } from 'vitest';
import { openDatabase, type Sqlite } from './database';
import { createTrainingJobStore } from './sqlite-training-job-store';
import { createTrainingJobQueries, type JobCondition, type JobQuery } from './training-job-queries';
import type { TrainingJobRecord } from './training-job-store';

const jobOf = (name: string, at: number, status: TrainingJobRecord['status']): TrainingJobRecord => ({
  name,
  arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name.toLowerCase()}`,
  request: {
    TrainingJobName: name,
    RoleArn: 'role',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    StoppingCondition: {},
  },
  tags: {},
  status,
  secondaryStatus: 'Starting',
  transitions: [],
  creationTime: at,
  lastModifiedTime: at + 5,
  finalMetrics: [],
});

/** Some of the times and statuses are equal, so that names decide. */
const someJobs = Array.from({ length: 40 }, (_, index) =>
  jobOf(`job-${index}`, 100 + (index % 7), index % 3 === 0 ? 'Failed' : 'Completed'),
);

const open = (database: Sqlite = openDatabase(':memory:')) => {
  const jobs = createTrainingJobStore(database);
  return { database, jobs, queries: createTrainingJobQueries(database) };
};

const all: JobQuery = { conditions: [], sortBy: 'lastModifiedTime', descending: true };
const completed: JobCondition = { column: 'status', operator: 'Equals', value: 'Completed' };
const until: JobCondition = { column: 'lastModifiedTime', operator: 'LessThanOrEqualTo', value: 110 };

const holds = (job: TrainingJobRecord, { column, operator, value }: JobCondition): boolean => {
  const actual = job[column];
  switch (operator) {
    case 'Equals':
      return actual === value;
    case 'NotEquals':
      return actual !== value;
    case 'GreaterThan':
      return actual > value;
    case 'GreaterThanOrEqualTo':
      return actual >= value;
    case 'LessThan':
      return actual < value;
    case 'LessThanOrEqualTo':
      return actual <= value;
    case 'Contains':
      return String(actual).includes(String(value));
  }
};

/** The plan of the last statement that asked for jobs. */
const watchPlans = (database: Sqlite) => {
  const prepare = database.prepare.bind(database);
  let last = '';
  database.prepare = (sql: string) => {
    last = sql;
    return prepare(sql);
  };
  return (): string => {
    const parameters = [...last.matchAll(/\?/g)].map(() => 1);
    const steps = prepare(`EXPLAIN QUERY PLAN ${last}`).all(...parameters) as { detail: string }[];
    return steps.map(({ detail }) => detail).join('; ');
  };
};

describe('pages of training jobs', () => {
  it('are those of the whole list that come after the position and satisfy the conditions, whatever the bounds', () => {
    const { jobs, queries } = open();
    jobs.insertAll(someJobs);
    const operators = ['GreaterThan', 'GreaterThanOrEqualTo', 'LessThan', 'LessThanOrEqualTo'] as const;
    for (const descending of [true, false]) {
      const sorted = queries.page({ ...all, descending, limit: 100 });
      for (const start of [undefined, 3, 20, 37]) {
        const last = start === undefined ? undefined : sorted[start];
        const after = last && { value: last.lastModifiedTime, name: last.name };
        for (const operator of operators) {
          for (let value = 103; value < 113; value += 1) {
            const condition: JobCondition = { column: 'lastModifiedTime', operator, value };
            const page = queries.page({
              ...all,
              conditions: [condition],
              descending,
              ...(after && { after }),
              limit: 100,
            });
            const expected = sorted
              .slice(start === undefined ? 0 : start + 1)
              .filter((job) => holds(job, condition));
            expect(page.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
          }
        }
      }
    }
  });

  it.each<[string, Partial<JobQuery>]>([
    ['with a bound on the order', { conditions: [until] }],
    ['with a bound and a status', { conditions: [until, completed] }],
    ['of a status by creation', { conditions: [completed], sortBy: 'creationTime' }],
    ['of a status by name', { conditions: [completed], sortBy: 'name' }],
    ['by status', { sortBy: 'status' }],
  ])('are sought, not sorted and not walked to: %s', (_which, query) => {
    const { database, queries } = open();
    const plan = watchPlans(database);
    const value = query.sortBy === 'name' || query.sortBy === 'status' ? 'job-1' : 105;
    queries.page({ ...all, ...query, after: { value, name: 'job-1' }, limit: 10 });
    expect(plan()).toMatch(/^SEARCH training_jobs USING INDEX \w+ \(.*name\)?[<>]/);
    expect(plan()).not.toContain('TEMP B-TREE');
  });
});

describe('counts of training jobs', () => {
  it('stay exact while jobs come, change and go', () => {
    const { jobs, queries } = open();
    jobs.insertAll(someJobs);
    const count = () => [queries.count([]), queries.count([completed])];
    const before = count();
    expect(before).toEqual([40, someJobs.filter(({ status }) => status === 'Completed').length]);
    expect(count()).toEqual(before);
    jobs.update('job-1', (job) => {
      job.status = 'Failed';
    });
    expect(count()).toEqual([40, before[1]! - 1]);
    jobs.delete('job-2');
    expect(count()).toEqual([39, before[1]! - 2]);
    jobs.insert(jobOf('new', 1, 'Completed'));
    expect(count()).toEqual([40, before[1]! - 1]);
    expect(() => jobs.insertAll([jobOf('newer', 1, 'Completed'), jobOf('new', 1, 'Completed')])).toThrow();
    expect(count()).toEqual([40, before[1]! - 1]);
  });

  it.each<[string, JobCondition[]]>([
    ['all of them', []],
    ['up to a time', [until]],
    ['a status up to a time', [until, completed]],
    ['any other status', [{ ...completed, operator: 'NotEquals' }]],
    ['names up to a time', [until, { column: 'name', operator: 'Contains', value: '1' }]],
    ['between two kinds of times', [until, { column: 'creationTime', operator: 'GreaterThan', value: 1 }]],
  ])('read an index and no record: %s', (_which, conditions) => {
    const { database, queries } = open();
    const plan = watchPlans(database);
    queries.count(conditions);
    expect(plan()).toMatch(/^(SEARCH|SCAN) training_jobs USING COVERING INDEX/);
  });
});

describe('a table of an earlier version', () => {
  it('gets its columns, filled from the records', () => {
    const database = openDatabase(':memory:');
    database.exec(`
      CREATE TABLE training_jobs (
        name TEXT PRIMARY KEY, creation_time INTEGER NOT NULL, finished INTEGER NOT NULL, record TEXT NOT NULL
      );
      CREATE INDEX training_jobs_by_status ON training_jobs (json_extract(record, '$.status'), name);
    `);
    const insert = database.prepare('INSERT INTO training_jobs VALUES (?, ?, 1, ?)');
    for (const job of someJobs) insert.run(job.name, job.creationTime, JSON.stringify(job));
    const { jobs, queries } = open(database);
    expect(queries.count([completed])).toBe(someJobs.filter(({ status }) => status === 'Completed').length);
    expect(queries.page({ ...all, conditions: [until], limit: 1 })[0]?.lastModifiedTime).toBe(110);
    jobs.insert(jobOf('new', 1, 'Failed'));
    expect(open(database).queries.count([])).toBe(41);
  });
});
