import type * as Files from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { createOpenFileLook } from './open-files';

const machine = vi.hoisted(() => ({ refusal: '' }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Files>();
  const readdirSync = (folder: string) => {
    if (machine.refusal !== '' && folder.startsWith('/proc/'))
      throw Object.assign(new Error(machine.refusal), { code: machine.refusal });
    return fs.readdirSync(folder);
  };
  return { ...fs, readdirSync };
});

describe.runIf(process.platform === 'linux')('a look at open files', () => {
  const look = createOpenFileLook({ listProcesses: () => [process.pid], isAlive: () => true });

  it.each(['EMFILE', 'ENFILE', 'ENOMEM'])('says nothing where it could not look (%s)', async (refusal) => {
    machine.refusal = refusal;
    await expect(look()).rejects.toMatchObject({ code: refusal });
  });

  it.each(['ENOENT', 'ESRCH'])('passes over a process that has ended meanwhile (%s)', async (refusal) => {
    machine.refusal = refusal;
    expect((await look())?.has('0:0')).toBe(false);
  });
});
