import type * as Files from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOutOfSpace } from '../../store/disk-space';
import { openDatabase, type Sqlite } from '../../store/database';
import { createObjectStore } from '../../store/file-object-store';
import { type ObjectStore } from '../../store/object-store';
import { systemClock } from '../../core/clock';
import { type CheckpointSync, createCheckpointSync } from './checkpoint-sync';

const machine = vi.hoisted(() => ({ stallMs: 0, listings: 0 }));

// The machine's limit of watches is reached: so many programs, each of them with one, is all it takes.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof Files>()),
  watch: () => {
    throw Object.assign(new Error('EMFILE: too many open files, watch'), { code: 'EMFILE' });
  },
}));

// A machine so busy that the backend gets its turn late.
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof FilePromises>();
  return {
    ...fs,
    readdir: async (...args: Parameters<typeof fs.readdir>) => {
      const stall = machine.stallMs;
      await new Promise((resolve) => setTimeout(resolve, stall));
      machine.listings += 1;
      return fs.readdir(...args);
    },
  };
});

let root: string;
let database: Sqlite;
let objects: ObjectStore;
let sync: CheckpointSync;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'spotdeck-blind-'));
  database = openDatabase(':memory:');
  objects = createObjectStore({ database, folder: path.join(root, 'objects'), clock: systemClock });
  objects.createBucket('bucket');
  await mkdir(path.join(root, 'checkpoints'));
  await mkdir(path.join(root, 'copies'));
  sync = createCheckpointSync({
    objects,
    location: { bucket: 'bucket', key: 'job/' },
    folder: path.join(root, 'checkpoints'),
    copies: path.join(root, 'copies'),
    clock: systemClock,
    intervalMs: 50,
    openFiles: async () => new Set(),
    isDiskFull: isOutOfSpace,
    warn: () => {},
  });
});

afterEach(async () => {
  await sync.abandon();
  database.close();
  await rm(root, { recursive: true, force: true });
});

const keys = () => objects.list('bucket').objects.map(({ key }) => key);

describe('a folder that cannot be watched', () => {
  it('is looked at again soon, though the machine was busy during a look', async () => {
    machine.stallMs = 600;
    machine.listings = 0;
    sync.start();
    await expect.poll(() => machine.listings, { timeout: 20_000 }).toBe(1);
    machine.stallMs = 0;
    await writeFile(path.join(root, 'checkpoints/checkpoint-1'), 'whole');
    // With a pause by what that look took, it would be half a minute.
    await expect.poll(keys, { timeout: 15_000 }).toEqual(['job/checkpoint-1']);
  });
});
