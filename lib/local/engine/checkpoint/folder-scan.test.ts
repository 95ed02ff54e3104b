import type * as Files from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCheckpointLedger } from './checkpoint-ledger';
import { scanFolder } from './folder-scan';
import { createFolderTracker } from './folder-tracker';

const machine = vi.hoisted(() => ({ closed: 'no folder' }));

// For root no folder is closed.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Files>();
  const lstatSync = (file: string, ...rest: [Files.StatSyncOptions]) => {
    if (file.includes(`/${machine.closed}/`))
      throw Object.assign(new Error('EACCES: permission denied, lstat'), { code: 'EACCES' });
    return fs.lstatSync(file, ...rest);
  };
  return { ...fs, lstatSync };
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'spotdeck-closed-'));
  for (const name of ['a', 'listed', 'z']) mkdirSync(path.join(root, name));
  for (const name of ['a/one', 'listed/two', 'z/three']) writeFileSync(path.join(root, name), name);
  machine.closed = 'no folder';
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a folder whose names can be listed and whose files cannot be looked at', () => {
  it('hides no other file, and its own are not known to be gone', async () => {
    machine.closed = 'listed';
    const scan = await scanFolder({ root, from: '', prefixBytes: 0, onFolder: () => undefined });
    expect(scan.files.map(({ name }) => name).sort()).toEqual(['a/one', 'z/three']);
    expect(scan.unreadable).toEqual(['listed']);
  });

  it('is no failure where one of its files is looked at again', async () => {
    const ledger = createCheckpointLedger({
      settleMs: 0,
      retryMs: 50,
      patienceMs: 1000,
      seesOpenFiles: true,
    });
    const tracker = createFolderTracker({
      root,
      ledger,
      prefixBytes: 0,
      now: () => 0,
      onNews: () => undefined,
      onLost: () => undefined,
      onUnnameable: () => undefined,
      onReplaced: () => undefined,
    });
    await tracker.scan();
    machine.closed = 'listed';
    expect(tracker.isMissing('listed/two')).toBe(false);
    await tracker.scan();
    tracker.close();
    expect(
      ledger
        .ready(0, 10)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['a/one', 'listed/two', 'z/three']);
  });
});
