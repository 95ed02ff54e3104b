import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  FileRefused,
  lookGuarded,
  openGuarded,
  openGuardedFolder,
  openGuardedPath,
  readStart,
} from './guarded-file';
import { messageOf } from '../core/thrown';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'spotdeck-guarded-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...names: string[]) => path.join(root, ...names);
const refusal = async (action: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FileRefused);
  expect(messageOf(error)).not.toContain(root);
  return (error as FileRefused).refusal;
};

describe('a file that a script owns', () => {
  it('is read where it is a regular file, and no further than asked', async () => {
    mkdirSync(at('output'));
    writeFileSync(at('output/failure'), 'why it failed');
    expect(String(await readStart(root, 'output/failure', 1024))).toBe('why it failed');
    expect(String(await readStart(root, 'output/failure', 3))).toBe('why');
    linkSync(at('output/failure'), at('hard'));
    expect(String(await readStart(root, 'hard', 1024))).toBe('why it failed');
    writeFileSync(at('empty'), '');
    expect(await readStart(root, 'empty', 10)).toHaveLength(0);
  });

  it('is read to its start where it is huge', async () => {
    writeFileSync(at('sparse'), 'start');
    truncateSync(at('sparse'), 2 ** 40);
    expect(String(await readStart(root, 'sparse', 5))).toBe('start');
    expect(await refusal(openGuarded(root, 'sparse', { maxBytes: 2 ** 30 }))).toBe('too-large');
  });

  it('is refused at once where opening it would wait or do something', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    expect(await refusal(readStart(root, 'fifo', 10))).toBe('not-regular');
    mkdirSync(at('folder'));
    expect(await refusal(readStart(root, 'folder', 10))).toBe('not-regular');
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await refusal(readStart(root, 'socket', 10))).toBe('not-regular');
    server.close();
    expect(await refusal(openGuardedPath('/dev/zero'))).toBe('not-regular');
  });

  it('is refused where it, or a folder on the way, is a link', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'spotdeck-outside-'));
    writeFileSync(path.join(outside, 'secret'), 'secret');
    symlinkSync(path.join(outside, 'secret'), at('link'));
    symlinkSync(outside, at('folder'));
    symlinkSync('loop', at('loop'));
    expect(await refusal(readStart(root, 'link', 10))).toBe('link');
    expect(await refusal(readStart(root, 'folder/secret', 10))).toBe('link');
    expect(await refusal(readStart(root, 'loop', 10))).toBe('link');
    expect(await refusal(readStart(root, 'loop/further', 10))).toBe('link');
    expect(await refusal(openGuardedFolder(root, 'folder'))).toBe('link');
    rmSync(outside, { recursive: true });
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', '.', 'a/', 'x\0y', 'a'.repeat(300)])(
    'is refused under the name %j',
    async (name) => {
      mkdirSync(at('a'));
      expect(await refusal(readStart(root, name, 10))).toBe('bad-name');
    },
  );

  it('is missing, or lies below a file', async () => {
    writeFileSync(at('file'), 'x');
    expect(await refusal(readStart(root, 'nowhere', 10))).toBe('missing');
    expect(await refusal(readStart(root, 'file/below', 10))).toBe('not-folder');
    expect(() => lookGuarded(root, 'nowhere')).toThrow(FileRefused);
  });

  it('may have a name that is no text', async () => {
    const name = Buffer.from([0x66, 0xff, 0xfe]);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), 'bytes');
    expect(String(await readStart(root, name, 10))).toBe('bytes');
  });

  it('is the one that was looked at, though its folder is exchanged for another meanwhile', async () => {
    mkdirSync(at('folder'));
    writeFileSync(at('folder/inside'), 'x');
    const { path: listed, close } = await openGuardedFolder(root, 'folder');
    renameSync(at('folder'), at('moved'));
    symlinkSync('/etc', at('folder'));
    if (process.platform === 'linux') expect(readdirSync(listed)).toEqual(['inside']);
    await close();
  });

  it('can be made readable again by its owner', async () => {
    writeFileSync(at('closed'), 'closed');
    chmodSync(at('closed'), 0);
    const { handle } = await openGuarded(root, 'closed', { makeReadable: true });
    expect(await handle.readFile('utf8')).toBe('closed');
    await handle.close();
  });

  it('leaves no descriptor open, whatever comes of it', async () => {
    if (process.platform !== 'linux') return;
    mkdirSync(at('a/b/c'), { recursive: true });
    writeFileSync(at('a/b/c/file'), 'x');
    symlinkSync('/etc', at('a/b/link'));
    const count = () => readdirSync('/proc/self/fd').length;
    const before = count();
    for (let round = 0; round < 50; round += 1) {
      await readStart(root, 'a/b/c/file', 10);
      for (const name of ['a/b/link/passwd', 'a/b/nowhere/passwd', 'a/b'])
        // Refused: what that leaves open is counted.
        await readStart(root, name, 10).catch(() => undefined);
      await (await openGuardedFolder(root, 'a/b')).close();
    }
    expect(count()).toBeLessThanOrEqual(before + 1);
  });
});
