import { expect, it } from 'vitest';
import { openDatabase, type Sqlite } from './database';
import { onSetAside } from './set-aside';
import { createHostingStore } from './sqlite-hosting-store';
import { createTrainingJobStore } from './sqlite-training-job-store';
import { createTrainingJobQueries } from './training-job-queries';
import { type TrainingJobRecord } from './training-job-store';

const job = (name: string, creationTime: number): TrainingJobRecord => ({
  name,
  arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name}`,
  request: {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::000000000000:role/a-role',
    AlgorithmSpecification: { TrainingImage: 'an-image', TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://a-bucket/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  },
  tags: {},
  status: 'Completed',
  secondaryStatus: 'Completed',
  transitions: [],
  creationTime,
  lastModifiedTime: creationTime,
  finalMetrics: [],
});

const open = () => {
  const database = openDatabase(':memory:');
  const said: string[] = [];
  onSetAside(database, (sentence) => void said.push(sentence));
  const jobs = createTrainingJobStore(database);
  jobs.insertAll(['a', 'b', 'c', 'd'].map((name, index) => job(name, index + 1)));
  return { database, said, jobs, queries: createTrainingJobQueries(database) };
};
const spoil = (database: Sqlite, name: string, record: string) =>
  database.prepare('UPDATE training_jobs SET record = ? WHERE name = ?').run(record, name);
const setAside = (database: Sqlite) => database.prepare('SELECT title, document FROM set_aside').all();

/** JSON that SQLite takes, and no record: it indexes a member, so that what is no JSON cannot be written. */
const unreadable: readonly [document: string, why: RegExp][] = [
  ['null', /it is no record/],
  ['[]', /it is no record/],
  ['{}', /name: /],
  [JSON.stringify({ ...job('b', 2), status: 'Sleeping' }), /status: /],
  [
    JSON.stringify({ ...job('b', 2), transitions: [{ status: 'Training', startTime: 'noon' }] }),
    /transitions\.0/,
  ],
  [
    JSON.stringify({ ...job('b', 2), request: { TrainingJobName: 'b' } }),
    /request: no request of a training job/,
  ],
  [JSON.stringify({ ...job('b', 2), tags: { team: 7 } }), /tags\.team: /],
];

it.each(unreadable)('a job that cannot be read harms no other, and is kept aside: %s', (document, why) => {
  for (const read of [
    ({ jobs }) => [...jobs.all()].map(({ name }) => name).reverse(),
    ({ queries }) =>
      queries
        .page({ conditions: [], sortBy: 'creationTime', descending: false, limit: 3 })
        .map(({ name }) => name),
    ({ queries }) =>
      [...queries.scan({ conditions: [], sortBy: 'name', descending: false })].map(({ name }) => name),
  ] satisfies ((opened: ReturnType<typeof open>) => string[])[]) {
    const opened = open();
    spoil(opened.database, 'b', document);
    expect(read(opened)).toEqual(['a', 'c', 'd']);
    expect(opened.said).toEqual([expect.stringMatching(why)]);
    expect(opened.said[0]).toContain('training job b');
    expect(setAside(opened.database)).toEqual([{ title: 'training job b', document }]);
    expect(opened.queries.count([])).toBe(3);
    expect(opened.jobs.get('b')).toBeUndefined();
    // Its name is free again.
    opened.jobs.insert(job('b', 9));
    expect(opened.jobs.get('b')?.creationTime).toBe(9);
  }
});

it('what a later version adds to a record stays in it', () => {
  const { database, jobs, said } = open();
  spoil(database, 'a', JSON.stringify({ ...job('a', 1), colour: 'red' }));
  expect(jobs.update('a', (record) => void (record.failureReason = 'x'))).toMatchObject({ colour: 'red' });
  expect(said).toEqual([]);
});

it('so are models, endpoints and what waits for one', () => {
  const database = openDatabase(':memory:');
  const said: string[] = [];
  onSetAside(database, (sentence) => void said.push(sentence));
  const { models, endpoints, asyncRequests } = createHostingStore(database);
  const named = (name: string) => ({ name, arn: `arn:${name}`, tags: {}, creationTime: 1 });
  for (const name of ['a', 'b']) models.insert({ ...named(name), request: { ModelName: name } });
  database.prepare("UPDATE hosting_records SET record = '{\"name\":' WHERE name = 'a'").run();
  expect([...models.all()].map(({ name }) => name)).toEqual(['b']);
  expect(models.byArn('arn:a')).toBeUndefined();
  expect([...endpoints.all()]).toEqual([]);
  const request = {
    inferenceId: 'one',
    input: { inlineBase64: '' },
    output: { bucket: 'b', key: 'k' },
    contentType: 'text/csv',
    acceptedAt: 1,
    expiresAt: 2,
    timeoutMs: 3,
  };
  asyncRequests.add('e', request);
  asyncRequests.add('e', { ...request, inferenceId: 'two' });
  database.prepare("UPDATE async_requests SET request = '{}' WHERE number = 1").run();
  expect(asyncRequests.next('e', 0)).toMatchObject({ number: 2, request: { inferenceId: 'two' } });
  expect(said).toEqual([
    expect.stringContaining('model a cannot be read (it is no record)'),
    expect.stringContaining('asynchronous request 1'),
  ]);
});
