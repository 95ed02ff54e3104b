import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sample = 'testing/training-log/samples/22-older-checkpoint-loaded';
const folder = mkdtempSync(path.join(tmpdir(), 'read-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readLog = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/read-log.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const fileOf = (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('npm run read-log', () => {
  it('prints one JSON object and nothing else', () => {
    const { status, stdout, stderr } = readLog(
      `${sample}/log.txt`,
      '--checkpoints',
      `${sample}/checkpoints.txt`,
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      counts: 'epoch',
      resumes: [{ attempt: 2, verdict: 'resumed', at: 9, from: 'checkpoint-9.h5', older: true, lost: 2 }],
    });
  });

  it('reads an empty log, and one whose last line has no end', () => {
    expect(JSON.parse(readLog(fileOf('empty.txt', '')).stdout)).toEqual({
      counts: null,
      attempts: [],
      resumes: [],
      series: 1,
    });
    const { stdout } = readLog(fileOf('cut.txt', 'Epoch 1/2 - loss: 0.5\r\nEpoch 2/2 - loss: 0.4'));
    expect(JSON.parse(stdout)).toMatchObject({ attempts: [{ reached: 2 }] });
  });

  it('reads a line of 20 MB in bounded time', () => {
    const { status, stdout } = readLog(
      fileOf('long.txt', `${'['.repeat(20_000_000)}\nEpoch 1/2 - loss: 0.5\n`),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ attempts: [{ reached: 1 }] });
  });

  it.each<[string, string[], number, RegExp]>([
    ['no file', [], 2, /^No log is named\. Usage: /],
    ['an unknown option', ['a', '--foo'], 2, /^Unknown option '--foo'\. Usage: /],
    ['two files', ['a', 'b'], 2, /^One log at a time/],
    ['a file that is not there', ['/nowhere/log.txt'], 1, /^There is no log at \/nowhere\/log\.txt\.$/],
    ['a folder', ['lib'], 1, /^lib is a folder, not a log\.$/],
    [
      'a list that is not there',
      [`${sample}/log.txt`, '--checkpoints', '/nowhere'],
      1,
      /^There is no list of checkpoints at/,
    ],
    [
      'a binary file',
      [fileOf('log.gz', Buffer.from([31, 139, 8, 0, 0, 0, 1]))],
      1,
      /^log\.gz is no text file\.$/,
    ],
  ])('says in one line what is wrong: %s', (_, args, code, message) => {
    const { status, stdout, stderr } = readLog(...args);
    expect([status, stdout]).toEqual([code, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
