import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
  existsSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCatalogDatabase } from './catalog-database';
import { generateJobs } from '../../testing/dashboard/generate-jobs';
import { createJobStore } from './job-store';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-catalog-'));
  file = path.join(folder, 'made', 'catalog.sqlite');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const scope = { backend: 'local', account: '0' };
const fill = (count: number) => {
  const database = openCatalogDatabase(file);
  createJobStore(database, scope).storeJobs([...generateJobs(count)], 0, 'search');
  database.close();
};
const countIn = () => {
  const database = openCatalogDatabase(file);
  const count = createJobStore(database, scope).count();
  database.close();
  return count;
};

test('what was stored is there for the next process', () => {
  fill(3);
  expect(countIn()).toBe(3);
});

test('what another process writes makes another version, as what is written here does', () => {
  const database = openCatalogDatabase(file);
  const other = openCatalogDatabase(file);
  const before = database.version('jobs');
  expect(database.version('jobs')).toBe(before);
  createJobStore(other, scope).storeJobs([...generateJobs(1)], 0, 'search');
  const after = database.version('jobs');
  expect(after).not.toBe(before);
  expect(database.version('jobs')).toBe(after);
  createJobStore(database, scope).storeJobs([...generateJobs(2)], 1, 'search');
  expect(database.version('jobs')).not.toBe(after);
  other.close();
  database.close();
});

test('a file that is no database is begun again', () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  fill(3);
  writeFileSync(file, 'this is not a database, but it is long enough to be read as one'.repeat(100));
  rmSync(`${file}-wal`, { force: true });
  expect(countIn()).toBe(0);
  expect(log).toHaveBeenCalled();
  expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('this is not a database');
});

test('damage found while it is open is repaired by beginning again', () => {
  vi.spyOn(console, 'error').mockReturnValue();
  fill(2_000);
  const handle = openSync(file, 'r+');
  // Past the schema's pages, so that it opens and fails later.
  for (let offset = 40_960; offset < 400_000; offset += 4_096)
    writeSync(handle, Buffer.alloc(4_096, 7), 0, 4_096, offset);
  closeSync(handle);
  const database = openCatalogDatabase(file);
  const store = createJobStore(database, scope);
  store.storeJobs([...generateJobs(2_000)], 1, 'search');
  expect(store.count()).toBe(2_000);
  expect(database.get('PRAGMA integrity_check')).toMatchObject({ integrity_check: 'ok' });
  database.close();
});

test('a file cut off in the middle is begun again', () => {
  vi.spyOn(console, 'error').mockReturnValue();
  fill(2_000);
  truncateSync(file, 100_000);
  const database = openCatalogDatabase(file);
  const store = createJobStore(database, scope);
  store.storeJobs([...generateJobs(500)], 1, 'search');
  expect(database.get('PRAGMA integrity_check')).toMatchObject({ integrity_check: 'ok' });
  database.close();
  expect(existsSync(file)).toBe(true);
});

test('a write that fails half-way leaves nothing', () => {
  const database = openCatalogDatabase(':memory:');
  const store = createJobStore(database, scope);
  const [job] = generateJobs(1);
  expect(() =>
    database.transaction(() => {
      store.storeJobs([job!], 0, 'search');
      throw new Error('interrupted');
    }),
  ).toThrow('interrupted');
  expect(store.count()).toBe(0);
});

test('what is written aside makes no other version, seen from inside either', () => {
  const database = openCatalogDatabase(':memory:');
  const before = database.version('jobs');
  const inside = database.aside(() => {
    database.run('CREATE TEMP TABLE asked (id INTEGER)');
    database.run('INSERT INTO asked VALUES (1)');
    return database.version('jobs');
  });
  expect([inside, database.version('jobs')]).toEqual([before, before]);
  createJobStore(database, scope).storeJobs([...generateJobs(1)], 0, 'search');
  expect(database.version('jobs')).toBeGreaterThan(before);
});

describe('a full disk', () => {
  const mount = () =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'spotdeck-test', folder]).status === 0;
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;

  test.skipIf(!canMount)(
    'moves the catalog into memory with all it holds, and back into its file',
    async () => {
      expect(mount()).toBe(true);
      const database = openCatalogDatabase(path.join(folder, 'catalog.sqlite'));
      try {
        const store = createJobStore(database, scope);
        store.saveSyncState({ watermark: 1 });
        const jobs = [...generateJobs(30, { seed: 4 })];
        store.storeJobs(jobs, 0, 'search');
        store.markGone(jobs[3]!.name, 5);
        const tagged = () => database.all('SELECT key, jobs FROM tag_key ORDER BY key');
        const tags = tagged();
        const fill = () => {
          try {
            writeFileSync(path.join(folder, 'filler'), Buffer.alloc(8_000_000));
          } catch (error) {
            expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
          }
        };
        fill();
        const write = (count: number) =>
          database.transaction(() => {
            for (let each = 0; each < count; each += 1)
              database.run(
                sql`INSERT OR REPLACE INTO backfill VALUES ('local', '0', ${`job-${each}`}, 1, ${'x'.repeat(1000)})`,
              );
          });
        write(2000);
        expect(database.inMemorySince()).toBeGreaterThan(0);
        expect(store.syncState().watermark).toBe(1);
        expect(database.get('SELECT count(*) AS count FROM backfill')).toMatchObject({ count: 2000 });
        expect([store.count(), tagged()]).toEqual([29, tags]);
        store.removeJob(jobs[4]!.name);
        expect(store.count()).toBe(28);
        rmSync(path.join(folder, 'filler'));
        await vi.waitFor(
          () => {
            database.get('SELECT 1');
            expect(database.inMemorySince()).toBeUndefined();
          },
          { timeout: 20_000, interval: 200 },
        );
        expect(store.syncState().watermark).toBe(1);
        write(10);
      } finally {
        database.close();
        spawnSync('umount', ['-l', folder]);
      }
    },
  );

  test.skipIf(!canMount)('does not keep a catalog from being opened', () => {
    expect(mount()).toBe(true);
    try {
      expect(() => writeFileSync(path.join(folder, 'filler'), Buffer.alloc(8_000_000))).toThrow('ENOSPC');
      const database = openCatalogDatabase(path.join(folder, 'catalog.sqlite'));
      expect(database.inMemorySince()).toBeGreaterThan(0);
      createJobStore(database, scope).saveSyncState({ watermark: 1 });
      database.close();
    } finally {
      spawnSync('umount', ['-l', folder]);
    }
  });
});

describe('what libsql does otherwise than SQLite', () => {
  test('one text asked for all rows, then for one, then for a change, answers of what it is asked', () => {
    const database = openCatalogDatabase(':memory:');
    const ask = (value: number) => sql`SELECT ${value} AS value`;
    expect(database.all(ask(1))).toMatchObject([{ value: 1 }]);
    expect(database.get(ask(2))).toMatchObject({ value: 2 });
    expect(database.all(ask(3))).toMatchObject([{ value: 3 }]);
    expect(database.get(ask(4))).toMatchObject({ value: 4 });
    database.close();
  });

  test('a catalog that is closed in the middle of a transaction fails alone, with the reason', () => {
    const database = openCatalogDatabase(file);
    const closing = () =>
      database.transaction(() => {
        database.close();
        throw new Error('the reason');
      });
    expect(closing).toThrow('the reason');
    expect(() => database.all('SELECT 1')).toThrow('closed');
    expect(() => database.transaction(() => undefined)).toThrow('closed');
  });
});
