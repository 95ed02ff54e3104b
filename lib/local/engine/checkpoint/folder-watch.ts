import { readFileSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

/**
 * Tells which names in a tree of folders something happened to. Node's own recursive watching follows links and
 * looks at every file, so each folder has a watch of its own (inotify on Linux); whoever lists a folder calls
 * `add` before it does, so that nothing falls between. A closed file sends no event: the last write does.
 */
export interface FolderWatch {
  /** Watches one folder, if it is not watched already as the same inode. @returns false where that cannot be done. */
  add(name: string, id: string): boolean;
  has(name: string): boolean;
  /** Ends the watches at and below a folder; of all with the empty name. */
  remove(name: string): void;
  /** Ends the watches below a folder that `keeps` does not name. */
  keepOnly(name: string, keeps: (folder: string) => boolean): void;
}

export interface FolderWatchOptions {
  /** Absolute. */
  root: string;
  /** Something happened to what has, or had, this name. */
  onChange(name: string): void;
  /** Events were lost, so everything has to be looked at. */
  onLoss(): void;
}

/**
 * The kernel drops events beyond its queue's length and Node does not say so. All watches of a process share one
 * queue, and a full one is delivered within one turn: so that many events in a turn mean that some may be lost.
 */
const lossLimit = (): number => {
  try {
    const length = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
    if (length > 0) return length / 2;
  } catch {
    // Not Linux: the other systems' watchers say when they lost something, or never do.
  }
  return 8192;
};

let limit: number | undefined;
let eventsOfTurn = 0;
const sufferers = new Set<() => void>();

const countEvent = (): void => {
  eventsOfTurn += 1;
  if (eventsOfTurn > 1) return;
  setImmediate(() => {
    limit ??= lossLimit();
    const lost = eventsOfTurn >= limit;
    eventsOfTurn = 0;
    if (lost) for (const tell of sufferers) tell();
  });
};

const liesBelow = (name: string, folder: string): boolean =>
  folder === '' ? name !== '' : name.startsWith(`${folder}/`);

export const createFolderWatch = ({ root, onChange, onLoss }: FolderWatchOptions): FolderWatch => {
  const watches = new Map<string, { id: string; watcher: FSWatcher }>();

  const close = (name: string): void => {
    watches.get(name)?.watcher.close();
    watches.delete(name);
    if (watches.size === 0) sufferers.delete(onLoss);
  };

  return {
    add(name, id) {
      const before = watches.get(name);
      if (before?.id === id) return true;
      try {
        const watcher = watch(path.join(root, name), { persistent: false }, (_event, file) => {
          countEvent();
          // A folder's own end comes with its own name, which is none of its files: its parent tells of that.
          if (watches.get(name)?.watcher !== watcher) return;
          onChange(file === null ? name : name === '' ? file : `${name}/${file}`);
        });
        watcher.on('error', () => {
          if (watches.get(name)?.watcher === watcher) close(name);
          onLoss();
        });
        before?.watcher.close();
        watches.set(name, { id, watcher });
        sufferers.add(onLoss);
        return true;
      } catch {
        // The machine's limit of watches, or the folder is gone: looks at intervals must do.
        return false;
      }
    },
    has: (name) => watches.has(name),
    remove(name) {
      for (const each of [...watches.keys()]) if (each === name || liesBelow(each, name)) close(each);
    },
    keepOnly(name, keeps) {
      for (const each of [...watches.keys()]) if (liesBelow(each, name) && !keeps(each)) close(each);
    },
  };
};
