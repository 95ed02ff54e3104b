import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOutOfSpace } from '../../store/disk-space';
import { openDatabase, type Sqlite } from '../../store/database';
import { createObjectStore } from '../../store/file-object-store';
import { type ObjectStore } from '../../store/object-store';
import { systemClock } from '../../core/clock';
import { createCheckpointSync } from './checkpoint-sync';
import { lookAt } from './folder-scan';
import { type OpenFiles } from './open-files';

let root: string;
let database: Sqlite;
let objects: ObjectStore;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'spotdeck-notice-'));
  database = openDatabase(':memory:');
  objects = createObjectStore({ database, folder: path.join(root, 'objects'), clock: systemClock });
  objects.createBucket('bucket');
  await mkdir(path.join(root, 'checkpoints'));
  await mkdir(path.join(root, 'copies'));
});

afterEach(async () => {
  database.close();
  await rm(root, { recursive: true, force: true });
});

/** Does not look before a notice. */
const createSync = (openFiles: () => OpenFiles | undefined) =>
  createCheckpointSync({
    objects,
    location: { bucket: 'bucket', key: 'job/' },
    folder: path.join(root, 'checkpoints'),
    copies: path.join(root, 'copies'),
    clock: systemClock,
    intervalMs: 3_600_000,
    openFiles: async () => openFiles(),
    isDiskFull: isOutOfSpace,
    warn: () => {},
  });

const openIn = (name: string) => new Set([lookAt(path.join(root, 'checkpoints'), name)!.id]);

const keys = () => objects.list('bucket').objects.map(({ key }) => key);

describe('when the instance is given notice', () => {
  it('what is whole goes up at once, and what is being written does not', async () => {
    await writeFile(path.join(root, 'checkpoints/checkpoint-3'), 'whole');
    await writeFile(path.join(root, 'checkpoints/checkpoint-4'), 'hal');
    const sync = createSync(() => openIn('checkpoint-4'));
    expect(keys()).toEqual([]);
    await sync.saveWhole(10_000);
    expect(keys()).toEqual(['job/checkpoint-3']);
    await sync.abandon();
  });

  it('nothing goes up where the machine cannot tell what is being written', async () => {
    await writeFile(path.join(root, 'checkpoints/checkpoint-3'), 'whole?');
    const sync = createSync(() => undefined);
    await sync.saveWhole(10_000);
    expect(keys()).toEqual([]);
    await sync.abandon();
  });

  it('nothing goes up once the instance is gone', async () => {
    await writeFile(path.join(root, 'checkpoints/checkpoint-3'), 'whole');
    const sync = createSync(() => new Set());
    await sync.abandon();
    await sync.saveWhole(10_000);
    expect(keys()).toEqual([]);
  });

  it.each(['saveWhole', 'noteUnfinished'] as const)(
    'nothing half written goes up where its %s could not look',
    async (step) => {
      await writeFile(path.join(root, 'checkpoints/checkpoint-4'), 'hal');
      const sync = createSync(() => {
        throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
      });
      await expect(step === 'saveWhole' ? sync.saveWhole(10_000) : sync.noteUnfinished()).rejects.toThrow(
        'EMFILE',
      );
      await sync.finish('ordered');
      expect(keys()).toEqual([]);
    },
  );
});
