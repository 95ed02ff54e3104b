import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, type BigIntStats } from 'node:fs';
import { chmod, type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../core/thrown';

/**
 * The one way to open a path that a script owns. It never follows a link, in no component below the root; never
 * waits for a FIFO or a device, which are not opened at all; and takes regular files of a bounded size only.
 *
 * On Linux each component is opened relative to its parent's descriptor (as openat does, by /proc/self/fd) without
 * access to its content (O_PATH), looked at, and only then opened for reading: what was looked at is what is read,
 * whatever the script renames meanwhile. Elsewhere each component is looked at by its path before and after.
 */
export type Refusal =
  'missing' | 'link' | 'not-regular' | 'not-folder' | 'too-large' | 'unreadable' | 'bad-name';

/** What is said of a path, after its name. */
export const sentences: Readonly<Record<Refusal, string>> = {
  missing: 'does not exist',
  link: 'is a link, and links are not followed',
  'not-regular': 'is not a regular file',
  'not-folder': 'is not a folder',
  'too-large': 'is too large',
  unreadable: 'cannot be read',
  'bad-name': 'has a name that cannot be used',
};

/** A path that is not read. `file` is relative to the root, as text for people. */
export class FileRefused extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(`${file === '' ? 'The folder' : file} ${sentences[refusal]}`, options);
    this.name = 'FileRefused';
  }
}

/** Names are bytes on Linux: text where they are UTF-8. */
export type FileName = string | Buffer;

export interface GuardedFile {
  handle: FileHandle;
  stats: BigIntStats;
}

export interface OpenOptions {
  /** Bytes; a larger file is refused. */
  maxBytes?: number;
  /** Gives the owner the right to read a file or folder that has taken it away. Only once no script runs any more. */
  makeReadable?: boolean;
}

/** Linux's O_PATH, which Node does not name. */
const pathOnly = 0o10000000;
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

const asBytes = (name: FileName): Buffer => (typeof name === 'string' ? Buffer.from(name) : name);

const below = (parent: FileName, name: FileName): Buffer =>
  Buffer.concat([asBytes(parent), Buffer.from('/'), asBytes(name)]);

const refusalOf = (error: unknown): Refusal | undefined => {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'missing';
  if (code === 'ENOTDIR') return 'not-folder';
  if (code === 'ELOOP') return 'link';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
  if (code === 'ENAMETOOLONG' || code === 'EILSEQ' || code === 'ERR_INVALID_ARG_VALUE') return 'bad-name';
  // A socket, or a device without a driver.
  return code === 'ENXIO' || code === 'ENODEV' ? 'not-regular' : undefined;
};

const attempt = <Value>(name: FileName, action: () => Value): Value => {
  try {
    return action();
  } catch (error) {
    throw refused(error, name);
  }
};

const refused = (error: unknown, name: FileName): unknown => {
  if (error instanceof FileRefused) return error;
  const refusal = refusalOf(error);
  return refusal === undefined ? error : new FileRefused(refusal, name.toString(), { cause: error });
};

const split = (name: FileName): Buffer[] => {
  const parts: Buffer[] = [];
  const bytes = asBytes(name);
  for (let from = 0; from <= bytes.length;) {
    const slash = bytes.indexOf(0x2f, from);
    const to = slash === -1 ? bytes.length : slash;
    parts.push(bytes.subarray(from, to));
    from = to + 1;
  }
  const isUsable = (part: Buffer) =>
    part.length > 0 && !part.equals(Buffer.from('.')) && !part.equals(Buffer.from('..')) && !part.includes(0);
  if (!parts.every(isUsable)) throw new FileRefused('bad-name', bytes.toString());
  return parts;
};

/** A file or folder that was looked at, and a path that leads to exactly that one until `close`. */
interface Found {
  path: FileName;
  stats: BigIntStats;
  close(): void;
}

const checkFolder = (found: Found, name: FileName): void => {
  if (found.stats.isSymbolicLink()) throw new FileRefused('link', name.toString());
  if (!found.stats.isDirectory()) throw new FileRefused('not-folder', name.toString());
};

const findByDescriptor = (file: FileName, name: FileName): Found =>
  attempt(name, () => {
    const fd = openSync(file, pathOnly | constants.O_NOFOLLOW);
    return {
      path: `/proc/self/fd/${fd}`,
      stats: fstatSync(fd, { bigint: true }),
      close: () => closeSync(fd),
    };
  });

const findByPath = (file: FileName, name: FileName): Found =>
  attempt(name, () => ({ path: file, stats: lstatSync(file, { bigint: true }), close: () => undefined }));

const look = hasDescriptorPaths ? findByDescriptor : findByPath;

/** Walks from `root` to `name`; every component but the last must be a folder. */
const find = (root: string, name: FileName): Found => {
  let found = look(root, '');
  try {
    for (const part of name.length === 0 ? [] : split(name)) {
      checkFolder(found, name);
      const next = look(below(found.path, part), name);
      found.close();
      found = next;
    }
    return found;
  } catch (error) {
    found.close();
    throw error;
  }
};

const openFound = async (found: Found, name: FileName, flags: number, makeReadable: boolean) => {
  const openIt = () =>
    open(found.path, flags | constants.O_NONBLOCK | (hasDescriptorPaths ? 0 : constants.O_NOFOLLOW));
  try {
    return await openIt().catch(async (error: unknown) => {
      if (!makeReadable || refusalOf(error) !== 'unreadable') throw error;
      await chmod(
        found.path,
        Number(found.stats.mode & 0o777n) | (found.stats.isDirectory() ? 0o700 : 0o400),
      );
      return openIt();
    });
  } catch (error) {
    throw refused(error, name);
  }
};

/** Where there are no descriptor paths the name may lead elsewhere by now. */
const sameAs = async (handle: FileHandle, { stats }: Found, name: FileName): Promise<void> => {
  const now = await handle.stat({ bigint: true });
  if (now.ino === stats.ino && now.dev === stats.dev) return;
  throw new FileRefused('missing', name.toString());
};

/**
 * Opens the regular file `name` below the folder `root` for reading; the caller closes the handle. Read no more
 * than `stats.size` bytes: it may go on growing.
 * @throws FileRefused
 */
export const openGuarded = async (
  root: string,
  name: FileName,
  options: OpenOptions = {},
): Promise<GuardedFile> => {
  const found = find(root, name);
  try {
    if (found.stats.isSymbolicLink()) throw new FileRefused('link', name.toString());
    if (!found.stats.isFile()) throw new FileRefused('not-regular', name.toString());
    const handle = await openFound(found, name, constants.O_RDONLY, options.makeReadable ?? false);
    try {
      await sameAs(handle, found, name);
      const stats = await handle.stat({ bigint: true });
      if (stats.size > BigInt(options.maxBytes ?? Number.MAX_SAFE_INTEGER)) {
        throw new FileRefused('too-large', name.toString());
      }
      return { handle, stats };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } finally {
    found.close();
  }
};

/**
 * Opens a folder below `root`, `''` for the root itself, and gives a path by which exactly that folder can be
 * listed until `close`.
 * @throws FileRefused
 */
export const openGuardedFolder = async (
  root: string,
  name: FileName,
  options: Pick<OpenOptions, 'makeReadable'> = {},
): Promise<{ path: FileName; close(): Promise<void> }> => {
  const found = find(root, name);
  try {
    checkFolder(found, name);
    const flags = constants.O_RDONLY | constants.O_DIRECTORY;
    const handle = await openFound(found, name, flags, options.makeReadable ?? false);
    try {
      await sameAs(handle, found, name);
    } catch (error) {
      await handle.close();
      throw error;
    }
    const own = hasDescriptorPaths ? `/proc/self/fd/${handle.fd}` : found.path;
    return { path: own, close: () => handle.close() };
  } finally {
    found.close();
  }
};

/** The state of `name` below `root`, links not followed. @throws FileRefused */
export const lookGuarded = (root: string, name: FileName): BigIntStats => {
  const found = find(root, name);
  found.close();
  return found.stats;
};

/** How long a small file may take to be read, milliseconds. */
const readMs = 5000;

/**
 * The first `maxBytes` bytes of a regular file.
 * @throws FileRefused, `unreadable` where it takes longer than some seconds
 */
export const readStart = async (root: string, name: FileName, maxBytes: number): Promise<Buffer> => {
  const { handle, stats } = await openGuarded(root, name);
  const content = Buffer.alloc(Math.min(maxBytes, Number(stats.size)));
  const deadline = performance.now() + readMs;
  let length = 0;
  try {
    while (length < content.length) {
      const { bytesRead } = await handle.read(content, length, content.length - length, length);
      if (bytesRead === 0) break;
      if (performance.now() > deadline) throw new FileRefused('unreadable', name.toString());
      length += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return content.subarray(0, length);
};

/** For a path that is whole already, its last component guarded. @throws FileRefused */
export const openGuardedPath = (file: string, options?: OpenOptions): Promise<GuardedFile> =>
  openGuarded(path.dirname(file), path.basename(file), options);

/** Whether there is a regular file. @throws FileRefused for what has its name and is none. */
export const hasFile = (root: string, name: string): boolean => {
  try {
    if (lookGuarded(root, name).isFile()) return true;
  } catch (error) {
    if (error instanceof FileRefused && error.refusal === 'missing') return false;
    throw error;
  }
  throw new FileRefused('not-regular', name);
};
