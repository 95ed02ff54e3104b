import { copyFile, cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../core/clock';
import { openDatabase, type Sqlite } from './database';
import { createObjectStore, type FileObjectStore } from './file-object-store';

const bucket = 'a-bucket';
let folder: string;
let database: Sqlite;
let store: FileObjectStore;
let said: string[];

const file = (...names: string[]) => path.join(folder, ...names);

const open = () => {
  said = [];
  database = openDatabase(file('records.sqlite'));
  store = createObjectStore({
    database,
    folder: file('objects'),
    clock: systemClock,
    onReconciled: (sentence) => said.push(sentence),
  });
};
const reopen = async (between: () => Promise<void>) => {
  database.close();
  await between();
  open();
};
const removeRecords = async () => {
  for (const suffix of ['', '-wal', '-shm']) await rm(file(`records.sqlite${suffix}`), { force: true });
};
const keepRecords = () => copyFile(file('records.sqlite'), file('older.sqlite'));
const restoreRecords = async () => {
  await removeRecords();
  await copyFile(file('older.sqlite'), file('records.sqlite'));
};
const putText = (key: string, content: string, more = {}) =>
  store.put(bucket, key, Buffer.from(content), more);
const keys = () => store.list(bucket).objects.map(({ key }) => key);
const read = (key: string) => text(store.read(bucket, key).body);
const files = async () =>
  (await readdir(file('objects'), { recursive: true })).filter((name) => /\/[0-9a-f]{32}$/.test(name));
const aside = async () =>
  // Not there before something is set aside.
  (await readdir(file('set-aside'), { recursive: true }).catch(() => [])).filter((name) =>
    /[0-9a-f]{32}$/.test(name),
  );

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-reconcile-'));
  open();
  store.createBucket(bucket);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('records that are gone', () => {
  it('are built again from what lies beside the objects: names, content, ETags, metadata, empty buckets', async () => {
    const more = { contentType: 'text/x', metadata: { who: 'me' }, headers: { 'cache-control': 'no-store' } };
    await putText('a/../b', 'first', more);
    await putText('ключ 🔑\n"', 'second');
    await store.copy({ bucket, key: 'a/../b' }, { bucket, key: 'copied' });
    const upload = store.multipart.start(bucket, 'joined', {});
    const { etag } = await store.multipart.putPart(upload, 1, Buffer.from('part'));
    await store.multipart.complete(upload, [{ partNumber: 1, etag }]);
    const before = store.list(bucket).objects;
    expect(before).toHaveLength(4);
    store.createBucket('empty-one');
    await reopen(removeRecords);
    expect(before.map(({ key }) => store.head(bucket, key))).toEqual(before);
    expect(await Promise.all(before.map(({ key }) => read(key)))).toEqual([
      'first',
      'first',
      'part',
      'second',
    ]);
    expect(store.bucketExists('empty-one')).toBe(true);
    expect(said).toEqual(['4 objects that the records did not know were found beside them and taken up.']);
    await reopen(async () => {});
    expect(said).toEqual([]);
    expect(keys()).toHaveLength(4);
  });

  it('do not bring back what was deleted or overwritten', async () => {
    await putText('a', 'old');
    await putText('a', 'new');
    await putText('deleted', 'x');
    store.delete(bucket, 'deleted');
    await reopen(removeRecords);
    expect(keys()).toEqual(['a']);
    expect(await read('a')).toBe('new');
    expect(await files()).toHaveLength(1);
  });

  it('cost no file: what nothing names is put aside', async () => {
    await putText('a', 'kept');
    const upload = store.multipart.start(bucket, 'open', {});
    await store.multipart.putPart(upload, 1, Buffer.from('part'));
    const [one = ''] = await files();
    await reopen(async () => {
      await removeRecords();
      await writeFile(file('objects', path.dirname(one), 'f'.repeat(32)), 'nameless');
      await writeFile(file('objects/incoming', 'e'.repeat(32)), 'half');
    });
    expect(await aside()).toHaveLength(3);
    expect(said.at(-1)).toMatch(/^3 files of objects that nothing names were put into .*set-aside\/objects-/);
    expect(keys()).toEqual(['a']);
  });

  it.each([
    ['cut short', (name: string) => truncate(name, 10)],
    ['of garbage', (name: string) => writeFile(name, Buffer.alloc(200, 7))],
    ['of another meaning', (name: string) => writeFile(name, '{"version":2,"kind":"object"}')],
  ])('cost no file whose description is %s', async (_what, damage) => {
    await putText('a', 'kept');
    const [one = ''] = await files();
    await reopen(async () => {
      await removeRecords();
      await damage(`${file('objects', one)}.json`);
    });
    expect(await aside()).toEqual([expect.stringContaining(path.basename(one))]);
  });

  it('do not name a file that was cut short since', async () => {
    await putText('a', 'whole content');
    const [one = ''] = await files();
    await reopen(async () => {
      await removeRecords();
      await truncate(file('objects', one), 3);
    });
    expect(keys()).toEqual([]);
    expect(await aside()).toHaveLength(1);
  });
});

describe('records older than the objects', () => {
  const write = async () => {
    await putText('kept', 'kept');
    await putText('changed', 'old');
    await putText('deleted', 'x');
    database.pragma('wal_checkpoint(TRUNCATE)');
    await keepRecords();
  };
  const change = async () => {
    await putText('changed', 'new');
    await putText('added', 'added');
    store.delete(bucket, 'deleted');
  };

  it.each([
    ['of this start', false],
    ['of an earlier start', true],
  ])('%s: what came later is there, what was deleted is reported', async (_what, started) => {
    await write();
    if (started) await reopen(async () => {});
    await change();
    await reopen(restoreRecords);
    expect(keys()).toEqual(['added', 'changed', 'kept']);
    expect(await Promise.all(['added', 'changed', 'kept'].map(read))).toEqual(['added', 'new', 'kept']);
    expect(said.join(' ')).toContain('2 objects that the records did not know');
    expect(said.join(' ')).toContain('s3://a-bucket/deleted');
    expect(() => store.read(bucket, 'deleted')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }));
  });

  it('of another data folder cost no file', async () => {
    await putText('mine', 'mine');
    await reopen(async () => {
      await cp(folder, `${folder}-other`, { recursive: true });
      await rm(`${folder}-other/objects`, { recursive: true });
    });
    const other = openDatabase(path.join(`${folder}-other`, 'records.sqlite'));
    other.exec(
      "DELETE FROM objects; UPDATE object_generation SET generation = json_set(generation, '$.identity', 'x')",
    );
    other.close();
    await reopen(async () => {
      await removeRecords();
      await copyFile(path.join(`${folder}-other`, 'records.sqlite'), file('records.sqlite'));
    });
    await rm(`${folder}-other`, { recursive: true });
    expect(await read('mine')).toBe('mine');
  });
});

describe('files that are gone', () => {
  it('make their objects missing, not the store: the records come back with them', async () => {
    await putText('a', 'a');
    await putText('b', 'b');
    await reopen(() => rename(file('objects'), file('elsewhere')));
    expect(keys()).toEqual([]);
    expect(said.join(' ')).toMatch(
      /2 objects of the records have no file .*s3:\/\/a-bucket\/a, s3:\/\/a-bucket\/b/,
    );
    expect(() => store.read(bucket, 'a')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }));
    await reopen(async () => {
      await rm(file('objects'), { recursive: true });
      await rename(file('elsewhere'), file('objects'));
    });
    expect(await Promise.all(keys().map(read))).toEqual(['a', 'b']);
  });

  it('while it runs are NoSuchKey, and can be put again', async () => {
    await putText('a', 'a');
    for (const one of await files()) await rm(file('objects', one));
    expect(() => store.read(bucket, 'a')).toThrow(expect.objectContaining({ code: 'NoSuchKey' }));
    await putText('a', 'again');
    expect(await read('a')).toBe('again');
  });
});

describe('a kill', () => {
  it('between the commit of a record and the move of its file loses nothing', async () => {
    await putText('a', 'committed');
    const [one = ''] = await files();
    await reopen(async () => {
      await rename(file('objects', one), file('objects/incoming', path.basename(one)));
      await rm(`${file('objects', one)}.json`);
    });
    expect(await read('a')).toBe('committed');
    expect(JSON.parse(await readFile(`${file('objects', one)}.json`, 'utf8'))).toMatchObject({
      record: { key: 'a' },
    });
  });

  it.each([true, false])('in a deletion leaves the object or nothing (committed: %s)', async (committed) => {
    await putText('a', 'x');
    const [one = ''] = await files();
    if (committed) database.prepare('DELETE FROM objects').run();
    await reopen(() => rename(`${file('objects', one)}.json`, `${file('objects', one)}.gone`));
    expect(keys()).toEqual(committed ? [] : ['a']);
    await reopen(removeRecords);
    expect(keys()).toEqual(committed ? [] : ['a']);
  });

  it('in an overwrite leaves the new object only', async () => {
    await putText('a', 'old');
    const [old = ''] = await files();
    await cp(file('objects', old), file('old'));
    await cp(`${file('objects', old)}.json`, file('old.json'));
    await putText('a', 'new');
    await reopen(async () => {
      await cp(file('old'), file('objects', old));
      await cp(file('old.json'), `${file('objects', old)}.json`);
    });
    expect(await read('a')).toBe('new');
    expect(await files()).toHaveLength(1);
  });
});

it('a data folder of an earlier version, without descriptions, gets them at its next start', async () => {
  await putText('a', 'a');
  const [one = ''] = await files();
  database.exec('DROP TABLE object_generation; DROP TABLE lost_objects');
  await reopen(async () => {
    await rm(`${file('objects', one)}.json`);
    await rm(file('objects/generation.json'));
    await rm(file('objects/buckets'), { recursive: true });
  });
  expect(await read('a')).toBe('a');
  await reopen(removeRecords);
  expect(await read('a')).toBe('a');
  expect(store.bucketExists(bucket)).toBe(true);
});
