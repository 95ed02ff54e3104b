import sql from 'sql-template-tag';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { noReading } from '../training/position';
import { jobFactsOf } from '../training/report/job-facts';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore, findSoleAccount } from './job-store';

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

test('tags that were given here stay until Search has them, or for five minutes', () => {
  const { store } = open();
  const { name } = finished!;
  const tagsOf = () => store.readJob(name)?.tags;
  const [older, given, others] = [{ a: '1' }, { a: '1', 'spotdeck:favourite': 'yes' }, { b: '2' }];
  store.storeJobs([{ ...finished!, tags: older }], 0, 'search');
  store.storeJobs([{ ...finished!, tags: given }], 1_000, 'changed-here');
  for (const source of ['search', 'running', 'describe'] as const) {
    expect(store.storeJobs([{ ...finished!, tags: older }], 300_000, source)).toBe(0);
    expect(tagsOf()).toEqual(given);
  }
  // What tells of no tags, and what is done to the job meanwhile, takes none away.
  const { tags: _, ...described } = finished!;
  store.storeJobs([described], 2_000, 'changed-here');
  store.storeJobs([{ ...finished!, tags: older }], 2_000, 'search');
  expect(tagsOf()).toEqual(given);
  store.storeJobs([{ ...finished!, tags: older }], 301_000, 'search');
  expect(tagsOf()).toEqual(older);

  store.storeJobs([{ ...finished!, tags: given }], 400_000, 'changed-here');
  store.storeJobs([{ ...finished!, tags: older }], 401_000, 'search');
  store.storeJobs([{ ...finished!, tags: given }], 402_000, 'search');
  // It has caught up: what it says now is somebody's next change.
  store.storeJobs([{ ...finished!, tags: others }], 403_000, 'search');
  expect(tagsOf()).toEqual(others);
});

test('a job that has the name of one that was tagged here has its own tags', () => {
  const { store } = open();
  store.storeJobs([{ ...finished!, tags: { a: '1' } }], 0, 'changed-here');
  const again = { ...finished!, createdAt: finished!.lastModifiedAt! + 1, tags: { b: '2' } };
  store.storeJobs([again], 1, 'search');
  expect(store.readJob(finished!.name)?.tags).toEqual({ b: '2' });
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
  expect(findSoleAccount(database, 'us-east-1'), 'whose jobs they are is not guessed').toBeUndefined();
  expect(findSoleAccount(database, 'local')).toBeUndefined();
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
    // Of what vanished and cannot be read there is nothing to keep.
    expect(store.markGone(finished!.name, 1)).toBeUndefined();
    expect([store.markUnmet(0, 1), store.count()]).toEqual([0, 1]);
    store.storeJobs([finished!], 1, 'search');
    expect(store.readJob(finished!.name)).toEqual(finished);
    store.recordBackfill(finished!, backfill);
    expect(store.readBackfill(finished!)).toEqual(backfill);
    expect(said.mock.calls.flat().every((line) => /cannot be read/.test(String(line)))).toBe(true);
    said.mockRestore();
  },
);

test('a job that vanished is there as what it was, also for the next process, and belongs to no running ones', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-vanished-'));
  const file = path.join(folder, 'catalog.sqlite');
  const opened = () => {
    const database = openCatalogDatabase(file);
    return { database, store: createJobStore(database, { backend: 'us-east-1', account: '1' }) };
  };
  const first = opened();
  first.store.storeJobs([finished!, { ...running!, name: 'running' }], 5, 'search');
  for (const name of [finished!.name, 'running']) {
    expect(first.store.markGone(name, 100)?.isNews).toBe(true);
    expect(first.store.markGone(name, 200)).toMatchObject({ isNews: false, job: { goneAt: 100 } });
  }
  expect(first.store.markGone('unknown', 100)).toBeUndefined();
  first.database.close();
  const { database, store } = opened();
  expect(store.readJob(finished!.name)).toEqual({ ...finished, goneAt: 100 });
  expect([store.count(), store.runningJobs(10, 1_000)]).toEqual([0, []]);
  expect(
    database.all(
      'SELECT name, terminal, standing, gone_at, duration_seconds IS NULL AS unknown FROM job ORDER BY name',
    ),
  ).toEqual(
    [
      {
        name: finished!.name,
        terminal: 1,
        standing: jobFactsOf(finished!, 0).standing,
        gone_at: 100,
        unknown: 0,
      },
      // Nobody can tell any more when it ended and what it was billed.
      { name: 'running', terminal: 1, standing: 'unbilled', gone_at: 100, unknown: 1 },
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  database.close();
  rmSync(folder, { recursive: true });
});

test('the row of a job that vanished is the one that the whole job makes', () => {
  const { store, database } = open();
  const rows = () => database.all('SELECT * FROM job').map(({ id: _, described_at: __, ...row }) => row);
  for (const job of [finished!, running!]) {
    store.storeJobs([job], 5, 'describe');
    store.markGone(job.name, 100);
    const marked = rows();
    store.storeJobs([{ ...job, goneAt: 100, tags: { ...job.tags, a: 'b' } }], 5, 'describe');
    expect(rows()).toEqual(marked);
    store.removeJob(job.name);
  }
});

test('an answer unmarks a job; Search may still show for a while what was deleted', () => {
  const { store } = open();
  const isGone = () => store.readJob(finished!.name)?.goneAt !== undefined;
  store.storeJobs([finished!], 0, 'search');
  store.markGone(finished!.name, 1_000);
  expect(store.storeJobs([finished!], 30_000, 'search')).toBe(0);
  expect(isGone()).toBe(true);
  expect(store.storeJobs([finished!], 90_000, 'search')).toBe(1);
  expect(isGone()).toBe(false);
  store.markGone(finished!.name, 100_000);
  expect(store.storeJobs([finished!], 100_001, 'describe')).toBe(1);
  expect(isGone()).toBe(false);
  store.markGone(finished!.name, 200_000);
  const next = { ...finished!, createdAt: finished!.lastModifiedAt! + 1 };
  expect(store.storeJobs([next], 200_001, 'search')).toBe(1);
  expect(isGone()).toBe(false);
});

test('a job that was taken out is not brought back by an answer that lags behind, and a new one of its name is', () => {
  const { store } = open();
  store.storeJobs([finished!], 0, 'search');
  store.removeJob(finished!.name);
  expect(store.storeJobs([finished!], 500_000, 'search')).toBe(0);
  expect(store.readJob(finished!.name)).toBeUndefined();
  const next = { ...finished!, createdAt: finished!.lastModifiedAt! + 1 };
  expect(store.storeJobs([next], 500_000, 'search')).toBe(1);
});
