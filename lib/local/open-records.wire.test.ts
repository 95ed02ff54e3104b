import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalBackend, type LocalBackend } from './backend';

const nodeModulesDir = path.resolve('node_modules');
let dataDir: string;
let backend: LocalBackend | undefined;

const records = (suffix = '') => path.join(dataDir, 'local', `records.sqlite${suffix}`);
const start = async () => {
  backend = await createLocalBackend({ dataDir, port: 0, nodeModulesDir, seedSampleData: false });
};
const stop = async () => {
  await backend?.close();
  backend = undefined;
};
const url = (rest: string) => `${backend?.url}/${rest}`;
const keptText = async (key: string) => (await fetch(url(`a-bucket/${key}`))).text();
const notices = async () =>
  ((await (await fetch(url('_local/notices'))).json()) as { message: string }[]).map(
    ({ message }) => message,
  );
const names = () => readdir(path.join(dataDir, 'local'));

/** Written once; each test damages a copy of its own. */
let whole: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-records-'));
  await start();
  await fetch(url('a-bucket'), { method: 'PUT' });
  // More than a page of every table, so that damage can be anywhere.
  for (let each = 0; each < 60; each += 1) {
    await fetch(url(`a-bucket/key-${each}`), {
      method: 'PUT',
      body: `content ${each}`,
      headers: { 'x-amz-meta-note': 'n'.repeat(500) },
    });
  }
  await stop();
  const database = new Database(records());
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  whole = dataDir;
});
afterAll(() => rm(whole, { recursive: true, force: true }));

beforeEach(async () => {
  // Other files, as another process finds them: this one may still hold the first ones.
  dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-records-'));
  // SQLite's index of its log is made anew by whoever opens the records.
  await cp(whole, dataDir, { recursive: true, filter: (file) => !file.endsWith('-shm') });
});
afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true, force: true });
});

const removeLogs = async () => {
  for (const suffix of ['-wal', '-shm']) await rm(records(suffix), { force: true });
};
const overwrite = async (from: number, length: number) => {
  const content = await readFile(records());
  content.fill(0xa5, from, from + length);
  await writeFile(records(), content);
};

describe('records that cannot be used are set aside, and no object is lost', () => {
  it.each<[string, () => Promise<void>]>([
    ['gone', () => rm(records())],
    ['empty', () => truncate(records(), 0)],
    ['cut to half a page', () => truncate(records(), 2000)],
    ['cut to some pages', () => truncate(records(), 3 * 4096)],
    ['text', () => writeFile(records(), 'not a database at all, but long enough to be looked at')],
    ['zeros', async () => writeFile(records(), Buffer.alloc((await stat(records())).size))],
    ['damaged in their header', () => overwrite(16, 80)],
    ['damaged in their schema', () => overwrite(100, 2000)],
    ['damaged in the middle', () => overwrite(5 * 4096, 20 * 4096)],
    [
      'a folder',
      async () => {
        await rm(records());
        await mkdir(records());
        await writeFile(path.join(records(), 'inside'), 'x');
      },
    ],
    [
      'a link that leads nowhere',
      async () => {
        await rm(records());
        await symlink('/nowhere/at all', records());
      },
    ],
    [
      'without their tables',
      async () => {
        const database = new Database(records());
        database.exec('DROP TABLE objects; DROP TABLE buckets; DROP TABLE training_jobs');
        database.close();
      },
    ],
    [
      "of tables with another's columns",
      async () => {
        await rm(records());
        const database = new Database(records());
        database.exec('CREATE TABLE objects (id INTEGER, name TEXT); CREATE TABLE training_jobs (x)');
        database.close();
      },
    ],
    [
      "another program's",
      async () => {
        await rm(records());
        const database = new Database(records());
        database.exec('PRAGMA application_id = 1234; CREATE TABLE notes (text)');
        database.close();
      },
    ],
  ])('%s', async (what, damage) => {
    await removeLogs();
    await damage();
    await start();
    const contents = await Promise.all([0, 17, 59].map((each) => keptText(`key-${each}`)));
    expect(contents).toEqual(['content 0', 'content 17', 'content 59']);
    const head = await fetch(url('a-bucket/key-3'), { method: 'HEAD' });
    expect(head.headers.get('x-amz-meta-note')).toBe('n'.repeat(500));
    const silent = ['gone', 'empty', 'without their tables'].includes(what);
    expect((await names()).some((name) => name.startsWith('records.sqlite.set-aside-'))).toBe(!silent);
    const said = (await notices()).join(' ');
    expect(said).toContain('60 objects that the records did not know were found');
    if (!silent) expect(said).toContain('set aside as records.sqlite.set-aside-');
    expect(said).not.toContain(dataDir);
    // The next start has nothing left to say.
    await stop();
    await start();
    expect(await notices()).toEqual([]);
    expect(await keptText('key-17')).toBe('content 17');
  });

  it.each([false, true])(
    'a write-ahead log of another database is set aside alone (of another data folder: %s)',
    async (ours) => {
      await removeLogs();
      const other = path.join(dataDir, 'other.sqlite');
      if (ours) await copyFile(records(), other);
      const database = new Database(other);
      database.pragma('journal_mode = WAL');
      if (ours) {
        database.exec(`UPDATE object_generation SET generation = '{"identity":"other","number":1}'`);
        database.exec('UPDATE objects SET size = 1, file = file || 1');
      } else {
        database.exec('CREATE TABLE q (x)');
        for (let each = 0; each < 300; each += 1)
          database.prepare('INSERT INTO q VALUES (?)').run('y'.repeat(900));
      }
      await copyFile(`${other}-wal`, records('-wal'));
      database.close();
      await start();
      expect(await keptText('key-17')).toBe('content 17');
      expect((await names()).filter((name) => name.includes('set-aside'))).toEqual([
        expect.stringMatching(/^records\.sqlite-wal\.set-aside-/),
      ]);
      expect(await notices()).toEqual([expect.stringContaining('records.sqlite-wal')]);
    },
  );

  it('without a file, but with its write-ahead log', async () => {
    await removeLogs();
    await rm(records());
    await writeFile(records('-wal'), 'left alone');
    await start();
    expect(await keptText('key-17')).toBe('content 17');
  });
});

it('records of a newer version are refused in a sentence, and left as they are', async () => {
  const database = new Database(records());
  database.pragma('user_version = 1000');
  database.close();
  await expect(start()).rejects.toThrow(/written by a newer version of Spotdeck/);
  expect((await names()).filter((name) => name.includes('set-aside'))).toEqual([]);
  await expect(start()).rejects.toThrow(/written by a newer version of Spotdeck/);
});

it.each([
  [
    'garbage',
    () => writeFile(path.join(dataDir, 'local/backend.lock'), 'garbage, but long enough to be read'),
  ],
  [
    'a folder',
    async () => {
      await rm(path.join(dataDir, 'local/backend.lock'));
      await mkdir(path.join(dataDir, 'local/backend.lock'));
    },
  ],
])('a lock that is %s locks nobody out', async (_what, damage) => {
  await damage();
  await start();
  expect(await keptText('key-17')).toBe('content 17');
});

it('everything kept is its owner’s alone, what an earlier version left open too', async () => {
  await stop();
  const walk = async () => {
    const folder = path.join(dataDir, 'local');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return [folder, ...entries.map((entry) => path.join(entry.parentPath, entry.name))];
  };
  for (const name of await walk()) await chmod(name, (await stat(name)).isDirectory() ? 0o755 : 0o644);
  const before = process.umask(0o077);
  try {
    await start();
    await fetch(url('a-bucket/another'), { method: 'PUT', body: 'x' });
  } finally {
    process.umask(before);
  }
  const open: string[] = [];
  for (const name of await walk()) if (((await stat(name)).mode & 0o077) !== 0) open.push(name);
  expect(open).toEqual([]);
});
