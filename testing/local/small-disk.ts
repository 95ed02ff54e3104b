/** A small file system of its own for tests of a full disk, where this user may mount one. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SmallDisk {
  folder: string;
  /** Takes all space that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  unmount(): void;
}

export const mountSmallDisk = (megabytes: number): SmallDisk => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'spotdeck-test', folder]);
  if (mounted.status !== 0) {
    rmdirSync(folder);
    throw new Error(`no file system could be mounted: ${String(mounted.stderr)}`);
  }
  const filler = path.join(folder, 'filler');
  return {
    folder,
    fill() {
      const handle = openSync(filler, 'a');
      try {
        for (let size = 1024 * 1024; size >= 1;) {
          try {
            if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
            size = Math.floor(size / 2);
          }
        }
      } finally {
        closeSync(handle);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount() {
      spawnSync('umount', ['-l', folder]);
      rmdirSync(folder);
    },
  };
};

/** Whether `mountSmallDisk` works here: tests without it say that they are skipped. */
export const canMount = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk(1).unmount();
    return true;
  } catch {
    // In a container without the right to mount.
    return false;
  }
};
