import sql from 'sql-template-tag';
import { expect, test, vi } from 'vitest';
import { noReading } from '../training/position';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore, lastAccountOf } from './job-store';

const [finished] = generateJobs(1);
const [running] = generateJobs(1, { running: 1 });

const open = () => {
  const database = openCatalogDatabase(':memory:');
  const storeOf = (account: string) => createJobStore(database, { backend: 'us-east-1', account });
  return { database, storeOf, store: storeOf('1') };
};

test('a job comes back whole', () => {
  const { store } = open();
  store.storeJobs([finished!], 0, 'search');
  expect(store.readJob(finished!.name)).toEqual(finished);
});

test('a job that did not change is no news', () => {
  const { store } = open();
  expect(store.storeJobs([finished!], 0, 'search')).toBe(1);
  expect(store.storeJobs([finished!], 1, 'search')).toBe(0);
});

test('an answer of an index that lags behind does not undo what is known', () => {
  const { store } = open();
  store.storeJobs([finished!], 0, 'search');
  const stale = {
    ...running!,
    name: finished!.name,
    createdAt: finished!.createdAt,
    lastModifiedAt: finished!.createdAt,
  };
  expect(store.storeJobs([stale], 1, 'search')).toBe(0);
  expect(store.readJob(finished!.name)?.status).toBe(finished!.status);
});

test('of two answers of the same age Describe counts, and Search adds the tags', () => {
  const { store } = open();
  const { tags, ...described } = { ...running!, secondaryStatus: 'Uploading' };
  store.storeJobs([described], 1, 'describe');
  store.storeJobs([running!], 2, 'search');
  expect(store.readJob(running!.name)).toEqual({ ...described, tags });
});

test('a name that is used again belongs to the new job alone', () => {
  const { store, database } = open();
  store.storeJobs([finished!], 0, 'search');
  store.recordEpochs(finished!.name, { position: 10, of: 10, share: 1, final: true });
  const again = { ...finished!, createdAt: finished!.lastModifiedAt! + 1, tags: {} };
  store.storeJobs([again], 1, 'search');
  expect(database.get('SELECT position, epochs_final FROM job')).toMatchObject({
    position: null,
    epochs_final: 0,
  });
  expect(database.all('SELECT * FROM job_tag')).toEqual([]);
});

test('on how many jobs a tag’s key is follows what is stored, changed and removed', () => {
  const { store, database } = open();
  const keys = () => database.all('SELECT key, jobs FROM tag_key WHERE jobs > 0 ORDER BY key');
  const tagged = (name: string, tags: Record<string, string>, at = 0) => ({
    ...finished!,
    name,
    tags,
    lastModifiedAt: finished!.lastModifiedAt! + at,
  });
  store.storeJobs([tagged('a', { Project: 'x', Team: 'y' }), tagged('b', { Project: 'z' })], 0, 'search');
  expect(keys()).toEqual([
    { key: 'Project', jobs: 2 },
    { key: 'Team', jobs: 1 },
  ]);
  store.storeJobs([tagged('a', { Project: 'other', Owner: 'o' }, 1)], 1, 'search');
  expect(keys()).toEqual([
    { key: 'Owner', jobs: 1 },
    { key: 'Project', jobs: 2 },
  ]);
  store.removeJob('a');
  expect(keys()).toEqual([{ key: 'Project', jobs: 1 }]);
});

test('names that differ only in case are two jobs', () => {
  const { store } = open();
  store.storeJobs([finished!, { ...finished!, name: finished!.name.toUpperCase() }], 0, 'search');
  expect(store.count()).toBe(2);
});

test('accounts do not see each other', () => {
  const { database, storeOf } = open();
  storeOf('1').storeJobs([finished!], 0, 'search');
  expect(storeOf('2').count()).toBe(0);
  expect(storeOf('2').readJob(finished!.name)).toBeUndefined();
  storeOf('1').saveSyncState({ asOf: 5 });
  storeOf('2').saveSyncState({ asOf: 6 });
  expect(lastAccountOf(database, 'us-east-1')).toBe('2');
  expect(lastAccountOf(database, 'local')).toBeUndefined();
});

test('epochs are asked for until a finished log was read whole', () => {
  const { store } = open();
  store.storeJobs([finished!, { ...running!, name: 'running' }], 0, 'search');
  expect(store.withoutEpochs([finished!.name, 'running', 'unknown'])).toEqual([finished!.name]);
  expect(store.recordEpochs(finished!.name, { position: 3, of: 10, share: 0.3, final: false })).toBe(true);
  expect(store.recordEpochs(finished!.name, { position: 3, of: 10, share: 0.3, final: false })).toBe(false);
  expect(store.withoutEpochs([finished!.name])).toEqual([finished!.name]);
  store.recordEpochs(finished!.name, { position: 10, of: 10, share: 1, final: true });
  expect(store.withoutEpochs([finished!.name])).toEqual([]);
});

test('a removed job leaves nothing behind', () => {
  const { store, database } = open();
  store.storeJobs([finished!], 0, 'search');
  expect(store.removeJob(finished!.name)).toBe(true);
  expect(store.removeJob(finished!.name)).toBe(false);
  for (const table of ['job', 'job_document', 'job_tag']) {
    expect(database.all(`SELECT * FROM ${table}`)).toEqual([]);
  }
});

test.each(['', 'null', '{', '{"name": 7}', '{"name": "a", "transitions": "none"}'])(
  'a document that cannot be read is as good as absent, and made anew: %s',
  (text) => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { store, database } = open();
    const backfill = { reading: noReading, metrics: [] };
    store.storeJobs([finished!, running!], 0, 'search');
    store.recordBackfill(finished!, backfill);
    expect(store.readBackfill(finished!)).toEqual(backfill);
    database.run(sql`UPDATE job_document SET document = ${text} WHERE job = (SELECT min(id) FROM job)`);
    database.run(sql`UPDATE backfill SET document = ${text.replace('"name"', '"reading"')}`);
    expect(store.readJob(finished!.name)).toBeUndefined();
    expect(store.readBackfill(finished!)).toBeUndefined();
    expect(store.readJob(running!.name)).toEqual(running);
    store.storeJobs([finished!], 1, 'search');
    expect(store.readJob(finished!.name)).toEqual(finished);
    store.recordBackfill(finished!, backfill);
    expect(store.readBackfill(finished!)).toEqual(backfill);
    expect(said.mock.calls.flat().every((line) => /cannot be read/.test(String(line)))).toBe(true);
    said.mockRestore();
  },
);
