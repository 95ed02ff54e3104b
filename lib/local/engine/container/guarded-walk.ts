import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import {
  FileRefused,
  sentences,
  type GuardedFile,
  lookGuarded,
  openGuarded,
  openGuardedFolder,
} from '../../store/guarded-file';

/** What lies below a folder that a script owned, by the guarded reader: see store/guarded-file.ts. */
export interface FolderContent {
  /** Regular files by their paths relative to the folder, with slashes, sorted; their sizes in bytes. */
  files: { name: string; size: number }[];
  /** Opens one of them; the caller closes it. Throws FileRefused where it is none any more. */
  open(name: string): Promise<GuardedFile>;
  /** Sum of the sizes, bytes. */
  bytes: number;
  /** What is no regular file, or has a name that cannot be kept, by its reason. */
  leftOut: LeftOut[];
}

export interface LeftOut {
  name: string;
  reason: string;
}

export interface WalkLimits {
  files: number;
  /** Levels of folders. */
  depth: number;
}

const defaultLimits: WalkLimits = { files: 1_000_000, depth: 200 };
/** Entries between two turns of everybody else. */
const entriesInARow = 200;

const textOf = (name: Buffer): string | undefined => {
  const text = name.toString('utf8');
  return Buffer.from(text).equals(name) ? text : undefined;
};

const kindOf = (entry: Dirent<Buffer>): string => {
  if (entry.isSymbolicLink()) return 'it is a link';
  if (entry.isFIFO()) return 'it is a FIFO';
  if (entry.isSocket()) return 'it is a socket';
  return 'it is a device';
};

/**
 * Lists the files below the folder `base`, a path relative to `root`. Only once no script runs any more: a file or
 * folder that its owner may not read is made readable.
 * @throws FileRefused where `base` is no folder, RangeError where there are too many files.
 */
export const walkFolder = async (
  root: string,
  base: string,
  limits = defaultLimits,
): Promise<FolderContent> => {
  const below = (name: string) => (name === '' ? base : `${base}/${name}`);
  const content: FolderContent = {
    files: [],
    bytes: 0,
    leftOut: [],
    open: (name) => openGuarded(root, below(name), { makeReadable: true }),
  };
  let seen = 0;
  const leaveOut = (name: string, reason: string) => void content.leftOut.push({ name, reason });

  const list = async (name: string): Promise<Dirent<Buffer>[]> => {
    const folder = await openGuardedFolder(root, below(name), { makeReadable: true });
    try {
      return await readdir(folder.path, { withFileTypes: true, encoding: 'buffer' });
    } finally {
      await folder.close();
    }
  };

  const visit = async (entry: Dirent<Buffer>, parent: string, waiting: string[]): Promise<void> => {
    const bytes = entry.name;
    const own = textOf(bytes);
    const name = `${parent === '' ? '' : `${parent}/`}${own ?? bytes.toString('utf8')}`;
    if (own === undefined) leaveOut(name, 'its name is not UTF-8');
    else if (entry.isDirectory()) waiting.push(name);
    else if (!entry.isFile()) leaveOut(name, kindOf(entry));
    else {
      const size = Number(lookGuarded(root, below(name)).size);
      if (content.files.push({ name, size }) > limits.files)
        throw new RangeError(`more than ${limits.files} files`);
      content.bytes += size;
    }
  };

  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder.split('/').length > limits.depth) {
      leaveOut(folder, `it lies more than ${limits.depth} folders deep`);
      continue;
    }
    const entries = await list(folder).catch((error: unknown) => {
      if (folder === '' || !(error instanceof FileRefused)) throw error;
      leaveOut(folder, sentences[error.refusal]);
      return [];
    });
    for (const entry of entries) {
      seen += 1;
      if (seen % entriesInARow === 0) await new Promise((resolve) => setImmediate(resolve));
      try {
        await visit(entry, folder, waiting);
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        leaveOut(error.file.slice(base.length + 1), sentences[error.refusal]);
      }
    }
  }
  content.files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return content;
};
