import { realpathSync } from 'node:fs';
import path from 'node:path';
import { foldersOf, isNeverUploaded, maxKeyBytes } from './checkpoint-name';
import { type CheckpointLedger } from './checkpoint-ledger';
import { fileId, isClosed, readStatus } from './file-state';
import { lookAt, scanFolder } from './folder-scan';
import { createFolderWatch } from './folder-watch';
import { pauseAfter } from './scan-pause';

/**
 * Keeps the ledger as the folder is: what events name is looked at, and all of it now and then, since events get
 * lost. Everything it does is one after the other: its caller waits for each call.
 */
export interface FolderTracker {
  /** Looks at everything. */
  scan(): Promise<void>;
  /** Looks at what events named since the last time, or at everything if events were lost. */
  follow(): Promise<void>;
  hasNews(): boolean;
  /** Whether the folder is still the one that was looked at last: no link, no file, not made anew. */
  isSame(): boolean;
  /** Looks at one file now; what is found is noted. @returns whether none is there */
  isMissing(name: string): boolean;
  /** Milliseconds to let pass from the last look at everything to the next. */
  pauseMs(): number;
  close(): void;
}

export interface FolderTrackerOptions {
  /** Absolute, without links. */
  root: string;
  ledger: CheckpointLedger;
  prefixBytes: number;
  /** A clock that only goes forward, milliseconds. */
  now(): number;
  /** Events have come. */
  onNews(): void;
  onLost(name: string): void;
  onUnnameable(names: readonly string[]): void;
  /** The folder was taken away or replaced: all that was known is forgotten. */
  onReplaced(): void;
}

export const createFolderTracker = (options: FolderTrackerOptions): FolderTracker => {
  const { root, ledger, now } = options;
  let rootId: string | undefined;
  let dirty = new Set<string>();
  let everything = false;
  let cost = { entries: 0, ms: 0 };
  let isBlind = false;

  const watch = createFolderWatch({
    root,
    onChange(name) {
      // Markers are this program's own, and nothing is done about what is being written.
      if (isNeverUploaded(name)) return;
      dirty.add(name);
      options.onNews();
    },
    onLoss() {
      everything = true;
      options.onNews();
    },
  });

  const identify = (): string | undefined => {
    const stats = readStatus(root);
    if (!stats?.isDirectory()) return undefined;
    try {
      return realpathSync(root) === root ? fileId(stats) : undefined;
    } catch {
      // Gone since it was looked at.
      return undefined;
    }
  };

  /** @returns whether there is a folder to look into. */
  const identifyAgain = (): boolean => {
    const id = identify();
    if (id === rootId) return id !== undefined;
    if (rootId !== undefined) {
      watch.remove('');
      ledger.forgetAll();
      options.onReplaced();
    }
    rootId = id;
    everything = true;
    return id !== undefined;
  };

  const lose = (name: string): void => {
    ledger.lose(name, now());
    options.onLost(name);
  };

  const loseBelow = (folder: string, keeps?: (name: string) => boolean): void => {
    for (const name of ledger.loseBelow(folder, now(), keeps)) options.onLost(name);
  };

  /** @returns how many files and folders are there. */
  const scanBelow = async (from: string): Promise<number> => {
    const folders = new Set<string>();
    const { files, unreadable, unnameable } = await scanFolder({
      root,
      from,
      prefixBytes: options.prefixBytes,
      onFolder(name, id) {
        folders.add(name);
        if (!watch.add(name, id)) isBlind = true;
      },
    });
    for (const file of files) ledger.see(file, now());
    const names = new Set(files.map(({ name }) => name));
    const unknown = new Set(unreadable);
    const keeps = (name: string) =>
      names.has(name) || (unknown.size > 0 && ['', ...foldersOf(name)].some((folder) => unknown.has(folder)));
    loseBelow(from, keeps);
    watch.keepOnly(from, (folder) => folders.has(folder) || keeps(`${folder}/`));
    if (unnameable.length > 0) options.onUnnameable(unnameable);
    return files.length + folders.size;
  };

  /** Whether every folder on the way is one, and no link to elsewhere. */
  const isInside = (name: string): boolean =>
    foldersOf(name).every((folder) => readStatus(path.join(root, folder))?.isDirectory() === true);

  const followOne = async (name: string): Promise<void> => {
    const stats = isInside(name) ? readStatus(path.join(root, name)) : undefined;
    if (stats?.isDirectory()) {
      await scanBelow(name);
      return;
    }
    if (watch.has(name)) {
      watch.remove(name);
      loseBelow(name);
    }
    const file = stats?.isFile() ? lookAt(root, name) : undefined;
    if (!file) lose(name);
    else if (options.prefixBytes + Buffer.byteLength(name) > maxKeyBytes) options.onUnnameable([name]);
    else ledger.see(file, now());
  };

  /** What fails on the way has looked at a part only. */
  const orElseEverything = async <Value>(look: () => Promise<Value>): Promise<Value> => {
    try {
      return await look();
    } catch (error) {
      everything = true;
      throw error;
    }
  };

  const scan = async (): Promise<void> => {
    const from = now();
    dirty = new Set();
    isBlind = false;
    const isFolder = identifyAgain();
    // Events that are lost from here on count.
    everything = false;
    const entries = isFolder ? await orElseEverything(() => scanBelow('')) : 0;
    cost = { entries, ms: now() - from };
  };

  const followAll = async (names: ReadonlySet<string>): Promise<void> => {
    let looks = 0;
    for (const name of names) {
      try {
        await followOne(name);
      } catch (error) {
        if (!isClosed(error)) throw error;
      }
      looks += 1;
      if (looks % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    scan,
    async follow() {
      if (!identifyAgain() || everything) {
        await scan();
        return;
      }
      const names = dirty;
      dirty = new Set();
      await orElseEverything(() => followAll(names));
    },
    hasNews: () => everything || dirty.size > 0,
    isSame: () => rootId !== undefined && identify() === rootId,
    isMissing(name) {
      try {
        const file = isInside(name) ? lookAt(root, name) : undefined;
        if (file) ledger.see(file, now());
        else if (rootId !== undefined) lose(name);
        return file === undefined;
      } catch (error) {
        // Behind a closed folder it may be there.
        if (isClosed(error)) return false;
        throw error;
      }
    },
    pauseMs: () => pauseAfter({ ...cost, isBlind }),
    close: () => watch.remove(''),
  };
};
