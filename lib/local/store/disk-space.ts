/**
 * What happens when the disk is full: what the backend writes for itself waits until there is room, what clients
 * send is refused for the moment, and who asks is told. One of these belongs to one data folder.
 */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../core/clock';
import { codeOf } from '../core/thrown';

export interface DiskSpace {
  /**
   * Runs `act`, and again for as long as it fails for want of space.
   * @throws whatever else `act` throws; its error, once `close` was called; the signal's reason.
   */
  whenThereIsRoom<Value>(act: () => Value | Promise<Value>, signal?: AbortSignal): Promise<Value>;
  /** Reports a failed write. @returns whether it failed for want of space. */
  note(error: unknown): boolean;
  /** Since when writes fail, milliseconds since the epoch; undefined while there is room. */
  fullSince(): number | undefined;
  /** Whether waiting has no end any more. */
  closed(): boolean;
  /** What waits fails now. */
  close(): void;
}

const retryMs = 500;
const probeMs = 1000;
/** There is room once this many bytes can be written. */
const probeBytes = 256 * 1024;

/** Whether a write failed because the disk, or a quota on it, is full. Looks at causes, too. */
export const isOutOfSpace = (error: unknown): boolean => {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    const code = codeOf(each);
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return true;
    if (/^database or disk is full/.test(each.message)) return true;
    if (each instanceof AggregateError && each.errors.some(isOutOfSpace)) return true;
  }
  return false;
};

/** SQLite's errors of reading and writing, which may have space as their cause. */
const isUnclear = (error: unknown): boolean => /^SQLITE_(IOERR|CANTOPEN|PROTOCOL)/.test(codeOf(error));

/** @param folder on the disk that is meant; tells the console when it is full and when there is room again. */
export const createDiskSpace = (folder: string, clock: Clock): DiskSpace => {
  let full: number | undefined;
  let waiting = 0;
  let isClosed = false;
  let cancelProbe = () => {};
  const wakeUps = new Set<() => void>();

  const hasRoom = (): boolean => {
    const probe = path.join(folder, '.room');
    try {
      const handle = openSync(probe, 'w', 0o600);
      try {
        for (let left = probeBytes; left > 0;) left -= writeSync(handle, Buffer.alloc(left));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      return true;
    } catch (error) {
      return !isOutOfSpace(error);
    } finally {
      rmSync(probe, { force: true });
    }
  };

  const clear = (): void => {
    if (full === undefined) return;
    console.error(`There is room on the disk again, after ${Math.ceil((clock.now() - full) / 1000)} s.`);
    full = undefined;
    cancelProbe();
  };

  const probeLater = (): void => {
    cancelProbe = clock.after(probeMs, () => {
      if (isClosed || full === undefined) return;
      // Who waits finds out by writing what it wants to write, which may be more.
      if (waiting === 0 && hasRoom()) clear();
      else probeLater();
    });
  };

  const note = (error: unknown): boolean => {
    if (!isOutOfSpace(error) && !(isUnclear(error) && !hasRoom())) return false;
    if (full === undefined && !isClosed) {
      full = clock.now();
      console.error(`The disk is full: ${folder}. What has to be written waits until there is room.`);
      probeLater();
    }
    return true;
  };

  const pause = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel();
        wakeUps.delete(end);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.after(retryMs, end);
      wakeUps.add(end);
      signal?.addEventListener('abort', end);
    });

  return {
    note,
    fullSince: () => full,
    closed: () => isClosed,
    async whenThereIsRoom(act, signal) {
      let waits = false;
      try {
        for (;;) {
          try {
            const value = await act();
            if (waits && waiting === 1) clear();
            return value;
          } catch (error) {
            if (!note(error) || isClosed) throw error;
          }
          if (!waits) waiting += 1;
          waits = true;
          await pause(signal);
          signal?.throwIfAborted();
        }
      } finally {
        if (waits) waiting -= 1;
      }
    },
    close() {
      isClosed = true;
      cancelProbe();
      for (const wake of [...wakeUps]) wake();
    },
  };
};
