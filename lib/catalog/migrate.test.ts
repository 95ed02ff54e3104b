import Database from 'libsql';
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { sampleModel } from '../../testing/training/sample-reading';
import { type TrainingJob } from '../training/training-job';
import { openCatalogDatabase } from './catalog-database';
import { createPriceStore } from './price-store';
import { type Backfill, createJobStore } from './job-store';
import { migrate } from './migrate';
import { migrations } from './migrations/migrations';

const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-migrations-'));
const file = path.join(folder, 'catalog.sqlite');
const log = vi.spyOn(console, 'error');

const cleanUp = () => {
  for (const name of readdirSync(folder)) if (name.startsWith('catalog')) rmSync(path.join(folder, name));
};

beforeEach(() => {
  log.mockReset();
  cleanUp();
  copyFileSync(first, file);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const scope = { backend: 'local', account: '0' };
const generated = [...generateJobs(150, { seed: 3 })];
const launched: Partial<TrainingJob>[] = [
  { tuningJobArn: 'arn:tuning/one', tags: { 'sagemaker:pipeline-execution-arn': 'arn:one' } },
  { autoMlJobArn: 'arn:auto/one', labelingJobArn: '' },
  { labelingJobArn: 'arn:label/one', serverless: {} },
  { tags: { 'sagemaker:pipeline-execution-arn': 'arn:one', 'sagemaker:space-arn': 'arn:two' } },
  { tags: { 'sagemaker:shared-space-arn': 'arn:two', 'sagemaker:pipeline-execution-arn': '' } },
  { name: 'AWSBatch-1', tags: { 'sagemaker:user-profile-arn': 'arn:two' } },
  { name: 'awsbatch-1' },
];
const jobs = generated.map((job, index) => ({ ...job, ...launched[index] }));
const backfill: Backfill = {
  reading: sampleModel([{ attempt: 1, epochs: [{ number: 1, from: 0, to: 1 }] }]),
  metrics: [],
};
/** What lies in every table that was filled through the store, but for what later layouts have made of it. */
const contentOf = (at: string) => {
  const database = openCatalogDatabase(at);
  const store = createJobStore(database, scope);
  const content = {
    jobs: jobs.map(({ name }) => store.readJob(name)),
    // By what they have in common, whatever its number.
    rows: database.all('SELECT * FROM job ORDER BY name').map(({ traits, ...row }) => ({
      ...row,
      ...database.all(sql`SELECT scope, outcome, spot, instance_type, launched_by, checkpointed, standing, serverless,
        interruptions AS any_interruptions, gone_at AS any_gone, lost_seconds AS any_lost, jobs
        FROM job_traits WHERE id = ${traits}`)[0],
    })),
    backfilled: jobs.slice(0, 20).map((job) => store.readBackfill(job)),
    prices: database.all('SELECT * FROM price'),
    tagKeys: database.all('SELECT * FROM tag_key ORDER BY key'),
    state: store.syncState(),
    version: database.get('PRAGMA user_version')?.user_version,
  };
  database.close();
  return content;
};

/** A catalog of the first layout, and what is to be in it after all migrations. */
const first = path.join(folder, 'first.made');
let expected: ReturnType<typeof contentOf>;
beforeAll(() => {
  const newest = path.join(folder, 'newest.made');
  const database = openCatalogDatabase(newest);
  const store = createJobStore(database, scope);
  store.storeJobs(jobs, 0, 'search');
  store.saveSyncState({ watermark: 7, firstWalkDone: true, asOf: 8 });
  for (const job of jobs.slice(0, 20)) store.recordBackfill(job, backfill);
  const price = { instanceType: 'ml.g5.xlarge', region: 'us-east-1', usdPerHour: 1.5, source: 'entered' };
  createPriceStore(database, scope).save({ ...price, price, byHand: true, readAt: 9 });
  database.close();
  const older = new Database(first);
  migrate(older, migrations.slice(0, 1));
  older.prepare('ATTACH ? AS newest').run(newest);
  const renamed: Record<string, string> = { learnt: 'backfill', twin: 'match_key' };
  for (const table of ['scope', 'job', 'job_document', 'job_tag', 'price', 'learnt']) {
    const columns = (
      older.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[]
    ).map(({ name }) => name);
    older.exec(`INSERT INTO ${table} (${columns.join(', ')})
      SELECT ${columns.map((name) => renamed[name] ?? name).join(', ')} FROM newest.${renamed[table] ?? table}`);
  }
  older.exec('DETACH newest');
  older.close();
  const content = contentOf(newest);
  // What earlier layouts did not keep is read by one more walk.
  expected = { ...content, state: { ...content.state, walk: 2, walkBefore: Number.MAX_SAFE_INTEGER } };
});

/** As the versions were named before they had numbers. */
const digestOf = (sql: string) => 1 + (createHash('sha256').update(sql).digest().readUInt32BE() >>> 2);
const changeVersion = (at: string, version: number) => {
  const database = new Database(at);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
};

test.each(migrations.map((_, index) => index + 1))(
  'a catalog of version %i has all its rows in the newest layout',
  (version) => {
    const older = new Database(file);
    migrate(older, migrations.slice(0, version));
    expect(older.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: version });
    older.close();
    expect(contentOf(file)).toEqual(expected);
    expect(expected.rows).toHaveLength(jobs.length);
    expect(expected.version).toBe(migrations.length);
    expect(log).not.toHaveBeenCalled();
  },
);

test('a catalog of before versions had numbers is carried over whole', () => {
  changeVersion(file, digestOf('whatever its tables and comments were'));
  expect(contentOf(file)).toEqual(expected);
});

test('one with other tables is read again, but for what was backfilled', () => {
  const older = new Database(file);
  older.exec('DROP INDEX job_by_savings; ALTER TABLE job DROP COLUMN saved_share');
  older.exec('PRAGMA user_version = 123456789');
  older.close();
  const { rows, backfilled, state } = contentOf(file);
  expect([rows, state.watermark, state.firstWalkDone]).toEqual([[], undefined, false]);
  expect(backfilled).toEqual(Array.from({ length: 20 }, () => backfill));
  // The jobs have what was backfilled once they are there again.
  const database = openCatalogDatabase(file);
  createJobStore(database, scope).storeJobs(jobs, 1, 'search');
  const finished = jobs.slice(0, 20).filter(({ status }) => status !== 'InProgress');
  const marked = database.all('SELECT name FROM job WHERE epochs_final = 1');
  database.close();
  expect(marked).toHaveLength(finished.length);
});

test('a catalog of a later version is left as it is, and said to be', () => {
  contentOf(file);
  changeVersion(file, migrations.length + 1);
  const before = readFileSync(file);
  const database = openCatalogDatabase(file);
  expect(database.newerVersion()).toBe(migrations.length + 1);
  const store = createJobStore(database, scope);
  store.storeJobs(jobs.slice(0, 5), 0, 'search');
  database.close();
  expect(log.mock.calls.flat().join(' ')).toContain(`version ${migrations.length + 1}`);
  expect(readFileSync(file).equals(before)).toBe(true);
  // What it has of its own is there the next time.
  const again = openCatalogDatabase(file);
  expect(createJobStore(again, scope).count()).toBe(5);
  again.close();
  // The later version finds its catalog as it was.
  changeVersion(file, migrations.length);
  expect(contentOf(file)).toEqual(expected);
});

test('a catalog whose tables are not those of its version is set aside, and what was backfilled taken along', () => {
  const odd = new Database(file);
  odd.exec('DROP TABLE job; PRAGMA user_version = 1');
  odd.close();
  expect(contentOf(file).backfilled).toEqual(Array.from({ length: 20 }, () => backfill));
  expect(existsSync(`${file}.damaged`)).toBe(true);
});

test('of a damaged catalog what was backfilled is taken along, as far as it can be read', () => {
  contentOf(file);
  const handle = openSync(file, 'r+');
  const text = readFileSync(file);
  // Through the documents of the jobs: those of what was backfilled hold another word.
  for (let at = text.indexOf('trainingSeconds'); at >= 0; at = text.indexOf('trainingSeconds', at + 4_096))
    writeSync(handle, Buffer.alloc(4_096, 7), 0, 4_096, at - (at % 4_096));
  writeFileSync(`${file}-wal`, '');
  const database = openCatalogDatabase(file);
  const store = createJobStore(database, scope);
  for (const { name } of jobs) store.readJob(name);
  expect(database.get('PRAGMA integrity_check')).toMatchObject({ integrity_check: 'ok' });
  expect(store.readBackfill(jobs[0]!)).toEqual(backfill);
  database.close();
  expect(existsSync(`${file}.damaged`)).toBe(true);
});

describe('a process that is killed in the middle of a migration', () => {
  const program = path.join(folder, 'killed.mjs');
  beforeAll(async () => {
    await build({
      stdin: {
        contents: `
          import Database from 'libsql';
          import { migrate } from './migrate';
          import { migrations } from './migrations/migrations';
          const [file, whole, part] = process.argv.slice(2);
          const database = new Database(file);
          database.pragma('journal_mode = WAL');
          // Every page at once to the disk, as with more rows than the cache holds.
          database.pragma('cache_size = 2');
          const exec = database.exec.bind(database);
          database.exec = (sql) => {
            const statements = sql.split(/;\\n(?=[A-Z]{3})(?!END)/);
            if (sql !== migrations[Number(whole)]) return exec(sql);
            exec(statements.slice(0, Number(part)).join(';\\n'));
            process.kill(process.pid, 'SIGKILL');
          };
          migrate(database);`,
        resolveDir: import.meta.dirname,
        loader: 'ts',
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      // Beside no packages of its own.
      external: ['libsql'],
    });
    writeFileSync(
      program,
      readFileSync(program, 'utf8').replaceAll(
        `from "libsql"`,
        `from ${JSON.stringify(path.resolve('node_modules/libsql/index.js'))}`,
      ),
    );
  });

  const parts = migrations.flatMap((sql, index) =>
    index === 0 ? [] : [1, 2, sql.split(/;\n(?=[A-Z]{3})(?!END)/).length].map((part) => [index, part]),
  );

  test('has lost nothing, wherever it was', () => {
    for (const [index, part] of parts) {
      cleanUp();
      copyFileSync(first, file);
      const { signal, stderr } = spawnSync(process.execPath, [program, file, String(index), String(part)], {
        encoding: 'utf8',
      });
      expect([signal, stderr]).toEqual(['SIGKILL', '']);
      expect(contentOf(file), `statement ${part} of migration ${index! + 1}`).toEqual(expected);
    }
  }, 240_000);
});
