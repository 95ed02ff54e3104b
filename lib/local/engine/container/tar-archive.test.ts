import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walkFolder } from './guarded-walk';
import { packTarGz, unpackTarGz } from './tar-archive';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'spotdeck-tar-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const archive = async (
  entries: (Partial<Header> & { name: string; content?: string })[],
): Promise<Readable> => {
  const tar = pack();
  for (const { content, ...header } of entries) tar.entry(header, content ?? '');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Readable.from([gzipSync(Buffer.concat(chunks))]);
};

const listFiles = async (folder: string) =>
  (await walkFolder(path.dirname(folder), path.basename(folder))).files.map(({ name }) => name);

const unpack = async (stream: Readable, limits?: { bytes: number; entries: number }) => {
  const folder = path.join(root, 'code');
  await mkdir(folder, { recursive: true });
  await unpackTarGz(stream, folder, 'the archive', limits);
  return folder;
};

describe('unpacking', () => {
  it('gives back what was packed, links left out', async () => {
    const source = path.join(root, 'source');
    await mkdir(path.join(source, 'a/b'), { recursive: true });
    await writeFile(path.join(source, 'a/b/large.bin'), Buffer.alloc(3_000_000, 7));
    await writeFile(path.join(source, 'empty'), '');
    await symlink('/etc', path.join(source, 'link'));
    const content = await walkFolder(root, 'source');
    expect(content.leftOut).toEqual([{ name: 'link', reason: 'it is a link' }]);
    const folder = await unpack(packTarGz(content));
    expect(await listFiles(folder)).toEqual(['a/b/large.bin', 'empty']);
    const large = await readFile(path.join(folder, 'a/b/large.bin'));
    expect(large.equals(Buffer.alloc(3_000_000, 7))).toBe(true);
  });

  it.each<[string, Partial<Header> & { name: string }]>([
    ['above the folder', { name: '../outside.txt' }],
    ['above it by a detour', { name: 'a/../../outside.txt' }],
    ['a symbolic link', { name: 'link', type: 'symlink', linkname: '/etc' }],
    ['a hard link', { name: 'link', type: 'link', linkname: '/etc/passwd' }],
    ['a device', { name: 'null', type: 'character-device' }],
  ])('refuses an entry that is %s', async (_title, header) => {
    await expect(unpack(await archive([header]))).rejects.toThrow(/the archive has an entry/);
    expect(await readdir(root)).toEqual(['code']);
    expect(await readdir(path.join(root, 'code'))).toEqual([]);
  });

  it('keeps an absolute name below the folder', async () => {
    const folder = await unpack(await archive([{ name: '/etc/x.txt', content: 'x' }]));
    expect(await listFiles(folder)).toEqual(['etc/x.txt']);
  });

  it('refuses headers that would fill the memory', async () => {
    // A pax header says that it is 4 GB long, and the archive is a stream of it.
    const header = await archive([{ name: 'a', pax: { comment: 'x' } }]);
    const chunks: Buffer[] = [];
    for await (const chunk of header) chunks.push(chunk as Buffer);
    const block = gunzipSync(Buffer.concat(chunks)).subarray(0, 512);
    block.write('40000000000 ', 124, 'latin1');
    block.write('        ', 148, 'latin1');
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        yield block;
        for (; sent < 4096; sent += 1) yield Buffer.alloc(2 ** 20, 0x20);
      })(),
    ).pipe(createGzip({ level: 1 }));
    await expect(unpack(endless)).rejects.toThrow('Header exceeds max size');
    expect(sent).toBeLessThan(200);
  });

  it('refuses what is larger, or more, than the limits', async () => {
    const entries = [
      { name: 'a', content: 'x'.repeat(600) },
      { name: 'b', content: 'x'.repeat(600) },
    ];
    await expect(unpack(await archive(entries), { bytes: 1000, entries: 10 })).rejects.toThrow(
      /more than 1000 bytes/,
    );
    await expect(unpack(await archive(entries), { bytes: 10_000, entries: 1 })).rejects.toThrow(/1 files/);
  });

  it('says so where the archive is none, or not whole', async () => {
    await expect(unpack(Readable.from([Buffer.from('no gzip')]))).rejects.toThrow(/not a whole \.tar\.gz/);
    const chunks: Buffer[] = [];
    for await (const chunk of await archive([{ name: 'a', content: 'x'.repeat(5000) }]))
      chunks.push(chunk as Buffer);
    const whole = Buffer.concat(chunks);
    await expect(unpack(Readable.from([whole.subarray(0, whole.length / 2)]))).rejects.toThrow(/not a whole/);
  });
});

describe('packing', () => {
  it('fails where a file is gone, or another one, by the time it is packed', async () => {
    const source = path.join(root, 'source');
    await mkdir(source);
    await writeFile(path.join(source, 'a'), 'x');
    const content = await walkFolder(root, 'source');
    await rm(path.join(source, 'a'));
    await expect(packTarGz(content).toArray()).rejects.toThrow('source/a does not exist');
    await symlink('/etc/passwd', path.join(source, 'a'));
    await expect(packTarGz(content).toArray()).rejects.toThrow('source/a is a link');
  });
});
