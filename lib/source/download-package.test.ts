import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadPackage } from './download-package';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-download-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');
const wanted = (content: string) => ({
  name: 'pictures',
  version: '1.0.0',
  sha512: sha512(content),
  bytes: 7,
});

/** A program that is run in npm's place, with npm's arguments. */
const npmThat = async (program: string): Promise<[string, string]> => {
  const file = path.join(folder, 'npm.cjs');
  await writeFile(
    file,
    `const into = process.argv[process.argv.indexOf('--pack-destination') + 1];\n${program}`,
  );
  return [process.execPath, file];
};
const gives = (content: string) =>
  npmThat(`require('fs').writeFileSync(into + '/pictures-1.0.0.tgz', ${JSON.stringify(content)})`);
const download = async (content: string, npm: [string, string], signal = new AbortController().signal) =>
  downloadPackage(wanted(content), path.join(folder, 'kept'), { onProgress: () => undefined, signal, npm });

it('keeps what has the checksum, and does not fetch it twice', async () => {
  const file = await download('archive', await gives('archive'));
  expect(await readdir(path.dirname(file))).toEqual([path.basename(file)]);
  expect(await download('archive', await npmThat('process.exit(1)'))).toBe(file);
});

it('keeps nothing of what has another checksum', async () => {
  await expect(download('archive', await gives('another'))).rejects.toThrow(/checksum differs/);
  expect(await readdir(path.join(folder, 'kept'))).toEqual([]);
});

it('says in npm’s words why nothing came', async () => {
  const npm = await npmThat(
    `console.error('npm error code ENOTFOUND\\nnpm error request failed, the registry is not there'); process.exit(1)`,
  );
  await expect(download('archive', npm)).rejects.toMatchObject({
    code: 'unreachable',
    message: 'npm could not fetch pictures: request failed, the registry is not there.',
  });
  await expect(download('archive', ['no-such-npm', ''])).rejects.toThrow(/could not be started/);
});

it('ends npm when it is no longer wanted', async () => {
  const stop = new AbortController();
  const waiting = download('archive', await npmThat('setInterval(() => undefined, 1000)'), stop.signal);
  stop.abort(new Error('not wanted'));
  await expect(waiting).rejects.toThrow('not wanted');
});
