import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freezeJob, killJob, listJobProcesses, thawJob } from './job-processes';
import { attemptMarker } from './process-search.mjs';
import { programEnvironment } from '../../core/program-environment';

const onLinux = process.platform === 'linux';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-processes-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const start = async (
  script: string,
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ child: ChildProcess; pids: number[] }> => {
  const child = spawn('/bin/sh', ['-c', script], {
    cwd: options.cwd ?? '/',
    env: programEnvironment({ PATH: process.env.PATH ?? '', ...options.env }),
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  started.push(child);
  const [text] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, pids: String(text).trim().split(/\s+/).map(Number) };
};

const listed = () => listJobProcesses({ folder }).map(({ pid }) => pid);

describe.runIf(onLinux)('the processes of a job', () => {
  it('are found by their mark, with those they started', async () => {
    const { pids } = await start('sleep 60 & env -i sleep 60 & echo $$ $!; wait', {
      env: { [attemptMarker]: folder },
    });
    expect(listed()).toEqual(expect.arrayContaining(pids));
    expect(listed()).toHaveLength(3);
  });

  it.each([
    ['works in its folder', 'echo $$; exec sleep 60', true],
    ['holds a file of its folder open', 'exec 5>"$FOLDER/open"; echo $$; exec env -i sleep 60', false],
  ])('are found without any mark where one %s', async (_how, script, inFolder) => {
    const { pids } = await start(script, inFolder ? { cwd: folder } : { env: { FOLDER: folder } });
    expect(listed()).toEqual(pids);
  });

  it('do not include the backend, which may hold files of the folder open, nor a stranger', async () => {
    await start('echo $$; exec sleep 60');
    expect(listed()).toEqual([]);
  });

  it('stand still while frozen, go on when thawed, and are gone when killed', async () => {
    await start('while :; do sleep 0.01 & done & echo $$; wait', { cwd: folder });
    expect(await freezeJob({ folder })).toBe(true);
    expect(listJobProcesses({ folder }).every(({ still }) => still)).toBe(true);
    expect(listed()).not.toEqual([]);
    thawJob({ folder });
    await expect.poll(() => listJobProcesses({ folder }).some(({ still }) => !still)).toBe(true);
    expect(await killJob({ folder })).toBe(true);
    await expect.poll(listed).toEqual([]);
  });
});
