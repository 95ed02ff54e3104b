import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles, packTarGz, unpackTarGz } from './tar-archive';

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
    const folder = await unpack(packTarGz(source));
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
  it('fails where the folder cannot be read', async () => {
    await expect(packTarGz(path.join(root, 'absent')).toArray()).rejects.toThrow(/ENOENT/);
  });
});
