import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isNeverUploaded, maxKeyBytes } from './checkpoint-name';
import { fileId, type FileState, fileVersion, isClosed, isGone, readStatus } from './file-state';

/** What a look into a folder found. Links, pipes, sockets and devices are neither followed nor listed. */
export interface FolderScan {
  files: FileState[];
  /** Folders that are closed, or some of whose files are: what was known of them may hold. */
  unreadable: string[];
  /** Names that cannot be keys of S3, as text for a log. */
  unnameable: string[];
}

export interface ScanOptions {
  /** Absolute. */
  root: string;
  /** Where to begin, relative to `root`; empty for all of it. */
  from: string;
  /** Bytes that S3 keys have before the name. */
  prefixBytes: number;
  /** Called for each folder before its names are read. */
  onFolder(name: string, id: string): void;
}

/** Files looked at before other work gets its turn. */
const filesPerTurn = 400;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Replaces what is not UTF-8. */
const replacement = '\uFFFD';

/** What a listing says of one name. */
type Entry = Pick<Dirent, 'name' | 'isDirectory' | 'isFile'>;

const listFolder = async (folder: string): Promise<{ entries: Entry[]; foreign: string[] }> => {
  const entries = await readdir(folder, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(replacement))) return { entries, foreign: [] };
  const names = await readdir(folder, { encoding: 'buffer' });
  const isText = (bytes: Buffer) => Buffer.from(bytes.toString()).equals(bytes);
  return {
    entries: names.filter(isText).flatMap((bytes) => {
      const stats = readStatus(path.join(folder, bytes.toString()));
      if (!stats) return [];
      return { name: bytes.toString(), isDirectory: () => stats.isDirectory(), isFile: () => stats.isFile() };
    }),
    // Each byte as one character, so that different names stay different.
    foreign: names.filter((bytes) => !isText(bytes)).map((bytes) => bytes.toString('latin1')),
  };
};

/** Looks at every file at or below `from`. @throws whatever the file system answers but for missing or closed folders */
export const scanFolder = async ({ root, from, prefixBytes, onFolder }: ScanOptions): Promise<FolderScan> => {
  const scan: FolderScan = { files: [], unreadable: [], unnameable: [] };
  const waiting = [from];
  let looks = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    let listing: Awaited<ReturnType<typeof listFolder>>;
    try {
      const stats = readStatus(path.join(root, folder));
      if (!stats?.isDirectory()) continue;
      onFolder(folder, fileId(stats));
      listing = await listFolder(path.join(root, folder));
    } catch (error) {
      if (isGone(error)) continue;
      if (!isClosed(error)) throw error;
      scan.unreadable.push(folder);
      continue;
    }
    const inFolder = folder === '' ? '' : `${folder}/`;
    scan.unnameable.push(...listing.foreign.map((name) => inFolder + name));
    for (const entry of listing.entries) {
      const name = inFolder + entry.name;
      if (!entry.isDirectory() && (!entry.isFile() || isNeverUploaded(name))) continue;
      if (prefixBytes + Buffer.byteLength(name) > maxKeyBytes) {
        scan.unnameable.push(name);
        continue;
      }
      if (entry.isDirectory()) {
        waiting.push(name);
        continue;
      }
      try {
        const file = lookAt(root, name);
        if (file) scan.files.push(file);
      } catch (error) {
        if (!isClosed(error)) throw error;
        if (scan.unreadable.at(-1) !== folder) scan.unreadable.push(folder);
      }
      looks += 1;
      if (looks % filesPerTurn === 0) await nextTurn();
    }
  }
  return scan;
};

/** @returns undefined if no regular file that may be uploaded is there. */
export const lookAt = (root: string, name: string): FileState | undefined => {
  const stats = readStatus(path.join(root, name));
  return stats?.isFile() ? { name, id: fileId(stats), version: fileVersion(stats) } : undefined;
};
