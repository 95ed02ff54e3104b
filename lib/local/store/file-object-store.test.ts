import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../core/clock';
import { openDatabase, type Sqlite } from './database';
import { createObjectStore, type FileObjectStore } from './file-object-store';

const bucket = 'a-bucket';
let folder: string;
let database: Sqlite;
let store: FileObjectStore;

const open = (): FileObjectStore =>
  createObjectStore({ database, folder: path.join(folder, 'objects'), clock: systemClock });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-objects-'));
  database = openDatabase(path.join(folder, 'records.sqlite'));
  store = open();
  store.createBucket(bucket);
});

afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

const filesOnDisk = async (): Promise<string[]> => {
  const entries = await readdir(path.join(folder, 'objects'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /^[0-9a-f]{32}$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
};

const contentOf = (key: string): Promise<string> => text(store.read(bucket, key).body);

const failing = (): Readable =>
  Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('the source broke');
    })(),
  );

describe('files', () => {
  it('are one for each object: overwriting and deleting leave none behind', async () => {
    await store.put(bucket, 'a', Buffer.from('old'));
    await store.put(bucket, 'a', Buffer.from('new'));
    expect(await filesOnDisk()).toHaveLength(1);
    expect(await contentOf('a')).toBe('new');
    store.delete(bucket, 'a');
    expect(await filesOnDisk()).toEqual([]);
  });

  it('are not left by a body that breaks, and the old object stays', async () => {
    await store.put(bucket, 'a', Buffer.from('old'));
    await expect(store.put(bucket, 'a', failing())).rejects.toThrow('the source broke');
    await expect(store.put(bucket, 'a', Buffer.from('new'), { expectedMd5: 'wrong' })).rejects.toMatchObject({
      code: 'BadDigest',
    });
    expect(await filesOnDisk()).toHaveLength(1);
    expect(await contentOf('a')).toBe('old');
  });

  it('without a record, as a kill leaves them, are removed at the next start, and no others', async () => {
    await store.put(bucket, 'a', Buffer.from('kept'));
    const upload = store.multipart.start(bucket, 'b', {});
    await store.multipart.putPart(upload, 1, Buffer.from('part'));
    const [kept = '', part = ''] = await filesOnDisk();
    await writeFile(path.join(path.dirname(kept), 'f'.repeat(32)), 'stray');
    await writeFile(path.join(folder, 'objects/incoming', 'e'.repeat(32)), 'unfinished');
    store = open();
    expect((await filesOnDisk()).sort()).toEqual([kept, part].sort());
    expect(await contentOf('a')).toBe('kept');
  });

  it('stay readable to the end by who opened them before they were replaced', async () => {
    await store.put(bucket, 'a', Buffer.from('old'));
    const { body } = store.read(bucket, 'a');
    await store.put(bucket, 'a', Buffer.from('new'));
    expect(await text(body)).toBe('old');
  });

  it('hold no path and no key in the records', async () => {
    await store.put(bucket, '../key', Buffer.from('x'));
    const rows = JSON.stringify(database.prepare('SELECT file FROM objects').all());
    expect(rows).toMatch(/"file":"[0-9a-f]{32}"/);
  });
});

describe('putFile', () => {
  it('stores what a growing file held at once', async () => {
    const file = path.join(folder, 'growing');
    await writeFile(file, 'a'.repeat(1_000_000));
    const storing = store.putFile(bucket, 'a', file);
    await appendFile(file, 'b');
    const { size } = await storing;
    expect((await contentOf('a')).length).toBe(size);
  });

  it('stores an empty file', async () => {
    await writeFile(path.join(folder, 'empty'), '');
    expect(await store.putFile(bucket, 'a', path.join(folder, 'empty'))).toMatchObject({
      size: 0,
      crc32: 'AAAAAA==',
    });
  });
});

describe('download', () => {
  it('makes the folders and leaves nothing but the file', async () => {
    await store.put(bucket, 'a', Buffer.from('content'));
    await store.download(bucket, 'a', path.join(folder, 'x/y/a'));
    expect(await readFile(path.join(folder, 'x/y/a'), 'utf8')).toBe('content');
    expect(await readdir(path.join(folder, 'x/y'))).toEqual(['a']);
  });

  it('that cannot write leaves no part', async () => {
    await store.put(bucket, 'a', Buffer.from('content'));
    await mkdir(path.join(folder, 'target/in-the-way'), { recursive: true });
    await expect(store.download(bucket, 'a', path.join(folder, 'target'))).rejects.toThrow();
    expect((await readdir(folder)).sort()).toContain('target');
    expect((await readdir(folder)).filter((name) => name.endsWith('.download'))).toEqual([]);
  });
});

describe('copy', () => {
  it('outlives its source and shares no later change', async () => {
    await store.put(bucket, 'a', Buffer.from('first'), { metadata: { n: '1' }, contentType: 'text/plain' });
    const copy = await store.copy({ bucket, key: 'a' }, { bucket, key: 'b' });
    await store.put(bucket, 'a', Buffer.from('second'));
    store.delete(bucket, 'a');
    expect(await contentOf('b')).toBe('first');
    expect(copy).toMatchObject({ metadata: { n: '1' }, contentType: 'text/plain' });
  });
});

describe('buckets', () => {
  it('deleted while an object comes in do not get it', async () => {
    const body = Readable.from(
      (async function* () {
        yield Buffer.from('late');
        store.deleteBucket(bucket);
      })(),
    );
    await expect(store.put(bucket, 'a', body)).rejects.toMatchObject({ code: 'NoSuchBucket' });
    expect(await filesOnDisk()).toEqual([]);
  });

  it('take their open uploads with them', async () => {
    const upload = store.multipart.start(bucket, 'b', {});
    await store.multipart.putPart(upload, 1, Buffer.from('part'));
    store.deleteBucket(bucket);
    expect(await filesOnDisk()).toEqual([]);
  });
});

describe('multipart', () => {
  it('lets neither an abort nor a second completion disturb a completion that runs', async () => {
    const upload = store.multipart.start(bucket, 'b', {});
    const { etag } = await store.multipart.putPart(upload, 1, Buffer.from('part'));
    const completion = store.multipart.complete(upload, [{ partNumber: 1, etag }]);
    expect(() => store.multipart.abort(upload)).toThrow(
      expect.objectContaining({ code: 'OperationAborted' }),
    );
    await expect(store.multipart.complete(upload, [{ partNumber: 1, etag }])).rejects.toMatchObject({
      code: 'OperationAborted',
    });
    await completion;
    expect(await contentOf('b')).toBe('part');
    expect(await filesOnDisk()).toHaveLength(1);
  });
});
