import Database from 'libsql';
import { build } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { openCatalogDatabase } from './catalog-database';
import { createJobStore } from './job-store';
import { migrate } from './migrate';
import { migrations } from './migrations/migrations';
import { prepareCatalog } from './prepare-catalog';

const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-prepare-'));
const program = path.join(folder, 'migrate-catalog.mjs');
const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'migrate-in-thread.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql'],
  });
  // Beside no packages of its own.
  const own = JSON.stringify(path.resolve('node_modules/libsql/index.js'));
  writeFileSync(program, readFileSync(program, 'utf8').replaceAll(`from "libsql"`, `from ${own}`));
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const readVersion = (file: string) => {
  const database = new Database(file);
  const [version] = database.prepare('PRAGMA user_version').raw().all() as [number][];
  database.close();
  return version?.[0];
};

test('an earlier catalog is migrated in a thread of its own, while this one goes on', async () => {
  const file = path.join(folder, 'older.sqlite');
  const older = new Database(file);
  migrate(older, migrations.slice(0, -1));
  older.exec(`INSERT INTO backfill VALUES ('local', '0', 'a-job', 1, '{"metrics":[]}')`);
  older.close();
  const pending = prepareCatalog(file, program, 0);
  expect(pending).toBeInstanceOf(Promise);
  // Nothing was done yet when the call came back.
  expect(readVersion(file)).toBe(migrations.length - 1);
  await pending;
  expect(readVersion(file)).toBe(migrations.length);
  const database = openCatalogDatabase(file);
  expect(database.all('SELECT name FROM backfill')).toMatchObject([{ name: 'a-job' }]);
  createJobStore(database, { backend: 'local', account: '0' }).storeJobs([...generateJobs(3)], 0, 'search');
  database.close();
  expect(prepareCatalog(file, program, 0)).toBeUndefined();
});

test('what is small, missing, or of this version is opened at once', () => {
  const file = path.join(folder, 'small.sqlite');
  const small = new Database(file);
  migrate(small, migrations.slice(0, -1));
  small.close();
  expect(prepareCatalog(file, program)).toBeUndefined();
  expect(prepareCatalog(path.join(folder, 'none.sqlite'), program, 0)).toBeUndefined();
  expect(prepareCatalog(file, path.join(folder, 'none.mjs'), 0)).toBeUndefined();
});

test('a thread that fails is told, and whoever opens the catalog goes on', async () => {
  const file = path.join(folder, 'failing.sqlite');
  const older = new Database(file);
  migrate(older, migrations.slice(0, -1));
  older.close();
  const failing = path.join(folder, 'failing.mjs');
  writeFileSync(failing, "throw new Error('no thread')");
  await prepareCatalog(file, failing, 0);
  expect(String(log.mock.calls.at(-1)?.[1])).toContain('no thread');
  openCatalogDatabase(file).close();
  expect(readVersion(file)).toBe(migrations.length);
});
