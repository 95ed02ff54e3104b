import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../core/clock';
import { createDiskSpace, type DiskSpace, isOutOfSpace } from './disk-space';

const coded = (code: string, message = 'refused') => Object.assign(new Error(message), { code });
let folder: string;
let disk: DiskSpace;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  folder = await mkdtemp(path.join(tmpdir(), 'spotdeck-space-'));
  disk = createDiskSpace(folder, systemClock);
});
afterEach(async () => {
  disk.close();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

describe('a write failed for want of space', () => {
  it.each([
    coded('ENOSPC'),
    coded('EDQUOT'),
    coded('SQLITE_FULL'),
    new Error('database or disk is full'),
    new Error('the upload failed', { cause: coded('ENOSPC') }),
    new AggregateError([new Error('x'), coded('ENOSPC')]),
  ])('by %s', (error) => expect(isOutOfSpace(error)).toBe(true));

  it.each([
    coded('EACCES'),
    coded('SQLITE_CORRUPT'),
    new Error('AlgorithmError: OSError: [Errno 28] No space left on device'),
    'ENOSPC',
    undefined,
  ])('but not by %s', (error) => expect(isOutOfSpace(error)).toBe(false));

  it('and not by an error of reading, where there is room', () => {
    expect(disk.note(coded('SQLITE_IOERR_WRITE'))).toBe(false);
    expect(disk.fullSince()).toBeUndefined();
  });
});

describe('what waits for room', () => {
  const failing = (times: number) => {
    let left = times;
    return vi.fn(() => {
      if (left === 0) return 'written';
      left -= 1;
      throw coded('ENOSPC');
    });
  };

  it('is tried until it is written, and is told of once', async () => {
    const write = failing(2);
    const writing = disk.whenThereIsRoom(write);
    await vi.waitFor(() => expect(disk.fullSince()).toBeGreaterThan(0));
    expect(await writing).toBe('written');
    expect(write).toHaveBeenCalledTimes(3);
    expect(disk.fullSince()).toBeUndefined();
    expect(vi.mocked(console.error).mock.calls.map(([line]) => String(line).split(/[:,]/)[0])).toEqual([
      'The disk is full',
      'There is room on the disk again',
    ]);
  });

  it('is given up with any other error, with the signal and with the end of the backend', async () => {
    await expect(disk.whenThereIsRoom(() => Promise.reject(coded('EACCES')))).rejects.toThrow('refused');
    const leaving = new AbortController();
    const left = disk.whenThereIsRoom(failing(1000), leaving.signal);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const ended = disk.whenThereIsRoom(failing(1000));
    await new Promise((resolve) => setImmediate(resolve));
    disk.close();
    await expect(ended).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('is over by itself for who only reported it', async () => {
    expect(disk.note(coded('ENOSPC'))).toBe(true);
    await vi.waitFor(() => expect(disk.fullSince()).toBeUndefined(), { timeout: 10_000 });
  });
});
